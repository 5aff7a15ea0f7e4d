// Calls of the Bot API, live. Waiting for updates is hidden at first: it is most of the traffic and says little.
import { h, fill, perFrame } from "../dom.js";
import { icon } from "../icons.js";
import { t, clockTime } from "../i18n.js";
import { api } from "../api.js";
import { jsonTree } from "../json.js";
import { store } from "../store.js";

const SHOWN = 300;
const filter = { text: "", errors: false, polls: false };

export function logPanel() {
  const list = h("div", { class: "log-list", role: "log", "aria-live": "off", tabindex: "0", "data-testid": "log-list" });
  const opened = new Set();
  let paused = false;
  const draw = perFrame(() => paused || show(list, opened));
  const search = h("input", { type: "search", class: "search", placeholder: t("log-filter"), "aria-label": t("log-filter"), value: filter.text, "data-testid": "log-filter", oninput: () => {
    filter.text = search.value.toLowerCase();
    show(list, opened);
  } });
  const option = (name, label) => {
    const box = h("input", { type: "checkbox", checked: filter[name], "data-testid": `log-${name}`, onchange: () => {
      filter[name] = box.checked;
      show(list, opened);
    } });
    return h("label", { class: "check" }, box, label);
  };
  const pause = h("button", { type: "button", class: "round", "aria-pressed": "false", "aria-label": t("pause"), title: t("pause"), "data-testid": "log-pause", onclick: () => {
    paused = !paused;
    pause.setAttribute("aria-pressed", String(paused));
    fill(pause, icon(paused ? "play" : "pause", 18));
    draw();
  } }, icon("pause", 18));
  const clear = h("button", { type: "button", class: "round", "aria-label": t("log-clear"), title: t("log-clear"), onclick: () => {
    store.calls.length = 0;
    show(list, opened);
  } }, icon("trash", 18));
  const node = h("div", { class: "drawer-body log" }, h("div", { class: "log-tools" }, search, pause, clear, h("div", { class: "row" }, option("errors", t("log-errors")), option("polls", "getUpdates"))), list);
  const stop = store.listen("call", draw);
  fetchEarlier().then(() => show(list, opened));
  show(list, opened);
  return { node, close: stop };
}

async function fetchEarlier() {
  const answer = await api.journal({ limit: SHOWN }).catch(() => null);
  if (!answer) return;
  const known = new Set(store.calls.map((call) => call.seq));
  store.calls.push(...answer.entries.filter((entry) => !known.has(entry.seq)));
  store.calls.sort((one, other) => one.seq - other.seq);
}

const failed = (call) => call.status >= 400 || call.status === 0 || call.status === null;

function matches(call) {
  if (!filter.polls && /^getupdates$/i.test(call.method)) return false;
  if (filter.errors && !failed(call)) return false;
  return !filter.text || `${call.method} ${call.params?.chat_id ?? ""} ${call.status} ${JSON.stringify(call.params ?? "")}`.toLowerCase().includes(filter.text);
}

/** Newest first. Lines already drawn are kept, so that an opened one stays open. */
function show(list, opened) {
  const wanted = [];
  for (let index = store.calls.length - 1; index >= 0 && wanted.length < SHOWN; index--) if (matches(store.calls[index])) wanted.push(store.calls[index]);
  const have = new Map([...list.querySelectorAll(".call")].map((node) => [Number(node.dataset.seq), node]));
  if (!wanted.length) return fill(list, h("p", { class: "nothing" }, t("log-empty")));
  list.querySelector(".nothing")?.remove();
  let place = list.firstElementChild;
  for (const call of wanted) {
    const node = have.get(call.seq) ?? line(call, opened);
    have.delete(call.seq);
    if (node === place) place = place.nextElementSibling;
    else list.insertBefore(node, place);
  }
  for (const node of have.values()) node.remove();
  return undefined;
}

function line(call, opened) {
  const body = h("div", { class: "call-body" });
  const node = h("details", { class: `call${failed(call) ? " failed" : ""}`, "data-testid": "call", "data-seq": call.seq, "data-method": call.method },
    h("summary", {}, h("span", { class: "call-status" }, call.status || "—"), h("strong", {}, call.method), h("span", { class: "call-what", dir: "auto" }, summary(call)),
      h("small", {}, `${clockTime(call.at)} · ${Math.round((call.took_ms ?? 0) * 10) / 10} ms`)), body);
  node.addEventListener("toggle", async () => {
    if (!node.open || body.childNodes.length) return;
    opened.add(call.seq);
    const whole = await api.journal({ after: call.seq - 1, limit: 1 }).catch(() => null);
    const entry = whole?.entries?.find((one) => one.seq === call.seq) ?? call;
    fill(body, h("h4", {}, t("log-params")), jsonTree(entry.params ?? {}), h("h4", {}, t("log-answer")), jsonTree(entry.result ?? null));
  });
  return node;
}

function summary({ params, result }) {
  const text = params?.text ?? params?.caption ?? params?.question ?? params?.action ?? params?.callback_query_id ?? "";
  const reason = result?.description ?? "";
  return [params?.chat_id ?? "", reason || text].filter((part) => part !== "").join(" · ").slice(0, 160);
}
