// Things that go wrong on purpose: one press for the usual ones, a form for the rest, a list to switch them off.
import { h, fill } from "../dom.js";
import { icon } from "../icons.js";
import { t } from "../i18n.js";
import { api } from "../api.js";
import { attempt, fieldInput } from "../popup.js";
import { store } from "../store.js";

const KINDS = ["500", "502", "429", "403", "401", "slow", "hang", "cut_before", "cut_after", "outage"];
const USUAL = [
  ["fault-send-once", { method: "sendMessage", kind: "500", times: 1 }],
  ["fault-slow", { kind: "slow", seconds: 3, method: "sendMessage" }],
  ["fault-flood", { method: "sendMessage", kind: "429", seconds: 5, times: 1 }],
  ["fault-cut-after", { method: "sendMessage", kind: "cut_after", times: 1 }],
  ["fault-flaky", { kind: "502", probability: 0.2, seed: 1 }],
  ["fault-outage", { kind: "outage" }],
];

const refresh = async () => {
  const answer = await api.faults().catch(() => null);
  if (!answer) return;
  store.faults = answer.faults ?? [];
  store.emit("faults");
};

async function add(fault) {
  if ((await attempt(() => api.addFault(fault))) !== undefined) await refresh();
}

async function remove(id) {
  if ((await attempt(() => api.removeFault(id))) !== undefined) await refresh();
}

export function faultsPanel() {
  const list = h("ul", { class: "fault-list", "data-testid": "fault-list", "aria-live": "polite" });
  const draw = () => fill(list, store.faults.length ? [store.faults.map(line), h("li", {}, h("button", { type: "button", class: "button ghost", "data-testid": "faults-off", onclick: () => remove() }, t("all-off")))] : h("li", { class: "nothing" }, t("no-faults")));
  draw();
  const usual = h("div", { class: "chips" }, USUAL.map(([key, fault]) => h("button", { type: "button", class: "chip", "data-testid": key, onclick: () => add(fault) }, icon("bolt", 14), t(key))));
  const node = h("div", { class: "drawer-body" }, h("p", { class: "drawer-note" }, t("faults-note")), list, h("h3", {}, t("faults-usual")), usual, h("h3", {}, t("faults-own")), ownForm());
  const stop = store.listen("faults", draw);
  refresh();
  return { node, close: stop };
}

function line(fault) {
  const parts = ["method", "chat", "nth", "every", "probability", "times", "seconds"].filter((name) => fault[name] !== undefined && fault[name] !== null).map((name) => `${name} ${fault[name]}`);
  return h("li", { class: "fault", "data-testid": "fault", "data-kind": fault.kind }, h("span", { class: "fault-kind" }, fault.kind), h("span", { class: "fault-what" }, parts.join(" · ") || t("every-call")),
    h("button", { type: "button", class: "button ghost small", "data-testid": "fault-off", onclick: () => remove(fault.id) }, t("off")));
}

function ownForm() {
  const numbers = (name, step = 1) => ({ name, label: t(`fault-${name}`), type: "number", min: 0, step, placeholder: "–" });
  const fields = [
    { name: "kind", label: t("fault-kind"), options: KINDS.map((kind) => [kind, t(`kind-${kind}`)]) },
    { name: "method", label: t("fault-method"), placeholder: "sendMessage" },
    { name: "chat", label: t("fault-chat"), options: [["", t("any")], ...[...store.people.values()].map((person) => [person.id, store.nameOf(person.id)]), ...[...store.chats.values()].filter((chat) => chat.id < 0).map((chat) => [chat.id, chat.title])] },
    numbers("nth"), numbers("every"), numbers("probability", 0.01), numbers("times"), numbers("seconds", 0.1),
  ];
  const inputs = fields.map((field) => [field, fieldInput(field)]);
  return h("form", { class: "form fault-form", "data-testid": "fault-form", onsubmit: (event) => {
    event.preventDefault();
    const values = inputs.map(([field, input]) => [field.name, input.value.trim(), field]).filter(([, value]) => value !== "");
    add(Object.fromEntries(values.map(([name, value, field]) => [name, field.type === "number" || name === "chat" ? Number(value) : value])));
  } }, inputs.map(([field, input]) => h("label", { class: "field" }, h("span", {}, field.label), input)), h("button", { type: "submit", class: "button", "data-testid": "fault-add" }, t("add")));
}
