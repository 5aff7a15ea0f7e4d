// The control API: plain JSON over fetch, one error type that carries the server's own reason.
import { settings } from "./settings.js";

export class ApiError extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

async function call(method, path, body) {
  let response;
  try {
    response = await fetch(`/control/${path}`, {
      method,
      headers: body === undefined ? {} : { "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new ApiError("offline", 0);
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new ApiError(answer.error ?? response.statusText, response.status);
  return answer;
}

const query = (values) => {
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== null && value !== "");
  return given.length ? `?${new URLSearchParams(given)}` : "";
};

// With several bots the page shows one at a time; it is named only when it is not the server's default.
const withBot = (body) => (settings.bot ? { ...body, bot: settings.bot } : body);
const person = (id, action, body) => call("POST", `people/${id}/${action}`, withBot(body));

export const api = {
  state: () => call("GET", "state"),
  messages: (chat, values) => call("GET", `chats/${chat}/messages${query(withBot(values))}`),
  keyboard: (chat, who) => call("GET", `chats/${chat}/keyboard${query(withBot({ person: who }))}`),
  commands: (who, chat) => call("GET", `commands${query(withBot({ person: who, chat }))}`),
  send: (who, body) => person(who, "send", body),
  edit: (who, body) => person(who, "edit", body),
  remove: (who, body) => person(who, "delete", body),
  react: (who, body) => person(who, "react", body),
  tap: (who, body) => person(who, "tap", body),
  vote: (who, body) => person(who, "vote", body),
  block: (who, blocked) => person(who, "block", { blocked }),
  start: (who, payload) => person(who, "start", { payload }),
  join: (who, chat) => person(who, "join", { chat }),
  leave: (who, chat) => person(who, "leave", { chat }),
  addPerson: (body) => call("POST", "people", body),
  changePerson: (id, body) => call("PATCH", `people/${id}`, body),
  addGroup: (body) => call("POST", "groups", body),
  changeGroup: (id, body) => call("PATCH", `groups/${id}`, withBot(body)),
  addTopic: (group, body) => call("POST", `groups/${group}/topics`, body),
  changeTopic: (group, thread, body) => call("PATCH", `groups/${group}/topics/${thread}`, body),
  clock: (body) => call("POST", "clock", body),
  faults: () => call("GET", "faults"),
  addFault: (body) => call("POST", "faults", body),
  removeFault: (id) => call("DELETE", id === undefined ? "faults" : `faults/${id}`),
  limits: (body) => call("POST", "limits", body),
  journal: (values) => call("GET", `journal${query(values)}`),
  reset: () => call("POST", "reset", {}),
  fileUrl: (fileId) => `/control/files/${encodeURIComponent(fileId)}`,
};
