// The simulated clock: shown in the people's time zone, moved from its menu.
import { h, fill } from "./dom.js";
import { icon } from "./icons.js";
import { clockTime, shortDay, t, ZONES, zoneName, zoneOffset } from "./i18n.js";
import { api } from "./api.js";
import { attempt, form, menu } from "./popup.js";
import { remember, settings } from "./settings.js";
import { store } from "./store.js";

const DAY = 86400;
const FAR = 5; // seconds: a clock nearer than this to the computer's own is not "moved"

export function clockButton() {
  const time = h("span", { class: "clock-time" });
  const day = h("span", { class: "clock-day" });
  const node = h("button", { type: "button", class: "clock", "data-testid": "clock", "aria-haspopup": "menu", onclick: () => openClock(node) }, icon("clock", 18), h("span", { class: "clock-text" }, time, day));
  const show = () => {
    const now = store.now();
    fill(time, clockTime(now));
    fill(day, `${shortDay(now)} · ${zoneName()}${store.clock.speed === 1 ? "" : ` · ×${store.clock.speed}`}`);
    node.dataset.now = String(Math.floor(now));
    node.classList.toggle("moved", Math.abs(now - Date.now() / 1000) > FAR);
    node.setAttribute("aria-label", `${t("clock")}: ${clockTime(now)} ${zoneName()}, ${shortDay(now)}`);
  };
  show();
  const ticking = setInterval(show, 500);
  const stop = store.listen("clock", show);
  return { node, close: () => (clearInterval(ticking), stop()) };
}

const post = async (body) => {
  const answer = await attempt(() => api.clock(body));
  if (answer) store.setClock(answer);
};
const advance = (seconds) => post({ advance: seconds });

/** Seconds until the clock of the chosen zone next shows that hour. */
function untilHour(hour, now = store.now()) {
  const wall = now + zoneOffset(now);
  const today = wall - (wall % DAY) + hour * 3600;
  return Math.round(today > wall + 1 ? today - wall : today + DAY - wall);
}

function openClock(anchor) {
  menu(anchor, [
    { label: t("plus-minute"), note: "+1 min", testid: "clock-minute", run: () => advance(60) },
    { label: t("plus-hour"), note: "+1 h", testid: "clock-hour", run: () => advance(3600) },
    { label: t("next-evening"), note: `19:00 ${zoneName()}`, testid: "clock-evening", run: () => advance(untilHour(19)) },
    { label: t("tomorrow"), note: "+24 h", testid: "clock-tomorrow", run: () => advance(DAY) },
    { label: t("custom"), icon: "edit", testid: "clock-custom", run: custom },
    { label: t("back-to-now"), icon: "reset", testid: "clock-now", run: backToNow },
    "-",
    ...[1, 60].map((speed) => ({ label: t("speed", { speed }), checked: store.clock.speed === speed, testid: `clock-speed-${speed}`, run: () => post({ speed }) })),
    "-",
    ...ZONES.map(([zone, name]) => ({ label: name || t("own-zone"), note: zone, checked: settings.zone === zone, run: () => {
      remember({ zone });
      store.emit("clock");
      store.emit("zone");
    } })),
  ], { label: t("clock"), testid: "clock-menu" });
}

async function backToNow() {
  if (store.clock.speed !== 1) await post({ speed: 1 });
  await post({ set: Date.now() / 1000 });
}

async function custom() {
  const now = store.now();
  const wall = new Date((now + zoneOffset(now)) * 1000).toISOString().slice(0, 16);
  const answer = await form(t("custom"), [{ name: "at", label: `${t("clock")} (${zoneName()})`, type: "datetime-local", value: wall, required: true }], t("set"));
  if (!answer?.at) return;
  const seconds = Date.parse(`${answer.at}Z`) / 1000;
  if (Number.isFinite(seconds)) post({ set: seconds - zoneOffset(seconds) });
}
