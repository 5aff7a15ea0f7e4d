// Texts of the page in Indonesian and English. t("key", {name}) puts values into {braces}; both files have the same keys (a test looks).
import { settings } from "./settings.js";
import id from "./texts/id.js";
import en from "./texts/en.js";

const TEXTS = { id, en };

export function t(key, values = {}) {
  const text = TEXTS[settings.language]?.[key] ?? en[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

const locale = () => (settings.language === "id" ? "id-ID" : "en-GB");
const formats = new Map();

function format(options) {
  const key = JSON.stringify([options, settings.language, settings.zone]);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(locale(), { timeZone: settings.zone || undefined, ...options }));
  return formats.get(key);
}

export const hourMinute = (seconds) => format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(seconds * 1000).replace(".", ":");
export const clockTime = (seconds) =>
  format({ hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }).format(seconds * 1000).replaceAll(".", ":");
export const longDay = (seconds) => format({ weekday: "long", day: "numeric", month: "long" }).format(seconds * 1000);
export const shortDay = (seconds) => format({ weekday: "short", day: "numeric", month: "short" }).format(seconds * 1000);
export const fullDate = (seconds) => format({ dateStyle: "full", timeStyle: "medium" }).format(seconds * 1000);
export const dayKey = (seconds) => format({ year: "numeric", month: "2-digit", day: "2-digit" }).format(seconds * 1000);

export const ZONES = [
  ["Asia/Jakarta", "WIB"],
  ["Asia/Makassar", "WITA"],
  ["Asia/Jayapura", "WIT"],
  ["UTC", "UTC"],
  ["", ""],
];

export function zoneName() {
  const known = ZONES.find(([zone]) => zone && zone === settings.zone);
  return known ? known[1] : (Intl.DateTimeFormat().resolvedOptions().timeZone ?? "");
}

/** How far the chosen zone is from UTC at that moment, in seconds. */
export function zoneOffset(seconds) {
  const parts = Object.fromEntries(
    format({ year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric", hourCycle: "h23" })
      .formatToParts(seconds * 1000)
      .map((part) => [part.type, Number(part.value)]),
  );
  const wall = Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second) / 1000;
  return wall - Math.floor(seconds);
}
