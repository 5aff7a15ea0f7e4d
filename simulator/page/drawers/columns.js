// Which columns are shown, in which order; and a way to open any other pair of person and chat.
import { h, fill } from "../dom.js";
import { icon } from "../icons.js";
import { t } from "../i18n.js";
import { keyOf } from "../board.js";
import { noteText } from "../column.js";
import { avatar } from "../message.js";
import { addGroup, addPerson } from "../people.js";
import { settings } from "../settings.js";
import { store } from "../store.js";

export function columnsPanel(board) {
  const list = h("ul", { class: "column-list" });
  const rest = h("div", { class: "column-rest" });
  const node = h("div", { class: "drawer-body" }, list, rest, h("div", { class: "row" },
    h("button", { type: "button", class: "button", "data-testid": "panel-add-person", onclick: () => addPerson(board) }, icon("person", 18), t("add-person")),
    h("button", { type: "button", class: "button ghost", "data-testid": "panel-add-group", onclick: () => addGroup(board) }, icon("group", 18), t("add-group"))));
  const draw = () => {
    const focused = document.activeElement?.dataset?.focus;
    fill(list, board.all().map((spec) => line(spec, board)));
    fill(rest, others(board));
    if (focused) [...node.querySelectorAll("[data-focus]")].find((one) => one.dataset.focus === focused)?.focus();
  };
  draw();
  const stops = ["columns", "state", "person", "chat"].map((type) => store.listen(type, draw));
  return { node, close: () => stops.forEach((stop) => stop()) };
}

function line(spec, board) {
  const group = store.isGroup(spec.chat);
  const who = group ? store.chat(spec.chat) : store.people.get(spec.person);
  const shown = !settings.hidden.includes(spec.key);
  const name = group ? who.title : store.nameOf(spec.person);
  const move = (step, sign, label) => h("button", { type: "button", class: "round", disabled: !shown || !board.canMove(spec, step), "aria-label": `${label}: ${name}`, "data-focus": `${spec.key} ${step}`, onclick: () => board.move(spec.key, step) }, icon(sign, 18));
  return h("li", { class: shown ? "" : "is-hidden", "data-testid": "column-line", "data-key": spec.key },
    h("label", { class: "check" },
      h("input", { type: "checkbox", checked: shown, "data-focus": spec.key, "data-testid": "column-shown", onchange: () => (shown ? board.hide(spec.key) : board.open(spec)) }),
      avatar(who, 34), h("span", { class: "column-name" }, h("bdi", {}, name), h("small", { dir: "auto" }, group ? t("as", { name: store.nameOf(spec.person) }) : noteText(spec.note)))),
    move(-1, "up", t("move-left")), move(1, "down", t("move-right")));
}

/** People and groups that have no column yet. */
function others(board) {
  const have = new Set(board.all().map((spec) => spec.chat));
  const people = [...store.people.values()].filter((person) => !have.has(person.id)).map((person) => ({ person: person.id, chat: person.id, who: person, name: store.nameOf(person.id) }));
  const groups = [...store.chats.values()].filter((chat) => chat.id < 0 && !have.has(chat.id)).map((chat) => ({ person: chat.members?.[0] ?? [...store.people.keys()][0], chat: chat.id, who: chat, name: chat.title }));
  const all = [...people, ...groups];
  if (!all.length) return null;
  return [h("h3", {}, t("not-shown")), h("div", { class: "chips" }, all.map(({ who, name, ...spec }) =>
    h("button", { type: "button", class: "chip", "data-testid": "open-column", "data-key": keyOf(spec), onclick: () => board.open(spec) }, avatar(who, 24), h("bdi", {}, name), icon("plus", 14))))];
}
