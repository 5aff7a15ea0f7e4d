// Menus and forms about people and groups: adding, renaming, language, blocking, members.
import { h } from "./dom.js";
import { t } from "./i18n.js";
import { api } from "./api.js";
import { ask, attempt, dialog, form, menu } from "./popup.js";
import { store } from "./store.js";
import { topicItems } from "./topics.js";

const LANGUAGES = [["id", "Bahasa Indonesia"], ["en", "English"], ["jv", "Basa Jawa"], ["ms", "Bahasa Melayu"], ["ar", "العربية"], ["de", "Deutsch"], ["", "—"]];

export function columnMenu(anchor, view) {
  menu(anchor, [...(view.isGroup ? groupItems(view) : personItems(view)), "-", ...placeItems(view)], { label: t("menu-of", { name: view.title }) });
}

function personItems(view) {
  const person = store.people.get(view.person) ?? {};
  const change = (body) => attempt(() => api.changePerson(view.person, body), view.host);
  return [
    { label: t(person.blocked ? "unblock" : "block"), icon: "block", danger: !person.blocked, testid: "toggle-block", disabled: person.deactivated, run: () => view.block(!person.blocked) },
    { label: t("rename"), icon: "edit", testid: "rename", run: () => rename(view, person, change) },
    { label: t("language"), note: person.language_code ?? "—", icon: "globe", testid: "language", run: () => chooseLanguage(anchorOf(view), person, change) },
    { label: t("open-link"), icon: "link", testid: "open-link", run: () => openLink(view) },
    { label: t(person.deactivated ? "reactivate" : "deactivate"), icon: "trash", testid: "deactivate", run: () => change({ deactivated: !person.deactivated }) },
  ];
}

const anchorOf = (view) => view.header.querySelector("[data-testid=menu]");

async function rename(view, person, change) {
  const answer = await form(t("rename"), [
    { name: "first_name", label: t("first-name"), value: person.first_name, required: true },
    { name: "last_name", label: t("last-name"), value: person.last_name },
    { name: "username", label: t("username"), value: person.username },
  ], t("save"));
  if (!answer) return;
  change(Object.fromEntries(Object.entries(answer).filter(([name, value]) => value !== (person[name] ?? ""))));
}

function chooseLanguage(anchor, person, change) {
  menu(anchor, LANGUAGES.map(([code, label]) => ({ label, note: code, checked: (person.language_code ?? "") === code, testid: `language-${code}`, run: () => change({ language_code: code || null }) })), { label: t("language") });
}

async function openLink(view) {
  const answer = await form(t("open-link"), [{ name: "payload", label: `t.me/${view.bot?.username ?? "bot"}?start=`, placeholder: "payload", hint: t("open-link-hint") }], t("open"));
  if (answer) attempt(() => api.start(view.person, answer.payload), view.host);
}

function groupItems(view) {
  const chat = store.chat(view.chat) ?? {};
  const change = (body) => attempt(() => api.changeGroup(view.chat, body), view.host);
  return [
    ...topicItems(view),
    { label: t("members-title"), icon: "people", testid: "members", run: () => members(view) },
    { label: t("rename"), icon: "edit", testid: "rename", run: async () => {
      const answer = await form(t("rename"), [{ name: "title", label: t("group-title"), value: chat.title, required: true }], t("save"));
      if (answer) change(answer);
    } },
    { label: t("forum"), icon: "columns", checked: Boolean(chat.is_forum), testid: "forum", run: () => change({ forum: !chat.is_forum }) },
    { label: t("kick-bot"), icon: "block", danger: true, testid: "kick-bot", run: async () => (await ask(t("kick-bot"), t("kick-bot-text"), t("kick-bot"), { danger: true })) && change({ kick_bot: true }) },
    chat.type === "group" ? { label: t("migrate"), icon: "up", testid: "migrate", run: () => change({ migrate: true }) } : null,
  ];
}

function members(view) {
  const inside = new Set(store.chat(view.chat)?.members ?? []);
  return dialog(t("members-title"), () => h("div", { class: "checks" }, [...store.people.values()].map((person) => {
    const box = h("input", { type: "checkbox", checked: inside.has(person.id), "data-testid": `member-${person.id}`, onchange: async () => {
      const done = await attempt(() => (box.checked ? api.join : api.leave)(person.id, view.chat));
      if (done === undefined) box.checked = !box.checked;
    } });
    return h("label", { class: "check" }, box, h("bdi", {}, store.nameOf(person.id)), h("small", {}, person.id));
  })), { testid: "members-dialog" });
}

function placeItems(view) {
  const { board } = view;
  return [
    { label: t("move-left"), icon: "left", testid: "move-left", disabled: !board.canMove(view, -1), run: () => board.move(view.key, -1) },
    { label: t("move-right"), icon: "right", testid: "move-right", disabled: !board.canMove(view, 1), run: () => board.move(view.key, 1) },
    { label: t("hide-column"), icon: "close", testid: "hide-column", run: () => board.hide(view.key) },
  ];
}

export async function addPerson(board) {
  const answer = await form(t("add-person"), [
    { name: "first_name", label: t("first-name"), required: true, placeholder: "Putri" },
    { name: "username", label: t("username"), placeholder: t("optional") },
    { name: "language_code", label: t("language"), options: LANGUAGES, value: "id" },
  ], t("add"));
  if (!answer) return;
  const body = Object.fromEntries(Object.entries(answer).filter(([, value]) => value));
  const person = await attempt(() => api.addPerson(body));
  if (!person) return;
  store.take({ type: "person", person: { blocked: false, deactivated: false, ...person } });
  board.open({ person: person.id, chat: person.id });
}

export async function addGroup(board) {
  const chosen = new Set();
  let title, forum;
  const answer = await dialog(t("add-group"), (close) => {
    title = h("input", { type: "text", required: true, "data-testid": "field-title", dir: "auto", autofocus: true });
    forum = h("input", { type: "checkbox", "data-testid": "field-forum" });
    const people = [...store.people.values()].map((person) =>
      h("label", { class: "check" }, h("input", { type: "checkbox", "data-testid": `member-${person.id}`, onchange: (event) => (event.target.checked ? chosen.add(person.id) : chosen.delete(person.id)) }), h("bdi", {}, store.nameOf(person.id))));
    return h("form", { class: "form", onsubmit: (event) => {
      event.preventDefault();
      close(true);
    } }, h("label", { class: "field" }, h("span", {}, t("group-title")), title), h("label", { class: "check" }, forum, t("forum")),
      h("fieldset", { class: "checks" }, h("legend", {}, t("members-title")), people),
      h("div", { class: "row end" }, h("button", { type: "submit", class: "button", "data-testid": "confirm" }, t("add"))));
  }, { testid: "group-dialog" });
  if (!answer || !title.value.trim()) return;
  const group = await attempt(() => api.addGroup({ title: title.value.trim(), members: [...chosen], forum: forum.checked, bot_admin: true }));
  if (!group) return;
  store.take({ type: "chat", chat: { members: [...chosen], topics: [], ...group } });
  const first = [...chosen][0] ?? [...store.people.keys()][0];
  if (first !== undefined) board.open({ person: first, chat: group.id });
}
