// The panel at the side: one of columns, log, faults, help at a time.
import { h, fill } from "../dom.js";
import { icon } from "../icons.js";
import { t } from "../i18n.js";
import { columnsPanel } from "./columns.js";
import { faultsPanel } from "./faults.js";
import { helpPanel } from "./help.js";
import { logPanel } from "./log.js";

const PANELS = { columns: columnsPanel, log: logPanel, faults: faultsPanel, help: helpPanel };

export class Drawers {
  current = null;
  listeners = new Set();

  constructor() {
    this.node = h("aside", { class: "drawer", hidden: true, "data-testid": "drawer", onkeydown: (event) => {
      if (event.key === "Escape" && !event.defaultPrevented) this.open(null);
    } });
  }

  listen(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  toggle(name) {
    this.open(this.current === name ? null : name);
  }

  open(name, { focus = true } = {}) {
    this.panel?.close?.();
    if (focus && name && !this.current) this.before = document.activeElement;
    this.current = name;
    this.node.hidden = !name;
    this.node.dataset.panel = name ?? "";
    this.panel = name ? PANELS[name](this.board, this) : null;
    if (name) {
      const title = t(name === "help" ? "help-title" : name);
      this.node.setAttribute("aria-label", title);
      const close = h("button", { type: "button", class: "round", "aria-label": t("close"), "data-testid": "drawer-close", onclick: () => this.open(null) }, icon("close"));
      fill(this.node, h("header", { class: "drawer-head" }, h("h2", {}, title), close), this.panel.node);
      if (focus) close.focus();
    } else this.before?.focus?.();
    for (const listener of this.listeners) listener();
  }

  close() {
    this.panel?.close?.();
    this.node.remove();
  }
}
