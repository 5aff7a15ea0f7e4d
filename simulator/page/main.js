// Starts the page: loads the world, opens the live line, draws the bar, the columns and the side panel.
import { h } from "./dom.js";
import { t } from "./i18n.js";
import { Board } from "./board.js";
import { Drawers } from "./drawers/drawers.js";
import { helpHint } from "./drawers/help.js";
import { applyTheme, settings } from "./settings.js";
import { Socket } from "./socket.js";
import { store } from "./store.js";
import { TopBar } from "./topbar.js";

const app = document.getElementById("app");
let parts = [];

/** Draws everything again; also after a change of language or bot, which reach every corner. */
function build(otherBot = false) {
  const panel = parts.length ? parts[2].current : null;
  for (const part of parts) part.close();
  document.documentElement.lang = settings.language;
  document.title = t("title");
  if (otherBot) store.logs.clear();
  const drawers = new Drawers();
  const board = new Board();
  drawers.board = board;
  const bar = new TopBar({ board, drawers, rebuild: build });
  parts = [bar, board, drawers];
  app.replaceChildren(h("a", { class: "skip", href: "#board" }, t("skip")), bar.node, h("div", { class: "middle" }, board.node, drawers.node));
  board.row.id = "board";
  if (panel) drawers.open(panel, { focus: false });
  return drawers;
}

function invite(drawers) {
  if (settings.helpSeen) return;
  if (innerWidth >= 1180) drawers.open("help", { focus: false });
  else app.querySelector(".topbar").after(helpHint(drawers));
}

let started = false;

/** Runs at each (re)connection: what happened meanwhile is in the state, not in the events. */
async function load() {
  try {
    await store.load();
  } catch {
    setTimeout(load, 1000);
    return;
  }
  if (started) return;
  started = true;
  invite(build());
}

const socket = new Socket({
  onEvent: (event) => (event.type === "hello" ? (store.take(event), load()) : store.take(event)),
  onStatus: (status) => {
    store.online = status === "online";
    document.documentElement.dataset.online = String(store.online);
    store.emit("online");
    if (!started && !store.online) app.replaceChildren(h("p", { class: "loading", role: "status" }, t("reconnecting")));
  },
});

store.listen("zone", () => build());
applyTheme();
document.documentElement.lang = settings.language;
app.replaceChildren(h("p", { class: "loading", role: "status" }, t("loading")));
socket.open();
