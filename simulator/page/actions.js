// What can be done with a message: react, reply, quote what is selected, copy, edit, delete, look at its JSON.
import { h } from "./dom.js";
import { t } from "./i18n.js";
import { api } from "./api.js";
import { jsonTree } from "./json.js";
import { attempt, closeMenu, dialog, menu, toast } from "./popup.js";

const EMOJI = ["👍", "❤", "🙏", "😢", "🔥", "👏", "😁", "🤔", "🎉", "👎"];

export function openActions(view, messages, anchor) {
  const message = messages[0];
  const own = message.from?.id === view.person;
  const text = message.text ?? messages.find((one) => one.caption)?.caption;
  const quote = selectedIn(view, message, text);
  const protectedContent = message.has_protected_content;
  menu(anchor, [
    { node: reactionRow(view, message) },
    { label: t("reply"), icon: "reply", testid: "action-reply", run: () => view.composer.aim({ kind: "reply", message }) },
    quote ? { label: t("quote"), note: `“${quote.slice(0, 40)}”`, icon: "quote", testid: "action-quote", run: () => view.composer.aim({ kind: "reply", message, quote }) } : null,
    text && !protectedContent ? { label: t("copy"), icon: "copy", testid: "action-copy", run: () => copy(quote || text, view) } : null,
    own && text ? { label: t("edit"), icon: "edit", testid: "action-edit", run: () => view.composer.aim({ kind: "edit", message: messages.find((one) => one.caption) ?? message }) } : null,
    own || !view.isGroup ? { label: t("delete"), icon: "trash", danger: true, testid: "action-delete", run: () => remove(view, messages) } : null,
    "-",
    { label: "JSON", icon: "code", testid: "action-json", run: () => dialog(`Message ${message.message_id}`, () => jsonTree(messages.length > 1 ? messages : message), { wide: true, testid: "json-dialog" }) },
  ], { label: t("message-actions"), testid: "message-actions" });
}

function reactionRow(view, message) {
  const mine = (message.reactions ?? []).filter((reaction) => reaction.from === view.person).map((reaction) => reaction.emoji);
  return h("div", { class: "reaction-row", role: "none" }, EMOJI.map((emoji) => {
    const chosen = mine.includes(emoji);
    return h("button", {
      type: "button", role: "menuitemradio", class: "emoji", tabindex: "-1", "aria-checked": String(chosen), "aria-label": emoji, "data-testid": `react-${emoji}`,
      onclick: () => {
        closeMenu();
        view.react(message, chosen ? null : emoji);
      },
    }, emoji);
  }));
}

/** The part of this message's text that is selected on the page, if the server could find it there again. */
function selectedIn(view, message, text) {
  const selection = getSelection();
  if (!text || !selection || selection.isCollapsed) return "";
  const body = view.history.list.querySelector(`[data-message="${message.message_id}"] .text`);
  if (!body || !body.contains(selection.anchorNode) || !body.contains(selection.focusNode)) return "";
  const chosen = selection.toString().trim();
  return chosen !== text && text.includes(chosen) ? chosen : "";
}

async function copy(text, view) {
  try {
    await navigator.clipboard.writeText(text);
    toast(t("copied"), { host: view.host });
  } catch {
    toast(t("not-copied"), { host: view.host, error: true });
  }
}

async function remove(view, messages) {
  for (const message of messages) await attempt(() => api.remove(view.person, { chat: view.chat, message: message.message_id }), view.host);
}
