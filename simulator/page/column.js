// One person's chat: header, pinned message, topics, history, text box. It is the `view` that messages and composer work with.
import { h, fill } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { api } from "./api.js";
import { openActions } from "./actions.js";
import { Composer } from "./composer.js";
import { History } from "./history.js";
import { mediaLabel } from "./media.js";
import { avatar } from "./message.js";
import { columnMenu } from "./people.js";
import { attempt, toast } from "./popup.js";
import { settings } from "./settings.js";
import { store } from "./store.js";
import { Taps } from "./taps.js";
import { topicsBar } from "./topics.js";

const TYPING_LASTS = 5500; // as in Telegram: an action is shown for five seconds
const BIGGEST_GAP = 3; // how many pages of older messages a jump to a message may load

const ACTIONS = new Set(["upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note"]);
/** A note is a text, or one per language. */
export const noteText = (note) => (note && typeof note === "object" ? (note[settings.language] ?? note.en ?? Object.values(note)[0]) : note) ?? "";
const typingText = (action, name) => t(`typing-${ACTIONS.has(action) ? action : "typing"}`, { name });

export class Column {
  constructor({ person, chat, note }, board) {
    Object.assign(this, { person, chat, note, board, key: `${person}:${chat}`, votes: new Map(), stops: [] });
    this.isGroup = store.isGroup(chat);
    this.thread = undefined;
    this.taps = new Taps(this);
    this.history = new History(this);
    this.header = h("header", { class: "column-head" });
    this.pinned = h("button", { type: "button", class: "pinned", hidden: true, "data-testid": "pinned", onclick: () => this.log.pinned && this.jumpTo(this.log.pinned.message_id) });
    this.topics = h("div", { class: "topics", role: "tablist", hidden: true, "data-testid": "topics" });
    this.composer = new Composer(this);
    this.host = h("div", { class: "column-toasts", role: "status", "aria-live": "polite" });
    this.node = h("section", { class: "column", "data-testid": "column", "data-chat": chat, "data-key": this.key }, this.header, this.pinned, this.topics,
      h("div", { class: "history-frame" }, this.history.node, this.history.jump, this.host), this.composer.node);
    this.listen();
    this.useLog();
    this.refresh();
    this.reloadSides();
  }

  get bot() {
    return store.bot;
  }

  get name() {
    return store.nameOf(this.person);
  }

  get title() {
    return this.isGroup ? (store.chat(this.chat)?.title ?? String(this.chat)) : this.name;
  }

  get isForum() {
    return Boolean(store.chat(this.chat)?.is_forum || store.chat(this.chat)?.topics?.length);
  }

  // --- what the server tells ---

  listen() {
    const on = (type, handler) => this.stops.push(store.listen(type, handler));
    const mine = (event) => event.chat === this.chat;
    on("person", () => this.refresh());
    on("chat", (event) => event.id === this.chat && this.refresh());
    on("state", () => {
      this.refresh();
      this.reloadSides();
    });
    on("commands", () => this.composer.commands.load());
    on("keyboard", (event) => mine(event) && (event.person ?? this.person) === this.person && this.composer.setKeyboard(event.keyboard));
    on("typing", (event) => mine(event) && this.showTyping(event.action));
    on("message", (event) => mine(event) && event.message.from?.is_bot && this.showTyping(null));
    on("answer", (event) => mine(event) && event.person === this.person && this.taps.answered(event));
  }

  close() {
    for (const stop of this.stops) stop();
    this.log.removeEventListener("change", this.pinChanged);
    this.history.close();
    this.node.remove();
  }

  reloadSides() {
    this.composer.commands.load();
    this.composer.loadKeyboard();
  }

  useLog() {
    this.pinChanged ??= () => this.showPinned();
    this.log?.removeEventListener("change", this.pinChanged);
    this.log = store.log(this.chat, this.thread);
    this.log.addEventListener("change", this.pinChanged);
    this.history.use(this.log);
    this.showPinned();
  }

  /** Everything around the messages, from the store. */
  refresh() {
    const person = store.people.get(this.person);
    const chat = store.chat(this.chat);
    const [state, label] = this.isGroup ? ["group", t("members", { n: chat?.members?.length ?? 0 })] : person?.deactivated ? ["gone", t("account-deleted")] : person?.blocked ? ["blocked", t("has-blocked")] : ["online", t("online")];
    this.node.dataset.person = this.person;
    this.node.dataset.state = state;
    this.node.setAttribute("aria-label", this.isGroup ? `${this.title} · ${this.name}` : this.title);
    this.subtitle = h("span", { class: "subtitle", "data-testid": "subtitle" });
    const who = h("div", { class: "head-avatar" }, avatar(this.isGroup ? chat : (person ?? { id: this.person, first_name: "?" }), 42), h("span", { class: `presence ${state}`, title: label, "aria-hidden": "true" }));
    const more = h("button", { type: "button", class: "round", "aria-label": t("menu-of", { name: this.title }), "aria-haspopup": "menu", "data-testid": "menu", onclick: () => columnMenu(more, this) }, icon("more"));
    fill(this.header, who, h("div", { class: "head-text" },
      h("h2", { class: "head-name" }, h("bdi", { "data-testid": "name" }, this.title), this.isGroup ? icon("group", 15) : h("span", { class: "lang", title: t("language") }, person?.language_code ?? "")),
      this.subtitle), more);
    this.label = label;
    this.showSubtitle();
    topicsBar(this.topics, this);
    this.emptyHint(person);
    this.composer.refresh();
  }

  showSubtitle(typing = null) {
    const doing = this.isGroup ? t("as", { name: this.name }) : noteText(this.note);
    this.subtitle.classList.toggle("is-typing", Boolean(typing));
    const { state } = this.node.dataset;
    // That all is well is said by the green dot; anything else in words, and first.
    const presence = h("span", { class: `presence-text${state === "online" ? " sr" : ""}`, "data-testid": "presence" }, this.label);
    const note = h("bdi", {}, doing);
    const parts = state === "group" ? [note, presence] : [presence, note];
    fill(this.subtitle, typing ?? (doing ? [parts[0], h("span", { class: state === "online" ? "sr" : null }, " · "), parts[1]] : presence));
  }

  emptyHint() {
    const bot = this.bot;
    fill(this.history.empty, avatar(bot ?? { first_name: "?" }, 72), h("h3", {}, h("bdi", {}, bot?.first_name ?? "?")),
      h("p", { dir: "auto" }, bot?.description || t(this.isGroup ? "empty-group" : "empty-private")),
      this.isGroup ? null : h("button", { type: "button", class: "big-button", "data-testid": "start", onclick: () => this.composer.sendText("/start") }, t("start")));
  }

  showTyping(action) {
    clearTimeout(this.typingTimer);
    const { typing } = this.history;
    const doing = action && typingText(action, this.bot?.first_name ?? "Bot");
    typing.hidden = !action;
    this.showSubtitle(doing);
    if (!action) return;
    fill(typing, h("i"), h("i"), h("i"), h("span", { class: "sr" }, doing));
    if (this.history.atBottom) this.history.toBottom();
    this.typingTimer = setTimeout(() => this.showTyping(null), TYPING_LASTS);
  }

  showPinned() {
    const message = this.log.pinned;
    this.pinned.hidden = !message;
    if (message) fill(this.pinned, icon("pin", 16), h("span", {}, h("strong", {}, t("pinned")), h("span", { dir: "auto" }, message.text ?? message.caption ?? mediaLabel(message))));
  }

  drawn(some, added) {
    if (added && !this.isSeen) this.board.badge(this, added);
  }

  // --- what the person does ---

  /** A click on something in a text: a command, a deep link, a mention. */
  act({ command, deepLink, write, mention }) {
    if (command) this.composer.sendText(command);
    else if (write !== undefined) this.composer.write(write);
    else if (mention) toast(`${store.nameOf(mention.id)} · ${mention.id}`, { host: this.host });
    else if (deepLink && deepLink.bot === this.bot?.username) attempt(() => api.start(this.person, deepLink.payload), this.host);
  }

  react(message, emoji) {
    return attempt(() => api.react(this.person, { chat: this.chat, message: message.message_id, emoji }), this.host);
  }

  block(blocked) {
    return attempt(() => api.block(this.person, blocked), this.host);
  }

  openActions(messages, anchor) {
    openActions(this, messages, anchor);
  }

  editLast(event) {
    const record = this.log.messages.findLast(({ message }) => message.from?.id === this.person && (message.text || message.caption));
    if (!record) return;
    event.preventDefault();
    this.composer.aim({ kind: "edit", message: record.message });
  }

  answerNewest() {
    const record = this.log.messages.findLast(({ message }) => message.from?.is_bot);
    if (record) this.composer.aim({ kind: "reply", message: record.message });
  }

  async jumpTo(id) {
    for (let tries = 0; tries <= BIGGEST_GAP; tries++) {
      if (this.history.jumpTo(id)) return;
      if (!(await this.log.earlier())) return;
      this.history.draw();
    }
  }

  chooseTopic(thread) {
    this.thread = thread;
    this.useLog();
    topicsBar(this.topics, this);
    this.composer.focus();
  }

  writeAs(person) {
    this.person = person;
    this.refresh();
    this.history.draw();
    this.reloadSides();
    this.composer.focus();
  }
}
