// Service messages in words: who joined, which topic was closed, what was pinned.
import { t } from "./i18n.js";
import { store } from "./store.js";

const name = (user) => [user?.first_name, user?.last_name].filter(Boolean).join(" ") || "?";
const short = (message) => (message?.text ?? message?.caption ?? "…").slice(0, 40);

const KINDS = {
  new_chat_members: (m) => {
    const who = m.new_chat_members.map(name).join(", ");
    return m.new_chat_members.length === 1 && m.new_chat_members[0].id === m.from?.id ? t("s-joined", { who }) : t("s-added", { by: name(m.from), who });
  },
  left_chat_member: (m) => (m.left_chat_member.id === m.from?.id ? t("s-left", { who: name(m.from) }) : t("s-removed", { by: name(m.from), who: name(m.left_chat_member) })),
  new_chat_title: (m) => t("s-title", { by: name(m.from), title: m.new_chat_title }),
  new_chat_photo: (m) => t("s-photo", { by: name(m.from) }),
  delete_chat_photo: (m) => t("s-photo-gone", { by: name(m.from) }),
  group_chat_created: (m) => t("s-group", { by: name(m.from) }),
  supergroup_chat_created: (m) => t("s-group", { by: name(m.from) }),
  pinned_message: (m) => t("s-pinned", { by: name(m.from), text: short(m.pinned_message) }),
  migrate_to_chat_id: () => t("s-migrated"),
  migrate_from_chat_id: () => t("s-migrated"),
  message_auto_delete_timer_changed: (m) => t("s-timer", { seconds: m.message_auto_delete_timer_changed.message_auto_delete_time }),
  forum_topic_created: (m) => t("s-topic", { by: name(m.from), topic: m.forum_topic_created.name }),
  forum_topic_edited: (m) => (m.forum_topic_edited.name ? t("s-topic-name", { by: name(m.from), topic: m.forum_topic_edited.name }) : t("s-topic-icon", { by: name(m.from) })),
  forum_topic_closed: (m) => t("s-topic-closed", { by: name(m.from) }),
  forum_topic_reopened: (m) => t("s-topic-open", { by: name(m.from) }),
  general_forum_topic_hidden: (m) => t("s-general-hidden", { by: name(m.from) }),
  general_forum_topic_unhidden: (m) => t("s-general-shown", { by: name(m.from) }),
  write_access_allowed: () => t("s-write"),
  users_shared: () => t("s-shared"),
  chat_shared: () => t("s-shared"),
  web_app_data: (m) => t("s-web-app", { label: m.web_app_data.button_text }),
};

/** The line for a service message; null for an ordinary one. */
export function serviceText(message) {
  for (const kind of Object.keys(KINDS)) {
    const value = message[kind];
    if (value === undefined || value === null || value === false || (Array.isArray(value) && !value.length)) continue;
    return KINDS[kind](message);
  }
  return null;
}

/** The topic's name for a message of a forum, when the whole group is shown at once. */
export function topicName(chat, thread) {
  return store.chat(chat)?.topics?.find((topic) => topic.message_thread_id === thread)?.name ?? null;
}
