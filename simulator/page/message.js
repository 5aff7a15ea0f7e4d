// One bubble (or album, or service line) as a node. It is built anew whenever its message changes; history.js decides when.
import { h, hash } from "./dom.js";
import { icon } from "./icons.js";
import { t, hourMinute, fullDate } from "./i18n.js";
import { renderText } from "./entities.js";
import { renderMedia, mediaLabel } from "./media.js";
import { inlineKeyboard } from "./keyboard.js";
import { serviceText } from "./service.js";
import { store } from "./store.js";

/** block: {records: [record…] (an album has several), first, last (of a run by one sender)}; view: the column's person, chat and actions. */
export function renderBlock(block, view) {
  const message = block.records[0].message;
  const service = serviceText(message);
  return service ? serviceLine(message, service, view) : bubble(block, view);
}

function serviceLine(message, text, view) {
  const target = message.pinned_message?.message_id;
  return h("div", { class: "service", "data-testid": "message", "data-message": message.message_id, "data-kind": "service", tabindex: "-1" },
    target ? h("button", { type: "button", class: "service-text", dir: "auto", onclick: () => view.jumpTo(target) }, text) : h("span", { class: "service-text", dir: "auto" }, text));
}

function bubble(block, view) {
  const messages = block.records.map((record) => record.message);
  const message = messages[0];
  const texts = messages.find((one) => one.caption) ?? message;
  const own = message.from?.id === view.person && !message.sender_chat;
  const media = renderMedia(messages, view);
  const bare = media?.dataset.bare !== undefined && !message.reply_to_message && !texts.caption;
  const rest = meta(messages, own);
  const reacted = reactions(messages, view);
  const last = !reacted && !texts.show_caption_above_media; // then the time stands beside the last line of the text
  const text = textOf(texts, view);
  const body = text && h("div", { class: "body", dir: "auto" }, text, last ? rest : null);
  const inner = h("div", { class: `bubble${bare ? " bare" : ""}${media ? " has-media" : ""}` },
    view.isGroup && !own && block.first ? senderName(message) : null,
    forwarded(message),
    replyTo(message, view),
    texts.show_caption_above_media ? [body, media] : [media, body],
    reacted,
    body && last ? null : rest);
  const stack = h("div", { class: "stack" }, inner, message.reply_markup?.inline_keyboard ? inlineKeyboard(message, view) : null);
  const more = h("button", {
    type: "button", class: "round more", tabindex: "-1", "data-testid": "message-menu", "aria-label": t("message-actions"), "aria-haspopup": "menu",
    onclick: (event) => view.openActions(messages, event.currentTarget),
  }, icon("dots", 18));
  return h("article", {
    class: `msg ${own ? "out" : "in"}${block.first ? " first" : ""}${block.last ? " last" : ""}`,
    "data-testid": "message", "data-message": message.message_id, "data-messages": messages.map((one) => one.message_id).join(" "),
    "data-from": message.from?.id, "data-out": String(own), tabindex: "-1", "aria-label": spoken(message, own),
    oncontextmenu: (event) => {
      if (event.target.closest("a, input, textarea")) return;
      event.preventDefault();
      // A press of the menu key has no place of its own.
      view.openActions(messages, event.clientX || event.clientY ? { x: event.clientX, y: event.clientY } : more);
    },
  }, view.isGroup && !own ? h("div", { class: "msg-avatar" }, block.last ? avatar(message.from, 30) : null) : null, stack, more);
}

function textOf(message, view) {
  const text = message.text ?? message.caption;
  if (text === undefined) return null;
  const entities = message.text === undefined ? message.caption_entities : message.entities;
  const onlyEmoji = message.text && !entities?.length && [...text].length <= 6 && /^(?:\p{Extended_Pictographic}|\p{Emoji_Component}|\u200d|\ufe0f|\s)+$/u.test(text) && /\p{Extended_Pictographic}/u.test(text);
  return h("span", { class: `text${onlyEmoji ? " big-emoji" : ""}`, "data-testid": "text" }, renderText(text, entities ?? [], (what) => view.act(what)));
}

function spoken(message, own) {
  const who = own ? t("you") : nameOf(message);
  return `${who}, ${hourMinute(message.date)}: ${(message.text ?? message.caption ?? mediaLabel(message)).slice(0, 200)}`;
}

export function nameOf(message) {
  const from = message.sender_chat ?? message.from;
  return from ? (from.title ?? [from.first_name, from.last_name].filter(Boolean).join(" ")) : "?";
}

/** One of eight colours; neighbouring small ids, as people have them here, get different ones. */
const tint = (id) => `tint-${typeof id === "number" ? (Math.floor(Math.abs(id) / 100) * 5 + (Math.abs(id) % 100)) % 8 : hash(id) % 8}`;

export function avatar(who, size = 40) {
  const name = who?.title ?? [who?.first_name, who?.last_name].filter(Boolean).join(" ") ?? "?";
  const letters = name.split(/\s+/).map((word) => [...word][0] ?? "").filter((letter) => /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(letter));
  const node = h("span", { class: `avatar ${tint(who?.id ?? name)}`, "aria-hidden": "true" }, (letters.length > 1 ? letters[0] + letters.at(-1) : (letters[0] ?? "·")).toUpperCase());
  node.style.setProperty("--size", `${size}px`);
  return node;
}

function senderName(message) {
  const from = message.sender_chat ?? message.from;
  const bot = message.from?.is_bot;
  return h("div", { class: `sender ${tint(from?.id)}` }, h("bdi", {}, nameOf(message)), bot ? h("span", { class: "badge" }, "bot") : null,
    message.author_signature ? h("small", { dir: "auto" }, message.author_signature) : null);
}

function forwarded(message) {
  const origin = message.forward_origin;
  if (!origin) return null;
  const name = origin.sender_user ? nameOf({ from: origin.sender_user }) : (origin.sender_user_name ?? origin.chat?.title ?? origin.sender_chat?.title ?? "?");
  return h("div", { class: "forwarded", dir: "auto" }, t("forwarded-from", { name }));
}

function replyTo(message, view) {
  const target = message.reply_to_message;
  const outside = message.external_reply;
  const topicStart = target?.forum_topic_created && target.message_id === message.message_thread_id;
  if ((!target && !outside && !message.quote) || topicStart) return null;
  const text = message.quote?.text ?? target?.text ?? target?.caption ?? (target ? mediaLabel(target) : t("another-chat"));
  const from = target?.from ?? outside?.origin?.sender_user;
  return h("button", { type: "button", class: `reply-to ${tint(from?.id ?? 0)}`, "data-testid": "reply-to", onclick: () => target && view.jumpTo(target.message_id) },
    h("strong", { dir: "auto" }, from ? nameOf({ from, sender_chat: target?.sender_chat }) : t("reply")),
    h("span", { class: message.quote ? "is-quote" : null, dir: "auto" }, text));
}

function reactions(messages, view) {
  const groups = new Map();
  for (const message of messages)
    for (const reaction of message.reactions ?? []) {
      const emoji = typeof reaction.emoji === "string" ? reaction.emoji : (reaction.emoji?.emoji ?? "★");
      if (!groups.has(emoji)) groups.set(emoji, { people: [], message });
      groups.get(emoji).people.push(reaction.from);
    }
  if (!groups.size) return null;
  return h("div", { class: "reactions" }, [...groups].map(([emoji, { people, message }]) => {
    const mine = people.includes(view.person);
    const names = people.map((id) => store.nameOf(id)).join(", ");
    return h("button", {
      type: "button", class: "reaction", "aria-pressed": String(mine), "data-testid": "reaction", title: names, "aria-label": `${emoji} ${names}`,
      onclick: () => view.react(message, mine ? null : emoji),
    }, emoji, people.length > 1 ? h("span", { class: "count" }, people.length) : null);
  }));
}

function meta(messages, own) {
  const message = messages[0];
  const edited = messages.some((one) => one.edit_date);
  return h("span", { class: "meta" },
    message.has_protected_content ? h("span", { class: "protected", "data-testid": "protected", title: t("protected"), role: "img", "aria-label": t("protected") }, icon("lock", 12)) : null,
    edited ? h("span", { "data-testid": "edited" }, t("edited")) : null,
    h("time", { title: fullDate(message.date) }, hourMinute(message.date)),
    own ? h("span", { class: "tick", "aria-hidden": "true" }, icon("check", 13)) : null);
}
