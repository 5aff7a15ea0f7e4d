// Text with its entities as nodes. Offsets count UTF-16 units, as JavaScript strings do, so no conversion is needed.
import { h } from "./dom.js";
import { t, fullDate } from "./i18n.js";

// Entities of the same place nest in this order, outermost first.
const ORDER = ["blockquote", "expandable_blockquote", "pre", "text_link", "text_mention", "spoiler", "bold", "italic", "underline", "strikethrough", "code"];
const BLOCKS = new Set(["blockquote", "expandable_blockquote", "pre"]);
const rank = (entity) => (ORDER.includes(entity.type) ? ORDER.indexOf(entity.type) : ORDER.length);

/** A fragment. `act` gets {command}, {mention}, {link} and so on when somebody clicks an entity that does something. */
export function renderText(text, entities = [], act = () => {}) {
  const root = document.createDocumentFragment();
  const sorted = entities
    .filter((entity) => entity.length > 0 && entity.offset >= 0 && entity.offset < text.length)
    .sort((one, other) => one.offset - other.offset || other.length - one.length || rank(one) - rank(other));
  const edges = new Set([0, text.length]);
  for (const entity of sorted) edges.add(entity.offset).add(Math.min(entity.offset + entity.length, text.length));
  const points = [...edges].sort((one, other) => one - other);

  // A stack of open elements; per piece of text the entities over it are compared with the stack, so that overlaps come out nested.
  const stack = [];
  for (let index = 0; index + 1 < points.length; index++) {
    const [from, to] = [points[index], points[index + 1]];
    const active = sorted.filter((entity) => entity.offset <= from && entity.offset + entity.length >= to);
    let common = 0;
    while (common < stack.length && stack[common].entity === active[common]) common++;
    stack.length = common;
    for (const entity of active.slice(common)) {
      const whole = text.slice(entity.offset, entity.offset + entity.length);
      const element = elementFor(entity, whole, act);
      (stack.at(-1)?.inner ?? root).append(element);
      stack.push({ entity, inner: element.querySelector(":scope > .inner") ?? element });
    }
    (stack.at(-1)?.inner ?? root).append(piece(text, from, to, sorted));
  }
  return root;
}

/** The line break beside a block belongs to the block: showing it too would leave an empty line. */
function piece(text, from, to, entities) {
  const blocks = entities.filter((entity) => BLOCKS.has(entity.type));
  const hideFirst = text[from] === "\n" && blocks.some((entity) => entity.offset + entity.length === from);
  const hideLast = to - from > 1 && text[to - 1] === "\n" && blocks.some((entity) => entity.offset === to);
  return text.slice(from + (hideFirst ? 1 : 0), to - (hideLast ? 1 : 0));
}

const button = (name, run) => h("button", { type: "button", class: name, onclick: run });

function link(address, act) {
  let url = null;
  try {
    url = new URL(/^[a-z][a-z0-9+.-]*:/i.test(address) ? address : `https://${address}`);
  } catch {
    /* not an address */
  }
  if (!url || !["http:", "https:", "mailto:", "tel:", "tg:"].includes(url.protocol)) return h("span", { class: "e-dead" });
  if (deepLink(url)) return button("e-link", () => act({ deepLink: deepLink(url), address }));
  if (url.protocol === "tg:") return button("e-link", () => act({ address }));
  return h("a", { class: "e-link", href: url.href, target: "_blank", rel: "noopener noreferrer nofollow" });
}

/** {bot, payload} of t.me/<bot>?start=<payload>, else null. */
export function deepLink(url) {
  if (!["t.me", "telegram.me"].includes(url.hostname) && url.protocol !== "tg:") return null;
  const bot = url.protocol === "tg:" ? url.searchParams.get("domain") : url.pathname.slice(1);
  if (!bot || !url.searchParams.has("start")) return null;
  return { bot, payload: url.searchParams.get("start") };
}

function elementFor(entity, whole, act) {
  switch (entity.type) {
    case "bold":
      return h("strong");
    case "italic":
      return h("em");
    case "underline":
      return h("u");
    case "strikethrough":
      return h("s");
    case "code":
      return h("code", { class: "e-code" });
    case "pre":
      return h("pre", { class: "e-pre", "data-language": entity.language }, h("code", { class: "inner" }));
    case "blockquote":
      return h("blockquote", { class: "e-quote" });
    case "expandable_blockquote":
      return expandable();
    case "spoiler":
      return spoiler();
    case "text_link":
      return titled(link(entity.url ?? "", act), entity.url);
    case "url":
      return link(whole, act);
    case "email":
      return link(`mailto:${whole}`, act);
    case "phone_number":
      return link(`tel:${whole.replace(/[^\d+]/g, "")}`, act);
    case "bot_command":
      return button("e-link", () => act({ command: whole }));
    case "text_mention":
      return titled(button("e-link", () => act({ mention: entity.user })), String(entity.user?.id ?? ""));
    case "mention":
    case "hashtag":
    case "cashtag":
      return h("span", { class: "e-tag" });
    case "custom_emoji":
      return h("span", { class: "e-emoji", title: `custom emoji ${entity.custom_emoji_id ?? ""}` });
    case "date_time":
      return titled(h("time", { class: "e-time" }), fullDate(entity.unix_time ?? 0));
    default:
      return h("span", { class: `e-other`, title: entity.type });
  }
}

function titled(element, title) {
  if (title) element.title = title;
  return element;
}

function spoiler() {
  const hidden = h("span", { class: "e-spoiler", role: "button", tabindex: "0", "aria-expanded": "false", "aria-label": t("spoiler") });
  const show = (event) => {
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    if (hidden.classList.contains("shown")) return;
    event.preventDefault();
    event.stopPropagation();
    hidden.classList.add("shown");
    for (const name of ["role", "tabindex", "aria-label", "aria-expanded"]) hidden.removeAttribute(name);
  };
  hidden.addEventListener("click", show);
  hidden.addEventListener("keydown", show);
  return hidden;
}

function expandable() {
  const toggle = h("button", {
    type: "button",
    class: "e-more",
    "aria-expanded": "false",
    onclick: () => {
      const open = quote.classList.toggle("open");
      toggle.setAttribute("aria-expanded", String(open));
      toggle.textContent = t(open ? "show-less" : "show-more");
    },
  }, t("show-more"));
  const quote = h("blockquote", { class: "e-quote e-expandable" }, h("div", { class: "inner" }), toggle);
  return quote;
}
