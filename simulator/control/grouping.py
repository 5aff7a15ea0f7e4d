"""Control calls on groups: make them, change them, give the bot rights or put it out, topics by people."""

from __future__ import annotations

from typing import Any

from simulator.control.routes import Args, Json, route
from simulator.errors import ControlError
from simulator.model import ADMIN_RIGHTS, Chat, Member
from simulator.seed import BOT_RIGHTS


def bot_member(admin: bool, rights: Json | None) -> Member:
    """The bot's standing as told by ``bot_admin`` or ``bot_rights``."""
    if rights is not None:
        unknown = set(rights) - {*ADMIN_RIGHTS, "is_anonymous"}
        if unknown:
            raise ControlError(f"there is no right {', '.join(sorted(unknown))}; there are {', '.join(ADMIN_RIGHTS)}")
        return Member("administrator", {name: bool(value) for name, value in rights.items()})
    return Member("administrator", dict(BOT_RIGHTS)) if admin else Member()


def owner_of(api: Any, chat: Chat) -> Json:
    """Who acts in the group where nobody is named: its owner, or anybody."""
    owner = next((user for user, member in chat.members.items() if member.status == "creator"), None)
    people = [user for user in chat.members if user in api.world.people]
    number = owner or (people[0] if people else None)
    return dict(api.world.user(number) or {"id": 777000, "is_bot": False, "first_name": "Telegram"})


@route("POST", "/groups")
def add_group(api: Any, args: Args) -> Json:
    """A new group; the first member owns it. Every bot of the world is in it, and is told so."""
    title, members, forum = args.get("title", str), args.get("members", list, []), args.get("forum", bool, False)
    admin, rights = args.get("bot_admin", bool, True), args.get("bot_rights", dict, None)
    kind, number = args.get("type", str, "supergroup"), args.get("id", int, None)
    args.finish()
    if not title.strip():
        raise ControlError("'title' must not be empty")
    if kind not in ("group", "supergroup"):
        raise ControlError("'type' must be group or supergroup")
    if kind == "group" and forum:
        raise ControlError("only supergroups have topics")
    for user in members:
        api.world.person(user)
    member = bot_member(admin, rights)
    chat = api.world.add_group(title.strip(), number, forum, kind)
    for index, user in enumerate(members):
        api.world.set_member(chat, user, Member("creator" if index == 0 else "member"))
    for bot in api.world.bots:
        api.core.groups.set_member(chat, bot, member, owner_of(api, chat))
    return dict(api.world.chat_view(chat))


@route("PATCH", "/groups/{group}")
def change_group(api: Any, args: Args, group: int) -> Json:
    """Title, topics on or off, the bot's rights, the bot put out or taken in, migration."""
    chat = api.world.group(group)
    if chat.migrated_to is not None:
        raise ControlError(f"this group has become the supergroup {chat.migrated_to}", 409)
    title, forum = args.get("title", str, None), args.get("forum", bool, None)
    admin, rights = args.get("bot_admin", bool, None), args.get("bot_rights", dict, None)
    migrate, kick = args.get("migrate", bool, False), args.get("kick_bot", bool, False)
    add, bot = args.get("add_bot", bool, False), args.get("bot", int, api.world.first_bot.id)
    args.finish()
    if bot not in api.world.bots:
        raise ControlError(f"no bot {bot}", 404)
    actor = owner_of(api, chat)
    if title is not None:
        api.core.groups.rename(chat, actor, title)
    if forum is not None:
        api.core.groups.set_forum(chat, forum)
    if admin is not None or rights is not None:
        api.core.groups.set_member(chat, bot, bot_member(bool(admin), rights), actor)
    if kick:
        api.core.groups.leave(chat, bot, actor, banned=True)
    if add:
        api.core.groups.join(chat, bot, actor)
    return dict(api.world.chat_view(api.core.groups.migrate(chat) if migrate else chat))


@route("POST", "/groups/{group}/topics")
def add_topic(api: Any, args: Args, group: int) -> Json:
    """A topic made by a person."""
    chat, name = api.world.group(group), args.get("name", str)
    person = args.get("person", int, None)
    args.finish()
    if not chat.is_forum:
        raise ControlError("this group has no topics", 409)
    actor = api.world.person(person).user if person else owner_of(api, chat)
    topic = api.core.groups.create_topic(chat, actor, name)
    return {"message_thread_id": topic.id, "name": topic.name, "icon_color": topic.icon_color}


@route("PATCH", "/groups/{group}/topics/{thread}")
def change_topic(api: Any, args: Args, group: int, thread: int) -> Json:
    """Rename, close, reopen or delete a topic, as a person does it."""
    chat = api.world.group(group)
    topic = chat.topics.get(thread)
    if topic is None:
        raise ControlError(f"there is no topic {thread} in this group", 404)
    name, closed, delete = args.get("name", str, None), args.get("closed", bool, None), args.get("delete", bool, False)
    args.finish()
    actor = owner_of(api, chat)
    if name:
        api.core.groups.edit_topic(chat, actor, topic, name, None)
    if closed is not None and closed != topic.closed:
        api.core.groups.set_closed(chat, actor, topic, closed)
    if delete:
        if topic.id == 1:
            raise ControlError("General cannot be deleted", 409)
        api.core.groups.delete_topic(chat, topic)
    return dict(api.world.chat_view(chat))
