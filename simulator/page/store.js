// The world as this page knows it. Loaded once from /control/state, kept current by the WebSocket's events; everything else reads it
// and listens. One log of messages per chat and topic is shared by all columns that show it.
import { api } from "./api.js";
import { remember, settings } from "./settings.js";
import { ChatLog } from "./chatlog.js";

class Store extends EventTarget {
  bots = [];
  people = new Map();
  chats = new Map();
  columns = [];
  faults = [];
  limits = { on: false };
  logs = new Map();
  calls = [];
  online = false;
  loads = 0;
  clock = { now: Date.now() / 1000, speed: 1, at: performance.now() };

  emit(type, detail = {}) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  /** Returns the function that stops listening. */
  listen(type, handler) {
    const wrapped = (event) => handler(event.detail);
    this.addEventListener(type, wrapped);
    return () => this.removeEventListener(type, wrapped);
  }

  /** Reads everything again; `busy` until the last chat has its messages. */
  async load() {
    this.loads += 1;
    this.emit("busy");
    try {
      await this.read(await api.state());
    } finally {
      this.loads -= 1;
      this.emit("busy");
    }
  }

  async read(state) {
    this.bots = state.bots ?? [];
    if (settings.bot && !this.bots.some((bot) => bot.id === settings.bot)) remember({ bot: null });
    this.people = new Map((state.people ?? []).map((person) => [person.id, person]));
    this.chats = new Map((state.chats ?? []).map((chat) => [chat.id, chat]));
    this.columns = state.columns ?? [];
    this.faults = state.faults ?? [];
    this.limits = state.limits ?? { on: false };
    this.setClock(state);
    for (const [key, log] of this.logs) if (!this.people.has(log.chat) && !this.chats.has(log.chat)) this.logs.delete(key);
    const logs = [...this.logs.values()].map((log) => log.reload());
    this.emit("state");
    this.emit("faults");
    this.emit("limits");
    await Promise.all(logs);
  }

  get bot() {
    return this.bots.find((bot) => bot.id === settings.bot) ?? this.bots[0] ?? null;
  }

  /** The simulated time in seconds. */
  now() {
    return this.clock.now + ((performance.now() - this.clock.at) / 1000) * this.clock.speed;
  }

  setClock({ now, speed }) {
    if (typeof now === "number") this.clock = { now, speed: speed ?? this.clock.speed, at: performance.now() };
    this.emit("clock");
  }

  log(chat, thread) {
    const key = `${chat}|${thread ?? ""}`;
    if (!this.logs.has(key)) this.logs.set(key, new ChatLog(this, chat, thread));
    return this.logs.get(key);
  }

  /** Every log of a chat: the whole of it and its topics. */
  *logsOf(chat) {
    for (const log of this.logs.values()) if (log.chat === chat) yield log;
  }

  isGroup(chat) {
    return chat < 0;
  }

  chat(id) {
    return this.chats.get(id) ?? null;
  }

  nameOf(id) {
    const person = this.people.get(id) ?? this.bots.find((bot) => bot.id === id);
    return person ? [person.first_name, person.last_name].filter(Boolean).join(" ") : String(id);
  }

  concerns(event) {
    return event.bot === undefined || event.bot === null || this.isGroup(event.chat) || event.bot === this.bot?.id;
  }

  /** One event of the WebSocket. */
  take(event) {
    const handler = HANDLERS[event.type];
    if (handler && this.concerns(event)) handler(this, event);
  }
}

const toLogs = (store, event) => {
  for (const log of store.logsOf(event.chat)) log.take(event);
};

const HANDLERS = {
  hello: (store, event) => store.setClock(event),
  state: (store) => store.load().catch(() => {}),
  message: (store, event) => {
    toLogs(store, event);
    store.emit("message", event);
  },
  edited: toLogs,
  deleted: toLogs,
  reaction: toLogs,
  pinned: toLogs,
  typing: (store, event) => store.emit("typing", event),
  keyboard: (store, event) => store.emit("keyboard", event),
  callback_answer: (store, event) => store.emit("answer", event),
  call: (store, event) => {
    const entry = event.entry ?? event;
    store.calls.push(entry);
    if (store.calls.length > 1200) store.calls.splice(0, 200);
    store.emit("call", entry);
  },
  person: (store, event) => {
    const person = event.person ?? event;
    store.people.set(person.id, { ...store.people.get(person.id), ...person });
    store.emit("person", { id: person.id });
  },
  chat: (store, event) => {
    const chat = typeof event.chat === "object" ? event.chat : event;
    store.chats.set(chat.id, { ...store.chats.get(chat.id), ...chat });
    store.emit("chat", { id: chat.id });
  },
  clock: (store, event) => store.setClock(event),
  commands: (store) => store.emit("commands"),
  faults: (store, event) => {
    store.faults = event.faults ?? [];
    store.emit("faults");
  },
  limits: (store, event) => {
    store.limits = event.limits ?? store.limits;
    store.emit("limits");
  },
};

export const store = new Store();
