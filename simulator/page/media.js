// What a message carries besides text. Files come from the server's own /control/files; maps and waves are drawn here.
import { h, hash } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { api } from "./api.js";
import { attempt, dialog } from "./popup.js";
import { audioPlayer } from "./player.js";
import { serviceText } from "./service.js";

const sizeText = (bytes) => (bytes === undefined ? "" : bytes < 1024 ? `${bytes} B` : bytes < 1048576 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1048576).toFixed(1)} MB`);

const KINDS = ["animation", "photo", "live_photo", "video", "video_note", "voice", "audio", "sticker", "document", "venue", "location", "contact", "poll", "dice"];
const KNOWN = new Set([...KINDS, "text", "caption"]);

export const kindOf = (message) => KINDS.find((kind) => message[kind] !== undefined && message[kind] !== null);

/** One or two words for a message without text: in replies, pins, for screen readers. */
export function mediaLabel(message) {
  const kind = kindOf(message);
  if (kind === "sticker") return `${message.sticker.emoji ?? ""} ${t("sticker")}`.trim();
  if (kind === "poll") return `${t("poll")}: ${message.poll.question}`;
  return kind ? t(kind) : (serviceText(message) ?? t("message"));
}

/** The node for the media of a message or album; null for plain text. `data-bare` marks what stands without a bubble. */
export function renderMedia(messages, view) {
  if (messages.length > 1) {
    const grid = h("div", { class: "album", "data-testid": "album", "data-count": Math.min(messages.length, 10) }, messages.map((message) => one(message, view)));
    grid.classList.toggle("files", !messages.some((message) => message.photo || message.video));
    return grid;
  }
  return one(messages[0], view);
}

function one(message, view) {
  const kind = kindOf(message);
  if (kind) return spoilered(RENDER[kind](message[kind], message, view), message);
  if (message.text !== undefined || message.caption !== undefined) return null;
  const unknown = Object.keys(message).filter((key) => !KNOWN.has(key) && !PLAIN.has(key));
  return h("div", { class: "unknown" }, t("unknown-kind", { kind: unknown.join(", ") || "?" }));
}

const PLAIN = new Set(["message_id", "from", "chat", "date", "reply_markup", "reply_to_message", "message_thread_id", "is_topic_message", "reactions", "has_protected_content", "edit_date",
  "quote", "sender_chat", "via_bot", "forward_origin", "external_reply", "link_preview_options", "effect_id"]);

function spoilered(node, message) {
  if (!message.has_media_spoiler) return node;
  const cover = h("button", { type: "button", class: "media-cover", "aria-label": t("spoiler"), onclick: () => cover.remove() }, icon("photo"));
  return h("div", { class: "covered" }, node, cover);
}

function picture(file, alt, className = "photo") {
  const frame = h("button", { type: "button", class: `${className} made-${hash(file.file_unique_id) % 5}`, "aria-label": alt, "data-testid": "photo" });
  const ratio = Math.max(0.6, Math.min(2.2, (file.width || 4) / (file.height || 3)));
  frame.style.aspectRatio = String(file.width > 40 ? ratio : 4 / 3);
  const image = h("img", { alt, loading: "lazy", decoding: "async" });
  const made = () => frame.classList.add("made");
  image.addEventListener("error", made);
  // A made-up picture has a few pixels: a drawing stands in its place.
  image.addEventListener("load", () => (image.naturalWidth < 40 ? made() : frame.classList.add("real")));
  image.src = api.fileUrl(file.file_id);
  frame.append(h("span", { class: "made-sun" }), h("span", { class: "made-hill" }), image);
  frame.addEventListener("click", () => lightbox(frame, image, alt));
  return frame;
}

function lightbox(frame, image, alt) {
  const content = frame.classList.contains("real") ? h("img", { src: image.src, alt, class: "light-image" }) : h("p", { class: "dialog-text" }, t("made-up"));
  dialog(alt, () => content, { wide: true, testid: "lightbox" });
}

function film(file, className, message) {
  const playing = h("video", { class: className, controls: className === "film", preload: "metadata", playsinline: true, loop: className !== "film", "aria-label": mediaLabel(message) });
  const frame = h("div", { class: `${className}-frame made-${hash(file.file_unique_id) % 5}`, "data-testid": className }, playing, h("span", { class: "badge-time" }, icon("play", 12), seconds(file.duration)));
  playing.addEventListener("error", () => frame.classList.add("made"));
  playing.addEventListener("loadeddata", () => frame.classList.add("real"));
  playing.addEventListener("click", () => className !== "film" && (playing.paused ? playing.play().catch(() => {}) : playing.pause()));
  playing.src = api.fileUrl(file.file_id);
  return frame;
}

const seconds = (value = 0) => `${Math.floor(value / 60)}:${String(Math.floor(value % 60)).padStart(2, "0")}`;

function card(name, title, ...lines) {
  return h("div", { class: "card" }, h("span", { class: "card-icon" }, icon(name, 22)), h("div", { class: "card-lines" }, h("strong", { dir: "auto" }, title), lines.filter(Boolean).map((line) => h("small", { dir: "auto" }, line))));
}

function map(place, title, address) {
  const frame = h("div", { class: "map", role: "img", "aria-label": `${t("location")} ${place.latitude}, ${place.longitude}` }, icon("place", 34));
  frame.style.setProperty("--x", `${(hash(place.latitude) % 60) - 30}px`);
  frame.style.setProperty("--y", `${(hash(place.longitude) % 60) - 30}px`);
  return h("div", { class: "place" }, frame, h("div", { class: "place-text" }, title ? h("strong", { dir: "auto" }, title) : null, h("small", { dir: "auto" }, address ?? `${place.latitude.toFixed(5)}, ${place.longitude.toFixed(5)}`)));
}

function sticker(file) {
  const image = h("img", { alt: file.emoji ?? t("sticker"), src: api.fileUrl(file.file_id) });
  const frame = h("div", { class: "sticker", "data-bare": "" }, h("span", { class: "sticker-emoji", "aria-hidden": "true" }, file.emoji ?? "🙂"), image);
  image.addEventListener("load", () => frame.classList.toggle("real", image.naturalWidth >= 40));
  image.addEventListener("error", () => image.remove());
  return frame;
}

function poll(value, message, view) {
  const total = Math.max(1, value.total_voter_count ?? 0);
  const mine = new Set(view.votes.get(value.id) ?? []);
  const vote = async (index) => {
    const chosen = value.allows_multiple_answers ? new Set(mine) : new Set(mine.has(index) ? [index] : []);
    if (chosen.has(index)) chosen.delete(index);
    else chosen.add(index);
    view.votes.set(value.id, [...chosen]);
    const body = { chat: view.chat, message: message.message_id, options: [...chosen] };
    if ((await attempt(() => api.vote(view.person, body), view.host)) === undefined) view.votes.set(value.id, [...mine]);
  };
  return h("div", { class: "poll", "data-testid": "poll" }, h("strong", { dir: "auto" }, value.question), h("small", {}, t(value.is_closed ? "poll-closed" : value.type === "quiz" ? "poll-quiz" : "poll-open")),
    (value.options ?? []).map((option, index) => {
      const bar = h("span", { class: "poll-bar" });
      bar.style.width = `${((option.voter_count ?? 0) / total) * 100}%`;
      return h("button", { type: "button", class: "poll-option", "aria-pressed": String(mine.has(index)), disabled: value.is_closed, onclick: () => vote(index) },
        h("span", { class: "poll-text" }, h("span", { dir: "auto" }, option.text), h("span", {}, option.voter_count ?? 0)), bar);
    }), h("small", {}, t("poll-votes", { n: value.total_voter_count ?? 0 })));
}

const RENDER = {
  photo: (sizes) => picture(sizes.at(-1), t("photo")),
  live_photo: (file) => picture(file.photo?.at?.(-1) ?? file, t("photo")),
  animation: (file, message) => film(file, "film", message),
  video: (file, message) => film(file, "film", message),
  video_note: (file, message) => {
    const frame = film(file, "note", message);
    frame.dataset.bare = "";
    return frame;
  },
  voice: (file) => audioPlayer(file, null),
  audio: (file) => audioPlayer(file, [file.performer, file.title ?? file.file_name].filter(Boolean).join(" – ") || t("audio")),
  sticker,
  document: (file) => h("a", { class: "card-link", href: api.fileUrl(file.file_id), download: file.file_name ?? "file", "data-testid": "document" }, card("file", file.file_name ?? t("document"), [sizeText(file.file_size), file.mime_type].filter(Boolean).join(" · "))),
  venue: (venue) => map(venue.location, venue.title, venue.address),
  location: (place) => map(place),
  contact: (person) => card("contact", [person.first_name, person.last_name].filter(Boolean).join(" "), person.phone_number),
  poll,
  dice: (value) => h("div", { class: "sticker", "data-bare": "" }, h("span", { class: "sticker-emoji" }, value.emoji ?? "🎲"), h("span", { class: "badge" }, value.value)),
};
