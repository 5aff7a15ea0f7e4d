// The bar at the top: the clock, who is shown, what goes wrong on purpose, how the page looks.
import { h, fill } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { api } from "./api.js";
import { clockButton } from "./clock.js";
import { addGroup, addPerson } from "./people.js";
import { ask, attempt, menu } from "./popup.js";
import { applyTheme, remember, settings } from "./settings.js";
import { store } from "./store.js";

const THEMES = ["auto", "light", "dark"];

export class TopBar {
  /** `rebuild()` draws the page again, in another language or for another bot. */
  constructor({ board, drawers, rebuild }) {
    Object.assign(this, { board, drawers, rebuild });
    this.status = h("span", { class: "status", role: "status", "data-testid": "status", hidden: store.online }, h("span", { class: "spinner", "aria-hidden": "true" }), t("reconnecting"));
    this.clock = clockButton();
    this.node = h("header", { class: "topbar" }, this.brand(), this.status, this.clock.node, h("div", { class: "tools", role: "toolbar", "aria-label": t("tools") }, this.tools()), this.overflow());
    this.stops = [this.clock.close, store.listen("faults", () => this.mark()), store.listen("limits", () => this.mark()), store.listen("online", () => (this.status.hidden = store.online)), drawers.listen(() => this.mark())];
    this.mark();
  }

  close() {
    for (const stop of this.stops) stop();
  }

  brand() {
    const title = h("h1", {}, t("title"));
    const choose = store.bots.length > 1 ? this.botChooser() : h("small", {}, h("bdi", {}, store.bot ? `@${store.bot.username}` : ""));
    return h("div", { class: "brand" }, h("img", { src: "icon.svg", alt: "", width: 30, height: 30 }), h("div", {}, title, choose));
  }

  botChooser() {
    return h("select", { class: "bot-select", "aria-label": t("bot"), "data-testid": "bot-select", onchange: (event) => {
      remember({ bot: Number(event.target.value) });
      this.rebuild(true);
    } }, store.bots.map((bot) => h("option", { value: bot.id, selected: bot.id === store.bot?.id }, `@${bot.username}`)));
  }

  /** name, icon, label, action; the same list feeds the bar and, on narrow screens, the menu behind ⋯. */
  actions() {
    return [
      ["columns", "columns", t("columns"), () => this.drawers.toggle("columns")],
      ["add-person", "person", t("add-person"), () => addPerson(this.board)],
      ["add-group", "group", t("add-group"), () => addGroup(this.board)],
      ["log", "log", t("log"), () => this.drawers.toggle("log")],
      ["faults", "bolt", t("faults"), () => this.drawers.toggle("faults")],
      ["limits", "gauge", t("limits"), () => this.switchLimits()],
      ["theme", { auto: "auto", light: "sun", dark: "moon" }[settings.theme], t(`theme-${settings.theme}`), () => this.nextTheme()],
      ["language", "globe", t("other-language"), () => this.switchLanguage()],
      ["reset", "reset", t("reset"), () => this.reset()],
      ["help", "help", t("help"), () => this.drawers.toggle("help")],
    ];
  }

  tools() {
    this.buttons = new Map();
    return this.actions().map(([name, sign, label, run]) => {
      const button = h("button", { type: "button", class: `tool tool-${name}`, "data-testid": `top-${name}`, title: label, "aria-label": label, onclick: run }, icon(sign), h("span", { class: "tool-label" }, name === "language" ? settings.language.toUpperCase() : label));
      this.buttons.set(name, button);
      return button;
    });
  }

  overflow() {
    const more = h("button", { type: "button", class: "round overflow", "data-testid": "top-more", "aria-label": t("more"), "aria-haspopup": "menu", onclick: () =>
      menu(more, this.actions().map(([name, sign, label, run]) => ({ label, icon: sign, run, testid: `more-${name}`, checked: name === "limits" ? store.limits.on : undefined })), { label: t("more") }) }, icon("more"));
    return more;
  }

  mark() {
    const active = store.faults.length;
    const faults = this.buttons.get("faults");
    faults.classList.toggle("alarm", active > 0);
    faults.dataset.count = active || "";
    const limits = this.buttons.get("limits");
    limits.setAttribute("aria-pressed", String(Boolean(store.limits.on)));
    limits.title = t(store.limits.on ? "limits-on" : "limits-off");
    for (const name of ["columns", "log", "faults", "help"]) this.buttons.get(name).setAttribute("aria-expanded", String(this.drawers.current === name));
  }

  async switchLimits() {
    const on = !store.limits.on;
    const answer = await attempt(() => api.limits({ on }));
    if (answer === undefined) return;
    store.limits = { ...store.limits, ...(answer.limits ?? {}), on };
    store.emit("limits");
  }

  nextTheme() {
    remember({ theme: THEMES[(THEMES.indexOf(settings.theme) + 1) % THEMES.length] });
    applyTheme();
    fill(this.node.querySelector(".tools"), this.tools());
    this.mark();
  }

  switchLanguage() {
    remember({ language: settings.language === "id" ? "en" : "id" });
    this.rebuild();
  }

  async reset() {
    if (await ask(t("reset"), t("reset-text"), t("reset-yes"), { danger: true })) {
      remember({ extra: [], hidden: [], order: [] });
      if ((await attempt(() => api.reset())) !== undefined) store.load().catch(() => {});
    }
  }
}
