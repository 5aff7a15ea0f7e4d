// The story in three minutes, for somebody who has just opened the page; each step leads to the column where it happens.
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { t } from "../i18n.js";
import { remember } from "../settings.js";
import { store } from "../store.js";

// step, the person (or group) in whose column it happens
const STORY = [
  ["story-1", 101],
  ["story-2", null],
  ["story-3", 101],
  ["story-4", 201],
  ["story-5", 101],
  ["story-6", -1001000000501],
  ["story-7", null],
];

const COVERS = 1000; // pixels, as in panels.css

export function helpPanel(board, drawers) {
  const steps = STORY.map(([key, who]) => {
    const known = who !== null && (store.people.has(who) || store.chats.has(who));
    const name = known && (who < 0 ? store.chat(who).title : store.nameOf(who));
    return h("li", {}, h("p", { dir: "auto" }, t(key)), known ? h("button", { type: "button", class: "chip", onclick: () => {
      if (innerWidth <= COVERS) drawers.open(null); // there the panel lies over the chats
      board.showPerson(who);
    } }, t("show", { name }), icon("right", 14)) : null);
  });
  const node = h("div", { class: "drawer-body help", "data-testid": "help" }, h("p", { class: "drawer-note" }, t("help-intro")), h("ol", { class: "story" }, steps), h("details", {}, h("summary", {}, t("help-more")),
    h("ul", { class: "tips" }, ["tip-1", "tip-2", "tip-3", "tip-4"].map((key) => h("li", {}, t(key))))),
    h("button", { type: "button", class: "button", "data-testid": "help-dismiss", onclick: () => {
      remember({ helpSeen: true });
      drawers.open(null);
    } }, t("help-dismiss")));
  return { node };
}

/** The small invitation on narrow screens, where the panel would cover the chats. */
export function helpHint(drawers) {
  const leave = () => {
    remember({ helpSeen: true });
    hint.remove();
  };
  const hint = h("div", { class: "hint", "data-testid": "help-hint" },
    h("button", { type: "button", class: "hint-open", onclick: () => {
      leave();
      drawers.open("help");
    } }, icon("play", 16), t("help-hint")),
    h("button", { type: "button", class: "round", "aria-label": t("close"), onclick: leave }, icon("close", 16)));
  return hint;
}
