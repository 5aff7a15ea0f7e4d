// Taps on inline buttons that wait for their answer: the button stays busy until the bot answers, the column then shows what it said.
import { h } from "./dom.js";
import { toast } from "./popup.js";

export class Taps {
  constructor(view) {
    this.view = view;
    this.waiting = new Map();
  }

  has(message, data) {
    return this.waiting.has(`${message} ${data}`);
  }

  /** Returns what ends the waiting. */
  start(message, data) {
    const key = `${message} ${data}`;
    const done = () => {
      if (this.waiting.get(key) !== done) return;
      this.waiting.delete(key);
      for (const button of this.view.history.list.querySelectorAll(`[data-message="${message}"] .busy`)) {
        if (this.has(message, button.dataset.callback)) continue;
        button.classList.remove("busy");
        button.removeAttribute("aria-busy");
      }
    };
    this.waiting.set(key, done);
    return done;
  }

  answered({ message, text, show_alert: alert }) {
    for (const [key, done] of [...this.waiting]) if (key.startsWith(`${message} `)) done();
    if (text && alert) this.alert(text);
    else if (text) toast(text, { host: this.view.host, testid: "callback-toast" });
  }

  /** An alert covers only this person's column: the others go on. */
  alert(text) {
    const before = document.activeElement;
    const ok = h("button", { type: "button", class: "button", "data-testid": "alert-ok", onclick: () => close() }, "OK");
    const name = this.view.bot?.first_name ?? "Bot";
    const box = h("div", { class: "alert-cover" }, h("div", { class: "alert", role: "alertdialog", "aria-modal": "true", "aria-label": name, "data-testid": "callback-alert" }, h("p", { dir: "auto" }, text), ok));
    const close = () => {
      box.remove();
      before?.focus?.({ preventScroll: true });
    };
    box.addEventListener("keydown", (event) => {
      if (event.key === "Escape") close();
      if (event.key === "Tab") event.preventDefault(); // nothing else to go to until it is read
    });
    this.view.node.append(box);
    ok.focus({ preventScroll: true });
  }
}
