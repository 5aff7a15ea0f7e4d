// The messages of one chat (or one topic of it). At most KEEP are held; older ones are fetched again when somebody scrolls up.
import { api } from "./api.js";

const KEEP = 200;
const PAGE = 100;

export class ChatLog extends EventTarget {
  constructor(store, chat, thread) {
    super();
    this.store = store;
    this.chat = chat;
    this.thread = thread;
    this.messages = [];
    this.pinned = null;
    this.more = false;
    this.loaded = false;
    this.waiting = null; // events that arrive while a load is under way; applied on top of its answer
    this.revision = 0;
    this.readers = 0; // columns that look at older messages: nothing is trimmed under their eyes
    this.reload();
  }

  changed() {
    this.dispatchEvent(new Event("change"));
  }

  async reload() {
    this.waiting = [];
    const turn = (this.turn = (this.turn ?? 0) + 1);
    try {
      const answer = await api.messages(this.chat, { thread: this.thread, limit: KEEP });
      if (turn !== this.turn) return;
      this.messages = (answer.messages ?? []).map((message) => this.wrap(message));
      this.pinned = this.pinnedOf(answer.pinned);
      this.more = answer.more ?? this.messages.length >= KEEP;
      this.loaded = true;
    } catch {
      if (turn !== this.turn) return; // the socket's return loads it again
    }
    const missed = this.waiting ?? [];
    this.waiting = null;
    for (const event of missed) this.apply(event);
    this.changed();
  }

  /** Fetches what comes before the oldest message that is here. True when there was something. */
  async earlier() {
    if (!this.more || this.fetching || !this.messages.length) return false;
    this.fetching = true;
    try {
      const answer = await api.messages(this.chat, { thread: this.thread, before: this.messages[0].id, limit: PAGE });
      const known = new Set(this.messages.map((record) => record.id));
      const older = (answer.messages ?? []).filter((message) => !known.has(message.message_id)).map((message) => this.wrap(message));
      this.more = answer.more ?? older.length >= PAGE;
      this.messages = [...older, ...this.messages];
      if (older.length) this.changed();
      return older.length > 0;
    } catch {
      return false;
    } finally {
      this.fetching = false;
    }
  }

  /** The server names the pinned message itself, or the ids of all pinned ones. */
  pinnedOf(pinned) {
    if (!Array.isArray(pinned)) return pinned ?? null;
    return this.find(pinned.at(-1))?.message ?? null;
  }

  wrap(message, fresh = false) {
    return { id: message.message_id, message, revision: ++this.revision, fresh };
  }

  find(id) {
    return this.messages.find((record) => record.id === id) ?? null;
  }

  /** The messages are of this topic? Without a topic chosen all of the chat are. */
  covers(message) {
    if (this.thread === undefined || this.thread === null) return true;
    const own = message.is_topic_message || message.forum_topic_created ? message.message_thread_id : undefined;
    return this.thread === 1 ? own === undefined || own === 1 : own === this.thread;
  }

  take(event) {
    if (this.waiting) this.waiting.push(event);
    else if (this.apply(event)) this.changed();
  }

  apply(event) {
    switch (event.type) {
      case "message":
      case "edited":
        return this.covers(event.message) && this.put(event.message, event.type === "message");
      case "deleted": {
        const gone = new Set(event.messages);
        if (this.pinned && gone.has(this.pinned.message_id)) this.pinned = null;
        this.messages = this.messages.filter((record) => !gone.has(record.id));
        return true;
      }
      case "reaction": {
        const record = this.find(event.message);
        if (record) this.replace(record, { ...record.message, reactions: event.reactions });
        return Boolean(record);
      }
      case "pinned":
        this.pinned = event.message ?? null;
        return true;
    }
    return false;
  }

  put(message, isNew) {
    const record = this.find(message.message_id);
    if (record) {
      this.replace(record, { reactions: record.message.reactions, ...message });
      return true;
    }
    const last = this.messages.at(-1);
    if (!isNew && (!last || message.message_id < this.messages[0].id)) return false; // an edit of something that is not shown
    this.messages.push(this.wrap(message, true));
    if (last && last.id > message.message_id) this.messages.sort((one, other) => one.id - other.id);
    if (this.messages.length > KEEP && !this.readers) {
      this.messages.splice(0, this.messages.length - KEEP);
      this.more = true;
    }
    return true;
  }

  replace(record, message) {
    record.message = message;
    record.revision = ++this.revision;
  }
}
