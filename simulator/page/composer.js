// The bottom of a column: text box, attachments, commands, reply keyboard; or a bar when writing is not possible.
import { h, fill } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { api } from "./api.js";
import { askPoll, attachMenu, encode } from "./attach.js";
import { Commands } from "./commands.js";
import { parseMarks } from "./formatting.js";
import { replyKeyboard } from "./keyboard.js";
import { mediaLabel, kindOf } from "./media.js";
import { avatar, nameOf } from "./message.js";
import { attempt, menu } from "./popup.js";
import { store } from "./store.js";

const LONGEST = 4096;

export class Composer {
  constructor(view) {
    this.view = view;
    this.target = null; // {kind: "reply" | "edit", message, quote}
    this.queue = Promise.resolve(); // messages of one person leave in the order in which they were written
    this.keyboardOpen = false;
    this.build();
    this.commands = new Commands(view, { choose: (text) => this.sendText(text), write: (text) => this.write(text) });
    this.commands.onload = (all) => (this.menuButton.hidden = !all.length);
    this.node = h("div", { class: "composer-area" }, this.commands.list, this.bar, this.row, this.keys, this.blocked);
  }

  build() {
    const round = (name, label, testid, onclick, extra = {}) => h("button", { type: "button", class: "round", "aria-label": label, title: label, "data-testid": testid, onclick, ...extra }, icon(name));
    this.bar = h("div", { class: "target", hidden: true, "data-testid": "target" });
    this.text = h("textarea", {
      class: "composer", rows: "1", dir: "auto", "data-testid": "composer", placeholder: t("write"), "aria-label": t("write-as", { name: this.view.name }),
      enterkeyhint: "send", oninput: () => this.changed(), onkeydown: (event) => this.key(event), onpaste: (event) => this.paste(event),
    });
    this.menuButton = h("button", { type: "button", class: "menu-button", hidden: true, "data-testid": "menu-button", "aria-haspopup": "menu", "aria-label": t("commands"), title: t("commands"), onclick: () => this.commands.open(this.menuButton) }, icon("menu", 18), h("span", {}, t("menu")));
    this.asButton = h("button", { type: "button", class: "as-button", hidden: true, "data-testid": "as", "aria-haspopup": "menu", onclick: () => this.chooseWriter() });
    this.clip = round("clip", t("attach"), "attach", () => attachMenu(this.clip, this.view, (body) => this.sendMedia(body)), { "aria-haspopup": "menu" });
    this.toggle = round("keyboard", t("reply-keyboard"), "keyboard-toggle", () => this.openKeyboard(!this.keyboardOpen), { hidden: true, "aria-expanded": "false" });
    this.sendButton = round("send", t("send"), "send", () => this.submit());
    this.sendButton.classList.add("send");
    this.row = h("div", { class: "composer-row" }, this.asButton, this.menuButton, h("div", { class: "box" }, this.text, this.toggle, this.clip), this.sendButton);
    this.keys = h("div", { class: "reply-keyboard", role: "group", hidden: true, "data-testid": "reply-keyboard" });
    this.blocked = h("div", { class: "composer-closed", hidden: true });
  }

  focus() {
    this.text.focus();
  }

  /** The state of the person and chat decides what stands here. */
  refresh() {
    const { view } = this;
    const person = store.people.get(view.person);
    const outside = view.isGroup && !store.chat(view.chat)?.members?.includes(view.person);
    const closed = person?.deactivated ? "gone" : view.isGroup ? (outside ? "outside" : null) : person?.blocked ? "blocked" : null;
    this.row.hidden = Boolean(closed);
    this.blocked.hidden = !closed;
    if (closed === "gone") fill(this.blocked, h("p", {}, t("account-deleted")));
    if (closed === "outside") fill(this.blocked, this.bigButton(t("join"), "join", () => attempt(() => api.join(view.person, view.chat), view.host)));
    if (closed === "blocked") fill(this.blocked, this.bigButton(t("unblock"), "unblock", () => view.block(false)));
    this.asButton.hidden = !view.isGroup;
    fill(this.asButton, avatar(person ?? { id: view.person, first_name: "?" }, 30), icon("down", 12));
    const label = t("write-as", { name: view.name });
    this.asButton.setAttribute("aria-label", label);
    this.asButton.title = label;
    this.text.setAttribute("aria-label", label);
    this.openKeyboard(this.keyboardOpen && !closed);
  }

  bigButton(label, testid, run) {
    return h("button", { type: "button", class: "big-button", "data-testid": testid, onclick: run }, label);
  }

  chooseWriter() {
    const members = store.chat(this.view.chat)?.members ?? [];
    const others = [...store.people.values()].filter((person) => members.includes(person.id));
    menu(this.asButton, others.map((person) => ({ label: store.nameOf(person.id), checked: person.id === this.view.person, testid: `as-${person.id}`, run: () => this.view.writeAs(person.id) })), { label: t("choose-writer") });
  }

  // --- writing ---

  changed() {
    this.commands.suggest(this.text.value);
    this.text.style.height = "auto";
    this.text.style.height = `${Math.min(this.text.scrollHeight, 180)}px`;
    this.sendButton.classList.toggle("ready", Boolean(this.text.value.trim()));
  }

  write(text) {
    this.text.value = text;
    this.changed();
    this.focus();
  }

  key(event) {
    if (event.isComposing || this.commands.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "Escape") this.aim(null);
    else if (event.key === "ArrowUp" && !this.text.value) this.view.editLast(event);
  }

  async paste(event) {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length) return;
    event.preventDefault();
    for (const file of files.slice(0, 10)) this.sendMedia({ [file.type.startsWith("image/") ? "photo" : "document"]: await encode(file) });
  }

  submit() {
    const text = this.text.value.trim();
    if (!text) return this.focus();
    if (this.target?.kind === "edit") return this.submitEdit(text);
    return this.sendText(text, true);
  }

  /** Sends; `typed` text comes back into the box if the server refuses it. */
  sendText(text, typed = false) {
    if (typed) this.write("");
    const extra = this.takeTarget();
    const marked = typed ? parseMarks(text) : { text, entities: [] };
    const send = async () => {
      for (let at = 0; at < marked.text.length; at += LONGEST) {
        // A real client cuts a long text into several messages; entities only fit the uncut one.
        const body = { text: marked.text.slice(at, at + LONGEST), ...(at ? {} : extra) };
        if (marked.text.length <= LONGEST && marked.entities.length) body.entities = marked.entities;
        if ((await this.post(body)) === undefined && typed && !this.text.value) this.write(text);
      }
    };
    this.queue = this.queue.then(send);
    return this.queue;
  }

  sendMedia(body) {
    const caption = this.text.value.trim();
    const captioned = caption && !body.location && !body.contact && !body.poll && !body.sticker && !body.video_note;
    if (captioned) this.write("");
    const extra = { ...this.takeTarget(), ...(captioned ? { caption } : {}) };
    this.queue = this.queue.then(() => this.post({ ...body, ...extra }));
    return this.queue;
  }

  post(body) {
    const { view } = this;
    view.history.atBottom = true;
    view.history.toBottom();
    return attempt(() => api.send(view.person, { chat: view.chat, ...(view.thread > 1 ? { thread: view.thread } : {}), ...body }), view.host);
  }

  async submitEdit(text) {
    const { message } = this.target;
    const body = { chat: this.view.chat, message: message.message_id, [kindOf(message) ? "caption" : "text"]: text };
    const done = await attempt(() => api.edit(this.view.person, body), this.view.host);
    if (done === undefined) return;
    this.aim(null);
    this.write("");
  }

  // --- reply and edit ---

  aim(target) {
    const leavesEdit = this.target?.kind === "edit" && !target;
    this.target = target;
    this.bar.hidden = !target;
    if (leavesEdit) this.write("");
    if (!target) return;
    const { message, kind, quote } = target;
    const text = quote ?? message.text ?? message.caption ?? mediaLabel(message);
    fill(this.bar, icon(kind === "edit" ? "edit" : quote ? "quote" : "reply"), h("div", { class: "target-text" }, h("strong", { dir: "auto" }, kind === "edit" ? t("edit") : nameOf(message)), h("span", { dir: "auto" }, text)),
      h("button", { type: "button", class: "round", "aria-label": t("cancel"), onclick: () => this.aim(null) }, icon("close", 18)));
    if (kind === "edit") this.write(message.text ?? message.caption ?? "");
    this.focus();
  }

  takeTarget() {
    if (this.target?.kind !== "reply") return {};
    const { message, quote } = this.target;
    this.aim(null);
    return { reply_to: message.message_id, ...(quote ? { quote } : {}) };
  }

  // --- reply keyboard ---

  async loadKeyboard() {
    const answer = await api.keyboard(this.view.chat, this.view.person).catch(() => null);
    if (answer) this.setKeyboard(answer.keyboard);
  }

  setKeyboard(markup) {
    this.markup = markup?.keyboard?.length ? markup : null;
    this.text.placeholder = markup?.input_field_placeholder || t("write");
    replyKeyboard(this.keys, this.markup, (button) => this.pressKey(button));
    this.toggle.hidden = !this.markup;
    this.openKeyboard(Boolean(this.markup));
    if (markup?.force_reply) this.view.answerNewest();
  }

  openKeyboard(open) {
    this.keyboardOpen = open && Boolean(this.markup);
    this.keys.hidden = !this.keyboardOpen;
    this.toggle.setAttribute("aria-expanded", String(this.keyboardOpen));
    this.toggle.classList.toggle("on", this.keyboardOpen);
  }

  pressKey(button) {
    if (this.markup?.one_time_keyboard) this.openKeyboard(false);
    if (button.request_contact) return this.sendMedia({ contact: { phone_number: "+628120000000", first_name: this.view.name, user_id: this.view.person } });
    if (button.request_location) return this.sendMedia({ location: { latitude: -6.1754, longitude: 106.8272 } });
    if (button.request_poll) return askPoll((body) => this.sendMedia(body));
    return this.sendText(button.text);
  }
}
