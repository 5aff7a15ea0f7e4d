// The bot's commands for this person in this chat: the ☰ Menu button and the list that opens after a "/".
import { h, fill } from "./dom.js";
import { t } from "./i18n.js";
import { api } from "./api.js";
import { menu } from "./popup.js";

export class Commands {
  /** `choose(command)` sends it; `write(command)` puts it into the text box. */
  constructor(view, { choose, write }) {
    this.view = view;
    this.choose = choose;
    this.write = write;
    this.all = [];
    this.matches = [];
    this.at = 0;
    this.list = h("div", { class: "suggestions", role: "listbox", "aria-label": t("commands"), hidden: true, "data-testid": "suggestions" });
  }

  async load() {
    const turn = (this.turn = (this.turn ?? 0) + 1);
    try {
      const answer = await api.commands(this.view.person, this.view.chat);
      if (turn !== this.turn) return;
      this.all = answer.commands ?? [];
    } catch {
      return; // the old ones stay until the server is back
    }
    this.onload?.(this.all);
  }

  /** In a group the bot is named, so that only it hears the command. */
  full(command) {
    return this.view.isGroup && this.view.bot ? `/${command}@${this.view.bot.username}` : `/${command}`;
  }

  open(button) {
    menu(button, this.all.map((entry) => ({ label: entry.description, note: `/${entry.command}`, testid: `command-${entry.command}`, run: () => this.choose(this.full(entry.command)) })), {
      label: t("commands"), testid: "command-menu",
    });
  }

  suggest(text) {
    const typed = /^\/(\w*)$/.exec(text);
    this.matches = typed ? this.all.filter((entry) => entry.command.startsWith(typed[1].toLowerCase())) : [];
    this.at = 0;
    this.show();
  }

  show() {
    this.list.hidden = !this.matches.length;
    fill(this.list, this.matches.map((entry, index) =>
      h("div", {
        class: "suggestion", role: "option", id: this.optionId(index), "aria-selected": String(index === this.at), "data-testid": "suggestion",
        onpointerdown: (event) => event.preventDefault(), // the text box keeps the focus
        onclick: () => this.take(index),
      }, h("strong", {}, `/${entry.command}`), h("span", { dir: "auto" }, entry.description))));
    this.list.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }

  optionId(index) {
    return `suggestion-${this.view.key.replace(":", "-")}-${index}`;
  }

  get isOpen() {
    return !this.list.hidden;
  }

  take(index) {
    const entry = this.matches[index];
    this.matches = [];
    this.show();
    if (entry) this.choose(this.full(entry.command));
  }

  /** True when the key was for the list. */
  key(event) {
    if (!this.isOpen) return false;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      this.at = (this.at + (event.key === "ArrowDown" ? 1 : -1) + this.matches.length) % this.matches.length;
      this.show();
    } else if (event.key === "Enter" && !event.shiftKey) this.take(this.at);
    else if (event.key === "Tab") {
      this.write(`${this.full(this.matches[this.at].command)} `);
      this.suggest("");
    } else if (event.key === "Escape") this.suggest("");
    else return false;
    event.preventDefault();
    return true;
  }
}
