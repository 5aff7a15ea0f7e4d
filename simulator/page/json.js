// JSON to look at: coloured, long texts cut with a button for the rest.
import { h } from "./dom.js";

const LONG = 600;

export function jsonTree(value) {
  return h("pre", { class: "json", tabindex: "0" }, draw(value, 0));
}

function draw(value, depth) {
  if (value === null || typeof value !== "object") return leaf(value);
  const entries = Array.isArray(value) ? value.map((one) => [null, one]) : Object.entries(value);
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  if (!entries.length) return open + close;
  const pad = "  ".repeat(depth + 1);
  const lines = entries.map(([key, one], index) => [pad, key === null ? "" : h("span", { class: "j-key" }, `"${key}"`), key === null ? "" : ": ", draw(one, depth + 1), index + 1 < entries.length ? ",\n" : "\n"]);
  return h("span", {}, `${open}\n`, lines, "  ".repeat(depth) + close);
}

function leaf(value) {
  if (typeof value !== "string") return h("span", { class: "j-value" }, String(value));
  const text = JSON.stringify(value);
  if (text.length <= LONG) return h("span", { class: "j-text" }, text);
  const rest = h("button", { type: "button", class: "link", onclick: () => rest.replaceWith(text.slice(LONG)) }, `… +${text.length - LONG}`);
  return h("span", { class: "j-text" }, text.slice(0, LONG), rest);
}
