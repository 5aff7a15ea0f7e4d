// The columns side by side: which are shown, in which order, the tabs over them when they do not all fit.
import { h, fill } from "./dom.js";
import { t } from "./i18n.js";
import { Column, noteText } from "./column.js";
import { avatar } from "./message.js";
import { remember, settings } from "./settings.js";
import { store } from "./store.js";
import { arrows } from "./topics.js";

export const keyOf = ({ person, chat }) => `${person}:${chat}`;

export class Board {
  constructor() {
    this.columns = new Map();
    this.unread = new Map();
    this.tabs = h("nav", { class: "tabs", role: "tablist", "aria-label": t("columns"), "data-testid": "tabs", hidden: true });
    this.row = h("main", { class: "board", "data-testid": "board", tabindex: "-1" });
    this.node = h("div", { class: "board-frame" }, this.tabs, this.row);
    this.stops = [store.listen("state", () => this.refresh()), store.listen("person", () => this.drawTabs()), store.listen("chat", () => this.refresh()), store.listen("busy", () => this.row.setAttribute("aria-busy", String(store.loads > 0)))];
    this.seen = new IntersectionObserver((entries) => this.onSeen(entries), { root: this.row, threshold: 0.6 });
    this.size = new ResizeObserver(() => this.fit());
    this.size.observe(this.row);
    this.refresh();
  }

  close() {
    for (const stop of this.stops) stop();
    this.seen.disconnect();
    this.size.disconnect();
    for (const column of this.columns.values()) column.close();
  }

  /** All columns there could be, in order: those of the server, then those opened here. */
  all() {
    const known = ({ person, chat }) => store.people.has(person) && (chat === person || store.chats.has(chat));
    const list = new Map();
    for (const spec of [...store.columns, ...settings.extra]) if (known(spec) && !list.has(keyOf(spec))) list.set(keyOf(spec), spec);
    const rank = (key) => (settings.order.includes(key) ? settings.order.indexOf(key) : settings.order.length);
    return [...list.keys()].sort((one, other) => rank(one) - rank(other)).map((key) => ({ key, ...list.get(key) }));
  }

  shown() {
    return this.all().filter(({ key }) => !settings.hidden.includes(key));
  }

  refresh() {
    const wanted = this.shown();
    const keys = new Set(wanted.map(({ key }) => key));
    for (const [key, column] of this.columns) {
      if (keys.has(key)) continue;
      this.seen.unobserve(column.node);
      column.close();
      this.columns.delete(key);
    }
    let place = this.row.firstElementChild;
    for (const spec of wanted) {
      let column = this.columns.get(spec.key);
      if (!column) {
        column = new Column(spec, this);
        this.columns.set(spec.key, column);
        this.seen.observe(column.node);
      } else if (column.note !== spec.note) {
        column.note = spec.note;
        column.refresh();
      }
      if (column.node === place) place = place.nextElementSibling;
      else this.row.insertBefore(column.node, place);
    }
    this.row.querySelector(".nothing")?.remove();
    if (!wanted.length) this.row.append(h("p", { class: "nothing" }, t("no-columns")));
    this.drawTabs();
    this.fit();
  }

  // --- choosing ---

  save(changes) {
    remember(changes);
    this.refresh();
    store.emit("columns");
  }

  open(spec) {
    const key = keyOf(spec);
    const extra = [...store.columns, ...settings.extra].some((one) => keyOf(one) === key) ? settings.extra : [...settings.extra, spec];
    this.save({ extra, hidden: settings.hidden.filter((one) => one !== key) });
    this.show(key);
  }

  hide(key) {
    this.save({ hidden: [...settings.hidden, key] });
  }

  canMove(view, step) {
    const keys = this.shown().map((spec) => spec.key);
    return keys[keys.indexOf(view.key) + step] !== undefined;
  }

  move(key, step) {
    const keys = this.all().map((spec) => spec.key);
    const visible = this.shown().map((spec) => spec.key);
    const other = visible[visible.indexOf(key) + step];
    if (!other) return;
    const [one, two] = [keys.indexOf(key), keys.indexOf(other)];
    [keys[one], keys[two]] = [keys[two], keys[one]];
    this.save({ order: keys });
  }

  show(key, focus = true) {
    const column = this.columns.get(key);
    if (!column) return;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    column.node.scrollIntoView({ inline: "center", block: "nearest", behavior: calm ? "instant" : "smooth" });
    if (focus && matchMedia("(pointer: fine)").matches) column.composer.text.focus({ preventScroll: true });
  }

  showPerson(person) {
    const spec = this.all().find((one) => one.person === person && one.chat === person) ?? this.all().find((one) => one.chat === person);
    if (!spec) return;
    if (settings.hidden.includes(spec.key)) this.open(spec);
    else this.show(spec.key);
    this.columns.get(spec.key)?.node.animate?.([{ boxShadow: "0 0 0 4px var(--accent)" }, {}], 1200);
  }

  // --- tabs ---

  badge(column, count) {
    this.unread.set(column.key, (this.unread.get(column.key) ?? 0) + count);
    this.drawTabs();
  }

  onSeen(entries) {
    for (const entry of entries) {
      const column = this.columns.get(entry.target.dataset.key);
      if (!column) continue;
      column.isSeen = entry.isIntersecting;
      if (entry.isIntersecting) this.unread.delete(column.key);
    }
    this.drawTabs();
  }

  fit() {
    const overflow = this.row.scrollWidth > this.row.clientWidth + 4;
    if (this.tabs.hidden !== overflow) return;
    this.tabs.hidden = !overflow;
    this.drawTabs();
  }

  drawTabs() {
    const focused = this.tabs.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    fill(this.tabs, [...this.row.querySelectorAll(".column")].map((node) => this.columns.get(node.dataset.key)).filter(Boolean).map((column) => {
      const who = column.isGroup ? store.chat(column.chat) : store.people.get(column.person);
      const unread = this.unread.get(column.key);
      return h("button", {
        type: "button", role: "tab", class: "tab", "aria-selected": String(Boolean(column.isSeen)), "data-testid": "tab", "data-key": column.key, title: noteText(column.note),
        onclick: () => this.show(column.key), onkeydown: (event) => arrows(event, this.tabs),
      }, avatar(who ?? { first_name: "?" }, 26), h("bdi", {}, column.title), unread ? h("span", { class: "count", "aria-label": t("unread", { n: unread }) }, unread) : null);
    }));
    const current = focused ? this.tabs.querySelector(`[data-key="${focused}"]`) : null;
    current?.focus();
    const chosen = this.tabs.querySelector("[aria-selected=true]");
    if (chosen && !this.tabs.hidden) this.tabs.scrollTo({ left: chosen.offsetLeft - 60 });
  }
}
