// Everything that opens over the page: menus with arrow keys, dialogs that hold the focus, toasts. Esc closes; focus goes back.
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";

let openMenu = null;

/** items: [{label, icon, run, danger, checked, disabled, testid} | "-" | {node}]. Opens at an element or at {x, y}. */
export function menu(anchor, items, { label = "", testid = "menu", width } = {}) {
  closeMenu();
  const before = document.activeElement;
  const list = h("div", { class: "menu", role: "menu", "aria-label": label || t("menu"), "data-testid": testid, tabindex: "-1" });
  if (width) list.style.minWidth = `${width}px`;
  for (const item of items.filter(Boolean)) list.append(menuItem(item));
  const close = (focusBack = true) => {
    if (openMenu !== handle) return;
    openMenu = null;
    list.remove();
    anchor.setAttribute?.("aria-expanded", "false");
    removeEventListener("pointerdown", outside, true);
    removeEventListener("resize", away);
    if (focusBack) before?.focus?.({ preventScroll: true });
  };
  const handle = { close };
  openMenu = handle;
  const outside = (event) => {
    if (list.contains(event.target)) return;
    close(false);
    // A second press on the opener only closes.
    if (anchor.contains?.(event.target)) anchor.addEventListener("click", (click) => click.stopImmediatePropagation(), { once: true, capture: true });
  };
  const away = () => close(false);
  addEventListener("pointerdown", outside, true);
  addEventListener("resize", away);
  list.addEventListener("keydown", (event) => menuKeys(event, list, close));
  document.body.append(list);
  anchor.setAttribute?.("aria-expanded", "true");
  place(list, anchor);
  (list.querySelector("[role^=menuitem]:not([disabled])") ?? list).focus({ preventScroll: true });
  return handle;
}

export function closeMenu() {
  openMenu?.close(false);
}

function menuItem(item) {
  if (item === "-") return h("div", { class: "menu-line", role: "separator" });
  if (item.node) return item.node;
  const role = item.checked === undefined ? "menuitem" : "menuitemcheckbox";
  return h(
    "button",
    {
      type: "button", role, class: `menu-item${item.danger ? " danger" : ""}`, tabindex: "-1", "data-testid": item.testid,
      "aria-checked": item.checked === undefined ? null : String(item.checked), disabled: item.disabled,
      onclick: () => {
        openMenu?.close(); // first, so that a dialog opened by the item keeps the focus
        item.run();
      },
    },
    item.icon ? icon(item.icon, 18) : null,
    h("span", { class: "menu-label" }, item.label, item.note ? h("small", {}, item.note) : null),
    item.checked ? icon("check", 18) : null,
  );
}

function menuKeys(event, list, close) {
  const items = [...list.querySelectorAll("[role^=menuitem]:not([disabled])")];
  const at = items.indexOf(document.activeElement);
  const steps = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1, ArrowRight: at + 1, ArrowLeft: at - 1 };
  if (event.key in steps) {
    event.preventDefault();
    items[(steps[event.key] + items.length) % items.length]?.focus();
  } else if (event.key === "Escape" || event.key === "Tab") {
    event.preventDefault();
    event.stopPropagation();
    close();
  }
}

function place(box, anchor) {
  const from = anchor.getBoundingClientRect?.() ?? { left: anchor.x, right: anchor.x, top: anchor.y, bottom: anchor.y };
  const size = box.getBoundingClientRect();
  const gap = anchor.getBoundingClientRect ? 6 : 0;
  let left = from.left;
  if (left + size.width > innerWidth - 8) left = from.right - size.width;
  let top = from.bottom + gap;
  if (top + size.height > innerHeight - 8) top = from.top - size.height - gap;
  box.style.left = `${Math.max(8, Math.min(left, innerWidth - size.width - 8))}px`;
  box.style.top = `${Math.max(8, Math.min(top, innerHeight - size.height - 8))}px`;
}

/** A modal dialog. `build(close)` gives its content; resolves with what close() was called with (undefined on Esc). */
export function dialog(title, build, { testid = "dialog", wide = false, role = "dialog" } = {}) {
  closeMenu();
  return new Promise((resolve) => {
    let result;
    const box = h("dialog", { class: `dialog${wide ? " wide" : ""}`, role, "aria-label": title, "data-testid": testid });
    const close = (value) => {
      result = value;
      box.close();
    };
    box.append(
      h("header", { class: "dialog-head" }, h("h2", { dir: "auto" }, title),
        h("button", { type: "button", class: "round", "aria-label": t("close"), "data-testid": "dialog-close", onclick: () => close() }, icon("close"))),
      h("div", { class: "dialog-body" }, build(close)),
    );
    box.addEventListener("close", () => {
      box.remove();
      resolve(result);
    });
    box.addEventListener("click", (event) => event.target === box && close());
    document.body.append(box);
    box.showModal();
    (box.querySelector("[autofocus]") ?? box.querySelector(".dialog-body input, .dialog-body button"))?.focus();
  });
}

export function ask(title, text, yes, { danger = false } = {}) {
  return dialog(title, (close) => [
    h("p", { class: "dialog-text", dir: "auto" }, text),
    h("div", { class: "row end" },
      h("button", { type: "button", class: "button ghost", onclick: () => close(false) }, t("cancel")),
      h("button", { type: "button", class: `button${danger ? " danger" : ""}`, "data-testid": "confirm", autofocus: true, onclick: () => close(true) }, yes)),
  ], { testid: "confirm-dialog", role: "alertdialog" });
}

/** fields: [{name, label, value, type, options, placeholder, required, hint}]; resolves with {name: value} or undefined. */
export function form(title, fields, submit, { testid = "form-dialog" } = {}) {
  return dialog(title, (close) => {
    const inputs = new Map();
    const send = (event) => {
      event.preventDefault();
      close(Object.fromEntries([...inputs].map(([name, input]) => [name, input.type === "checkbox" ? input.checked : input.value])));
    };
    return h("form", { class: "form", onsubmit: send },
      fields.map((field, index) => {
        const input = fieldInput(field, index === 0);
        inputs.set(field.name, input);
        return h("label", { class: field.type === "checkbox" ? "field check" : "field" }, h("span", {}, field.label), input, field.hint ? h("small", {}, field.hint) : null);
      }),
      h("div", { class: "row end" },
        h("button", { type: "button", class: "button ghost", onclick: () => close() }, t("cancel")),
        h("button", { type: "submit", class: "button", "data-testid": "confirm" }, submit)));
  }, { testid });
}

export function fieldInput(field, first = false) {
  const shared = { name: field.name, "data-testid": `field-${field.name}`, autofocus: first || null };
  if (field.options)
    return h("select", { ...shared }, field.options.map(([value, label]) => h("option", { value, selected: String(value) === String(field.value ?? "") }, label)));
  if (field.type === "textarea") return h("textarea", { ...shared, rows: 4, placeholder: field.placeholder }, field.value ?? "");
  if (field.type === "checkbox") return h("input", { ...shared, type: "checkbox", checked: field.value ?? false });
  return h("input", {
    ...shared, type: field.type ?? "text", value: field.value ?? "", placeholder: field.placeholder, required: field.required,
    min: field.min, max: field.max, step: field.step, autocomplete: "off", dir: "auto",
  });
}

/** A short note at the bottom of the page, or of `host` (a column). */
export function toast(text, { host, error = false, testid = "toast" } = {}) {
  const place = host ?? document.getElementById("toasts");
  const note = h("div", { class: `toast${error ? " error" : ""}`, role: error ? "alert" : null, "data-testid": testid, dir: "auto" }, text);
  while (place.querySelectorAll(":scope > .toast").length >= 3) place.querySelector(":scope > .toast").remove();
  place.append(note);
  const leave = () => note.remove();
  note.addEventListener("click", leave);
  setTimeout(leave, Math.min(9000, 3500 + text.length * 40));
}

/** Says why a call failed. Use: `await attempt(() => api.send(…))`; undefined after an error. */
export async function attempt(work, host) {
  try {
    return await work();
  } catch (error) {
    toast(error.status === 0 ? t("offline") : t("failed", { reason: error.message }), { host, error: true, testid: "error" });
    return undefined;
  }
}
