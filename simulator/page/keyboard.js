// Buttons: inline keyboards under messages and the reply keyboard under the text box.
import { h, fill } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { api } from "./api.js";
import { deepLink } from "./entities.js";
import { attempt, toast } from "./popup.js";
import { settings } from "./settings.js";

const WAIT = 15_000; // a real client stops waiting for the answer to a tap after about this long

const styled = (button) => (["danger", "success", "primary"].includes(button.style) ? ` ${button.style}` : "");

export function inlineKeyboard(message, view) {
  return h("div", { class: "inline-keyboard", "data-testid": "inline-keyboard" },
    message.reply_markup.inline_keyboard.map((row) => h("div", { class: "key-row" }, row.map((button) => inlineButton(message, button, view)))));
}

function inlineButton(message, button, view) {
  const kind = Object.keys(button).find((key) => !["text", "style", "icon_custom_emoji_id"].includes(key)) ?? "callback_data";
  const mark = { url: "link", login_url: "link", copy_text: "copy", web_app: "columns", switch_inline_query: "reply" }[kind];
  const node = h("button", {
    type: "button", class: `inline-button${styled(button)}`, "data-testid": "inline-button", "data-callback": button.callback_data, title: button.url ?? button.callback_data,
    onclick: () => press(message, button, view, node),
  }, h("span", { dir: "auto" }, button.text), mark ? icon(mark, 13) : null);
  if (view.taps.has(message.message_id, button.callback_data)) busy(node);
  return node;
}

function busy(node) {
  node.classList.add("busy");
  node.setAttribute("aria-busy", "true");
}

async function press(message, button, view, node) {
  if (button.callback_data !== undefined) return tap(message, button, view, node);
  const address = button.url ?? button.login_url?.url;
  if (address) return openAddress(address, view);
  if (button.copy_text) {
    await navigator.clipboard?.writeText(button.copy_text.text).catch(() => {});
    return toast(t("copied"), { host: view.host });
  }
  const query = button.switch_inline_query_current_chat ?? button.switch_inline_query;
  if (query !== undefined) return view.act({ write: `@${view.bot?.username} ${query}` });
  return toast(t("not-here"), { host: view.host });
}

function openAddress(address, view) {
  let url;
  try {
    url = new URL(address);
  } catch {
    return;
  }
  const start = deepLink(url);
  if (start) view.act({ deepLink: start, address });
  else if (["http:", "https:"].includes(url.protocol)) open(url.href, "_blank", "noopener,noreferrer");
  else toast(address, { host: view.host });
}

async function tap(message, button, view, node) {
  if (view.taps.has(message.message_id, button.callback_data)) return;
  busy(node);
  const done = view.taps.start(message.message_id, button.callback_data);
  setTimeout(done, WAIT);
  const body = { chat: view.chat, message: message.message_id, data: button.callback_data };
  if ((await attempt(() => api.tap(view.person, body), view.host)) === undefined) done();
}

/** The keys of a ReplyKeyboardMarkup into `box`; `press(button)` when one is chosen. */
export function replyKeyboard(box, markup, press) {
  const rows = markup?.keyboard ?? [];
  box.classList.toggle("tall", Boolean(rows.length) && !markup.resize_keyboard);
  box.setAttribute("aria-label", t("reply-keyboard"));
  fill(box, rows.map((row) => h("div", { class: "key-row" }, row.map((entry) => {
    const button = typeof entry === "string" ? { text: entry } : entry;
    const mark = button.request_contact ? "contact" : button.request_location ? "place" : button.request_poll ? "poll" : null;
    return h("button", { type: "button", class: `reply-key${styled(button)}`, "data-testid": "reply-key", lang: settings.language, onclick: () => press(button) },
      mark ? icon(mark, 14) : null, h("span", { dir: "auto" }, button.text));
  }))));
}
