// What can be attached. A click sends a small made-up file at once; the button beside it takes a file from this computer.
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { closeMenu, form, menu } from "./popup.js";

// kind, icon, what the file picker offers (none: there is nothing to pick)
const KINDS = [
  ["photo", "photo", "image/*"],
  ["album", "album", "image/*,video/*"],
  ["voice", "mic", "audio/*"],
  ["video_note", "circle", "video/*"],
  ["video", "video", "video/*"],
  ["sticker", "sticker", "image/webp,image/png"],
  ["document", "file", ""],
  ["audio", "music", "audio/*"],
  ["animation", "spark", "image/gif,video/mp4"],
  ["location", "place", null],
  ["contact", "contact", null],
  ["poll", "poll", null],
];
const HOME = { latitude: -6.1754, longitude: 106.8272 }; // Monas, Jakarta

/** Opens the menu; `send(body)` gets what belongs into /send. */
export function attachMenu(button, view, send) {
  menu(button, KINDS.map(([kind, sign, accept]) => ({ node: entry(kind, sign, accept, send, view) })), { label: t("attach"), testid: "attach-menu" });
}

function entry(kind, sign, accept, send, view) {
  const made = h("button", {
    type: "button", role: "menuitem", class: "menu-item", tabindex: "-1", "data-testid": `attach-${kind}`,
    onclick: () => {
      closeMenu();
      madeUp(kind, send, view);
    },
  }, icon(sign, 18), h("span", { class: "menu-label" }, t(kind)));
  if (accept === null) return h("div", { class: "menu-row", role: "none" }, made);
  const pick = h("button", {
    type: "button", role: "menuitem", class: "menu-item pick", tabindex: "-1", "data-testid": `pick-${kind}`, title: t("pick-file"), "aria-label": `${t(kind)}: ${t("pick-file")}`,
    onclick: () => {
      closeMenu();
      chooseFiles(kind, accept, send);
    },
  }, icon("folder", 16));
  return h("div", { class: "menu-row", role: "none" }, made, pick);
}

async function madeUp(kind, send, view) {
  if (kind === "album") return send({ album: [{ photo: true }, { photo: true }, { photo: true }] });
  if (kind === "location") return send({ location: HOME });
  if (kind === "contact") return send({ contact: { phone_number: "+628120000000", first_name: view.name, user_id: view.person } });
  if (kind === "poll") return askPoll(send);
  return send({ [kind]: true });
}

export async function askPoll(send) {
  const answer = await form(t("poll"), [
    { name: "question", label: t("poll-question"), required: true },
    { name: "options", label: t("poll-options"), type: "textarea", value: `${t("yes")}\n${t("no")}` },
  ], t("send"));
  const options = answer?.options.split("\n").map((line) => line.trim()).filter(Boolean);
  if (answer?.question && options.length) send({ poll: { question: answer.question, options } });
}

function chooseFiles(kind, accept, send) {
  const input = h("input", { type: "file", accept, multiple: kind === "album" });
  input.addEventListener("change", async () => {
    const files = await Promise.all([...input.files].slice(0, 10).map(encode));
    if (!files.length) return;
    if (kind !== "album") send({ [kind]: files[0] });
    else send({ album: files.map((file) => ({ [file.mime.startsWith("video/") ? "video" : "photo"]: file })) });
  });
  input.click();
}

/** A File as {data: base64, name, mime}. */
export function encode(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onerror = () => reject(reader.error);
    reader.onload = () => resolve({ data: reader.result.slice(reader.result.indexOf(",") + 1), name: file.name, mime: file.type || "application/octet-stream" });
    reader.readAsDataURL(file);
  });
}
