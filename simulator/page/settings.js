// What this browser remembers: language, theme, which columns. Private windows may refuse storage; then it lasts for the visit.
const KEY = "local-telegram";

function read() {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "{}") ?? {};
  } catch {
    return {};
  }
}

const browserLanguage = (navigator.languages ?? [navigator.language ?? "en"])[0].toLowerCase();

export const settings = {
  language: browserLanguage.startsWith("id") || browserLanguage.startsWith("in-") ? "id" : "en",
  theme: "auto",
  zone: "Asia/Jakarta", // the people of the first world live in Indonesia; the clock's menu offers others
  hidden: [], // keys of columns, "person:chat"
  order: [],
  extra: [], // [{person, chat}] opened here, beside the columns that the server proposes
  helpSeen: false,
  bot: null,
  ...read(),
};

export function remember(changes) {
  Object.assign(settings, changes);
  try {
    localStorage.setItem(KEY, JSON.stringify(settings));
  } catch {
    /* storage refused */
  }
}

export function applyTheme() {
  const root = document.documentElement;
  if (settings.theme === "auto") delete root.dataset.theme;
  else root.dataset.theme = settings.theme;
}
