// The topics of a forum, as tabs over the history. "All" shows the whole group.
import { h, fill } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
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
  fill(box, entries.map((topic) => {
    const chosen = topic.message_thread_id === view.thread;
    const dot = topic.icon_color === undefined ? null : h("span", { class: "topic-dot" });
    if (dot) dot.style.background = `#${topic.icon_color.toString(16).padStart(6, "0")}`;
    return h("button", {
      type: "button", role: "tab", class: "topic", "aria-selected": String(chosen), tabindex: chosen ? "0" : "-1", "data-testid": "topic", "data-thread": topic.message_thread_id,
      onclick: () => view.chooseTopic(topic.message_thread_id), onkeydown: (event) => arrows(event, box),
    }, dot, h("span", { dir: "auto" }, topic.name), topic.closed ? icon("lock", 13) : null);
  }));
}

/** Left and right arrows in a row of tabs. */
export function arrows(event, box) {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const all = [...box.querySelectorAll("[role=tab]")];
  all[(all.indexOf(event.currentTarget) + step + all.length) % all.length]?.focus();
}
