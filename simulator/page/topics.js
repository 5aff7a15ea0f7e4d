// The topics of a forum, as tabs over the history. "All" shows the whole group.
import { h, fill } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { api } from "./api.js";
import { attempt, form } from "./popup.js";
import { store } from "./store.js";

const GENERAL = 1;

export function topicsBar(box, view) {
  box.hidden = !view.isForum;
  if (!view.isForum) {
    if (view.thread !== undefined) view.chooseTopic(undefined);
    return;
  }
  const topics = (store.chat(view.chat)?.topics ?? []).filter((topic) => topic.message_thread_id !== GENERAL);
  if (view.thread > GENERAL && !topics.some((topic) => topic.message_thread_id === view.thread)) return view.chooseTopic(undefined);
  const entries = [{ name: t("all") }, { name: t("general"), message_thread_id: GENERAL }, ...topics];
  box.setAttribute("aria-label", t("topics"));
  fill(box, entries.map(tab), h("button", { type: "button", class: "topic", "data-testid": "topic-add", "aria-label": t("new-topic"), title: t("new-topic"), onclick: () => newTopic(view) }, icon("plus", 15)));

  function tab(topic) {
    const chosen = topic.message_thread_id === view.thread;
    const dot = topic.icon_color === undefined ? null : h("span", { class: "topic-dot" });
    if (dot) dot.style.background = `#${topic.icon_color.toString(16).padStart(6, "0")}`;
    return h("button", {
      type: "button", role: "tab", class: "topic", "aria-selected": String(chosen), tabindex: chosen ? "0" : "-1", "data-testid": "topic", "data-thread": topic.message_thread_id,
      onclick: () => view.chooseTopic(topic.message_thread_id), onkeydown: (event) => arrows(event, box),
    }, dot, h("span", { dir: "auto" }, topic.name), topic.closed ? icon("lock", 13) : null);
  }
}

async function newTopic(view) {
  const answer = await form(t("new-topic"), [{ name: "name", label: t("topic-name"), required: true }], t("add"));
  if (!answer?.name.trim()) return;
  const topic = await attempt(() => api.addTopic(view.chat, { name: answer.name.trim(), person: view.person }), view.host);
  if (topic?.message_thread_id) view.chooseTopic(topic.message_thread_id);
}

/** Entries of the column's menu for the topic that is open. */
export function topicItems(view) {
  const topic = store.chat(view.chat)?.topics?.find((one) => one.message_thread_id === view.thread);
  if (!topic || topic.message_thread_id === GENERAL) return [];
  const change = (body) => attempt(() => api.changeTopic(view.chat, topic.message_thread_id, body), view.host);
  return [
    { label: t(topic.closed ? "topic-reopen" : "topic-close"), note: topic.name, icon: "lock", testid: "topic-close", run: () => change({ closed: !topic.closed }) },
    { label: t("topic-delete"), note: topic.name, icon: "trash", danger: true, testid: "topic-delete", run: () => change({ delete: true }) },
    "-",
  ];
}

/** Left and right arrows in a row of tabs. */
export function arrows(event, box) {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const all = [...box.querySelectorAll("[role=tab]")];
  all[(all.indexOf(event.currentTarget) + step + all.length) % all.length]?.focus();
}
