// The live line to the server. It comes back by itself; what was missed meanwhile is loaded again by the store.
const FIRST_WAIT = 250;
const LONGEST_WAIT = 5000;

export class Socket {
  /** onEvent(event) for each message; onStatus("online" | "reconnecting"). */
  constructor({ onEvent, onStatus }) {
    this.onEvent = onEvent;
    this.onStatus = onStatus;
    this.wait = FIRST_WAIT;
    this.timer = null;
    addEventListener("online", () => this.retryNow());
    document.addEventListener("visibilitychange", () => document.hidden || this.retryNow());
  }

  open() {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const line = new WebSocket(`${scheme}://${location.host}/control/ws`);
    this.line = line;
    line.onopen = () => {
      this.wait = FIRST_WAIT;
      this.onStatus("online");
    };
    line.onmessage = (message) => this.onEvent(JSON.parse(message.data));
    line.onclose = () => {
      if (this.line !== line) return;
      this.line = null;
      this.onStatus("reconnecting");
      // Half of the wait is random, so that many open pages do not come back in the same instant.
      this.timer = setTimeout(() => this.open(), this.wait * (0.5 + Math.random() / 2));
      this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
    };
  }

  retryNow() {
    if (this.line || !this.timer) return;
    clearTimeout(this.timer);
    this.wait = FIRST_WAIT;
    this.open();
  }
}
