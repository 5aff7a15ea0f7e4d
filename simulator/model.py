"""What the world consists of: bots, people, chats, topics, members. Plain data; the rules are in ``world``, ``people`` and ``methods``.

Messages are dictionaries in the Bot API's own form, written once and replaced (never changed) on an edit, so that the journal, the pending
updates and the page may hold on to them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

SENDING_RIGHTS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)
ADMIN_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
    "can_manage_topics",
)


@dataclass(slots=True)
class Bot:
    """A bot account. ``has_topics``: topics in private chats are on. ``reads_all``: privacy mode is off."""

    id: int
    token: str
    username: str
    first_name: str
    has_topics: bool = False
    reads_all: bool = False
    profile: dict[str, Json] = field(default_factory=dict)
    commands: dict[str, list[Json]] = field(default_factory=dict)
    user: Json = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.refresh()

    def refresh(self) -> None:
        """Recompute the User object that messages carry."""
        self.user = {"id": self.id, "is_bot": True, "first_name": self.first_name, "username": self.username}

    def me(self) -> Json:
        """The answer to getMe."""
        return {
            **self.user,
            "can_join_groups": True,
            "can_read_all_group_messages": self.reads_all,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
            "has_topics_enabled": self.has_topics,
            "allows_users_to_create_topics": self.has_topics,
            "can_manage_bots": False,
        }


@dataclass(slots=True)
class Person:
    """A human account."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    deactivated: bool = False
    user: Json = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.refresh()

    def refresh(self) -> None:
        """Recompute the User object that messages carry."""
        optional = {"last_name": self.last_name, "username": self.username, "language_code": self.language_code}
        self.user = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        self.user.update({name: value for name, value in optional.items() if value is not None})


@dataclass(slots=True)
class Topic:
    """A forum topic (or a topic in a private chat); its id is that of the service message that opened it. General has id 1."""

    id: int
    name: str
    icon_color: int = 0x6FB9F0
    icon_custom_emoji_id: str | None = None
    closed: bool = False
    hidden: bool = False


@dataclass(slots=True)
class Member:
    """Somebody's standing in a group: ``status`` as in ChatMember; ``rights`` of an administrator or of a restricted member."""

    status: str = "member"
    rights: dict[str, bool] = field(default_factory=dict)
    until: int = 0
    title: str | None = None
    tag: str | None = None


@dataclass(slots=True)
class Chat:
    """A place with messages. Private chats are one per bot and person; message ids count within the chat."""

    id: int
    type: str
    bot_id: int = 0
    title: str | None = None
    username: str | None = None
    description: str | None = None
    is_forum: bool = False
    opened: bool = False
    blocked: bool = False
    last_id: int = 0
    members: dict[int, Member] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    permissions: dict[str, bool] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    keyboards: dict[int, Json] = field(default_factory=dict)
    migrated_to: int | None = None
    invite_links: list[Json] = field(default_factory=list)
    public: Json = field(default_factory=dict)
    messages: dict[int, Json] = field(default_factory=dict)
    stamps: dict[int, int] = field(default_factory=dict)
    reactions: dict[int, dict[int, list[Json]]] = field(default_factory=dict)
    polls_voted: dict[int, dict[int, list[int]]] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """A name for storage and transcripts, unique in the world."""
        return f"{self.bot_id}:{self.id}" if self.type == "private" else str(self.id)

    @property
    def private(self) -> bool:
        """A chat of one person with one bot."""
        return self.type == "private"

    def members_here(self) -> list[int]:
        """Ids of those who are in the group now."""
        return [user for user, member in self.members.items() if is_here(member)]


def is_here(member: Member | None) -> bool:
    """Whether this standing means being in the group."""
    if member is None:
        return False
    if member.status == "restricted":
        return member.rights.get("is_member", True)
    return member.status in ("creator", "administrator", "member")
