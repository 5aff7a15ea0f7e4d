// The list of messages of a column: dates, runs of one sender, albums. After each change the wanted blocks are compared with those
// on the page by a signature; only what differs is built again, so a busy chat costs little.
import { h, fill, perFrame } from "./dom.js";
import { icon } from "./icons.js";
import { t, dayKey, longDay } from "./i18n.js";
import { renderBlock } from "./message.js";
import { serviceText, topicName } from "./service.js";

const RUN = 600; // seconds between two messages of one run
const NEAR = 80; // pixels from the bottom that still count as "at the bottom"

export class History {
  constructor(view) {
    this.view = view;
    this.shown = new Map();
    this.atBottom = true;
    this.unread = 0;
    this.list = h("div", { class: "messages" });
    this.empty = h("div", { class: "empty", hidden: true });
    this.typing = h("div", { class: "typing", hidden: true, "data-testid": "typing" });
    this.node = h("div", {
      class: "history", role: "log", "aria-live": "polite", "aria-relevant": "additions", tabindex: "0", "data-testid": "history",
      onscroll: () => this.scrolled(), onkeydown: (event) => this.keys(event),
    }, this.empty, this.list, this.typing);
    this.jump = h("button", { type: "button", class: "jump round", hidden: true, "data-testid": "jump", "aria-label": t("to-newest"), onclick: () => this.toBottom(true) }, icon("down"), h("span", { class: "count" }));
    this.sync = perFrame(() => this.draw());
    // Pictures load late and the keyboard below opens: whoever was at the bottom stays there.
    this.observer = new ResizeObserver(() => this.atBottom && this.toBottom());
    this.observer.observe(this.node);
    this.observer.observe(this.list);
  }

  use(log) {
    this.leave?.();
    this.log = log;
    this.shown.clear();
    this.list.replaceChildren();
    this.first = true;
    this.atBottom = true;
    this.unread = 0;
    const changed = () => this.sync();
    log.addEventListener("change", changed);
    this.leave = () => {
      log.removeEventListener("change", changed);
      if (this.reading) log.readers -= 1;
      this.reading = false;
    };
    this.draw();
  }

  close() {
    this.leave?.();
    this.observer.disconnect();
  }

  /** [{key, signature, build}] of what should be on the page. */
  *wanted() {
    const { view } = this;
    const allTopics = view.isForum && this.log.thread === undefined;
    const records = this.log.messages;
    let day = null;
    let topic = null;
    for (let index = 0; index < records.length; ) {
      const message = records[index].message;
      const today = dayKey(message.date);
      if (today !== day) {
        day = today;
        topic = null;
        yield { key: `day ${today}`, signature: longDay(message.date), build: () => h("div", { class: "day", role: "separator" }, h("span", {}, longDay(message.date))) };
      }
      const thread = allTopics && message.is_topic_message ? message.message_thread_id : 1;
      if (allTopics && thread !== topic && !serviceText(message)) {
        topic = thread;
        const name = thread === 1 ? t("general") : (topicName(view.chat, thread) ?? `#${thread}`);
        yield { key: `topic ${message.message_id}`, signature: name, build: () => h("button", { type: "button", class: "topic-line", dir: "auto", onclick: () => view.chooseTopic(thread) }, `# ${name}`) };
      }
      let end = index + 1;
      while (message.media_group_id && records[end]?.message.media_group_id === message.media_group_id) end += 1;
      const block = { records: records.slice(index, end), first: !joined(records[index - 1], records[index]), last: !joined(records[end - 1], records[end]) };
      const fresh = records[index].fresh && !this.first;
      yield {
        key: `m ${message.message_id}`, fresh,
        signature: [view.person, ...block.records.map((record) => `${record.id}.${record.revision}`), block.first, block.last].join(" "),
        build: () => renderBlock(block, view),
      };
      index = end;
    }
  }

  draw() {
    const { list } = this;
    const height = list.scrollHeight;
    const top = this.node.scrollTop;
    const before = this.shown;
    this.shown = new Map();
    let place = list.firstChild;
    let prepended = false;
    let added = 0;
    let meetsOld = before.size === 0;
    for (const item of this.wanted()) {
      const old = before.get(item.key);
      if (old) meetsOld = true;
      else if (!meetsOld) prepended = true;
      if (old?.signature === item.signature) {
        if (old.node === place) place = place.nextSibling;
        else list.insertBefore(old.node, place);
        this.shown.set(item.key, old);
        before.delete(item.key);
        continue;
      }
      const node = item.build();
      if (!old && item.fresh) node.classList.add("fresh");
      if (!old && item.fresh && !node.matches(".out")) added += 1;
      if (old) this.exchange(old.node, node, place === old.node ? () => (place = node.nextSibling) : () => {});
      else list.insertBefore(node, place);
      this.shown.set(item.key, { node, signature: item.signature });
      before.delete(item.key);
    }
    for (const { node } of before.values()) node.remove();
    this.settle({ prepended, height, top, added });
  }

  /** Puts a newly built node in the place of the old one; the focus stays with the message. */
  exchange(old, node, after) {
    const focused = old.contains(document.activeElement) ? document.activeElement : null;
    const label = focused?.textContent;
    old.replaceWith(node);
    after();
    if (!focused) return;
    const same = [...node.querySelectorAll("button")].find((button) => label && button.textContent === label);
    (same ?? node).focus({ preventScroll: true });
  }

  settle({ prepended, height, top, added }) {
    const some = this.log.messages.length > 0;
    this.empty.hidden = some || !this.log.loaded;
    if (this.atBottom) this.toBottom();
    else if (prepended) this.node.scrollTop = top + this.list.scrollHeight - height;
    if (added && !this.atBottom) this.unread += added;
    if (this.log.loaded) this.first = false;
    this.view.drawn?.(some, added);
    this.showJump();
  }

  toBottom(smooth = false) {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.node.scrollTo({ top: this.node.scrollHeight, behavior: smooth && !calm ? "smooth" : "instant" });
  }

  scrolled() {
    const { node } = this;
    this.atBottom = node.scrollHeight - node.scrollTop - node.clientHeight < NEAR;
    if (this.atBottom) this.unread = 0;
    if (this.log && this.atBottom === Boolean(this.reading)) {
      this.reading = !this.atBottom;
      this.log.readers += this.reading ? 1 : -1;
    }
    if (node.scrollTop < 240 && !this.atBottom) this.log?.earlier();
    this.showJump();
  }

  showJump() {
    this.jump.hidden = this.atBottom;
    fill(this.jump.querySelector(".count"), this.unread || "");
  }

  jumpTo(id) {
    const node = [...this.list.querySelectorAll("[data-message]")].find((one) => (one.dataset.messages ?? one.dataset.message).split(" ").includes(String(id)));
    if (!node) return false;
    node.scrollIntoView({ block: "center" });
    node.classList.remove("flash");
    void node.offsetWidth; // restarts the animation
    node.classList.add("flash");
    return true;
  }

  keys(event) {
    const messages = [...this.list.querySelectorAll("[data-testid=message]")];
    const at = messages.indexOf(document.activeElement);
    const target = { ArrowUp: at < 0 ? messages.length - 1 : at - 1, ArrowDown: at < 0 ? messages.length - 1 : at + 1, Home: 0, End: messages.length - 1 }[event.key];
    if (target !== undefined && (at >= 0 || document.activeElement === this.node)) {
      event.preventDefault();
      messages[Math.max(0, Math.min(target, messages.length - 1))]?.focus();
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      messages[at].querySelector(".more")?.click();
    } else if (event.key === "Escape" && at >= 0) this.view.composer.focus();
  }
}

function joined(record, next) {
  if (!record || !next) return false;
  const [one, two] = [record.message, next.message];
  if (serviceText(one) || serviceText(two)) return false;
  return one.from?.id === two.from?.id && one.sender_chat?.id === two.sender_chat?.id && two.date - one.date < RUN && dayKey(one.date) === dayKey(two.date);
}
