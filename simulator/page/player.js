// The player of voice messages and music: a round button, bars of sound, the time.
import { h, hash } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { api } from "./api.js";

const BARS = 32;
const clock = (value) => `${Math.floor(value / 60)}:${String(Math.floor(value % 60)).padStart(2, "0")}`;
let playing = null; // only one at a time

export function audioPlayer(file, title) {
  const sound = new Audio();
  sound.preload = "none";
  sound.src = api.fileUrl(file.file_id);
  const seed = hash(file.file_unique_id);
  // Nobody hands out the real wave, so its shape is made from the file's id: always the same for the same file.
  const bars = Array.from({ length: BARS }, (_, index) => {
    const bar = h("i");
    bar.style.height = `${20 + ((Math.imul(seed + index * 7919, 2654435761) >>> 8) % 80) * Math.sin(((index + 2) / (BARS + 4)) * Math.PI)}%`;
    return bar;
  });
  const time = h("small", { class: "player-time" }, clock(file.duration ?? 0));
  const button = h("button", { type: "button", class: "player-button", "aria-label": t("play"), "data-testid": "play", onclick: toggle }, icon("play", 20));
  const wave = h("div", { class: "wave", "aria-hidden": "true" }, bars);

  function toggle() {
    if (!sound.paused) return sound.pause();
    if (playing && playing !== sound) playing.pause();
    playing = sound;
    return sound.play().catch(() => {
      time.textContent = t("made-up-sound");
    });
  }
  function show() {
    const length = Number.isFinite(sound.duration) && sound.duration > 0 ? sound.duration : file.duration || 1;
    const share = sound.ended ? 0 : sound.currentTime / length;
    bars.forEach((bar, index) => bar.classList.toggle("played", index / BARS < share));
    time.textContent = clock(sound.currentTime || file.duration || 0);
    button.replaceChildren(icon(sound.paused ? "play" : "pause", 20));
    button.setAttribute("aria-label", t(sound.paused ? "play" : "pause"));
  }
  for (const event of ["timeupdate", "play", "pause", "ended"]) sound.addEventListener(event, show);
  return h("div", { class: "player", "data-testid": title === null ? "voice" : "audio" }, button, h("div", { class: "player-body" }, title ? h("strong", { dir: "auto" }, title) : null, wave, time));
}
