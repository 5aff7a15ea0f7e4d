"""What the bot says about itself: commands by scope and language, name, descriptions, menu button, default rights."""

from __future__ import annotations

import json
import re
from typing import Any

from simulator.call import Call
from simulator.errors import bad_request
from simulator.members import NEWER, admin_rights
from simulator.methods.registry import method
from simulator.model import Bot, Chat, Json, is_here

_COMMAND = re.compile(r"/?[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"[a-z]{2}")
MOST_COMMANDS = 100
LIMITS = {"name": 64, "description": 512, "short_description": 120}


def language_of(call: Call) -> str:
    """The ``language_code``: empty or two small letters."""
    code = call.p.get("language_code") or ""
    if code and not _LANGUAGE.fullmatch(code):
        raise bad_request("invalid language code specified")
    return str(code)


def scope_key(call: Call) -> str:
    """The scope as a key, with its language; 400 for a chat that is not there."""
    scope = call.p.get("scope") or {"type": "default"}
    if "chat_id" in scope:
        inner = Call(call.core, call.bot, call.method, {"chat_id": scope["chat_id"]}, {})
        scope = {**scope, "chat_id": inner.chat().id}
        if scope["type"] != "chat" and scope["chat_id"] > 0:
            raise bad_request(f"can't set commands for {scope['type'].replace('_', ' ')} of a private chat")
    return key(scope, language_of(call))


def key(scope: Json, language: str) -> str:
    """A key that does not depend on the order of the fields."""
    return json.dumps([scope["type"], scope.get("chat_id"), scope.get("user_id"), language])


@method("setMyCommands")
def set_my_commands(call: Call) -> bool:
    """The commands of a scope and a language."""
    commands = [checked(command) for command in call.p["commands"]]
    if len(commands) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    call.bot.commands[scope_key(call)] = commands
    changed(call)
    return True


def checked(command: Json) -> Json:
    """A BotCommand: 1 to 32 small letters, digits, underscores; a description of 1 to 256 characters."""
    if not _COMMAND.fullmatch(command["command"]):
        raise bad_request("BOT_COMMAND_INVALID")
    if not command["description"].strip():
        raise bad_request("command description must be non-empty")
    if len(command["description"]) > 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {**command, "command": command["command"].removeprefix("/")}


def changed(call: Call) -> None:
    """Store, and tell the page to read the commands again."""
    call.world.touch("bot", call.bot.id)
    call.world.emit({"type": "commands", "bot": call.bot.id})


@method("getMyCommands")
def get_my_commands(call: Call) -> list[Json]:
    """The commands of exactly this scope and language."""
    return call.bot.commands.get(scope_key(call), [])


@method("deleteMyCommands")
def delete_my_commands(call: Call) -> bool:
    """No commands for this scope and language."""
    call.bot.commands.pop(scope_key(call), None)
    changed(call)
    return True


def shown_to(bot: Bot, chat: Chat, person: int, language: str | None) -> list[Json]:
    """The commands that a person sees in a chat: the narrowest scope that has any, in the person's language or else in none."""
    for scope in _scopes(chat, person):
        for code in ((language or "")[:2], ""):
            commands = bot.commands.get(key(scope, code))
            if commands:
                return commands
    return []


def _scopes(chat: Chat, person: int) -> list[Json]:
    """The order is the one of "Determining list of commands" in the Bot API's documentation."""
    if chat.private:
        return [{"type": "chat", "chat_id": chat.id}, {"type": "all_private_chats"}, {"type": "default"}]
    member = chat.members.get(person)
    boss = is_here(member) and member is not None and member.status in ("creator", "administrator")
    scopes: list[Json] = [{"type": "chat_member", "chat_id": chat.id, "user_id": person}]
    scopes += [{"type": "chat_administrators", "chat_id": chat.id}] if boss else []
    scopes += [{"type": "chat", "chat_id": chat.id}]
    scopes += [{"type": "all_chat_administrators"}] if boss else []
    return [*scopes, {"type": "all_group_chats"}, {"type": "default"}]


def default_commands(bot: Bot) -> list[Json]:
    """The commands of the default scope without a language."""
    return bot.commands.get(key({"type": "default"}, ""), [])


@method("setMyName", "setMyDescription", "setMyShortDescription")
def set_text(call: Call) -> bool:
    """Name, description or short description, by language."""
    field = text_field(call.method)
    value = call.p.get(field) or ""
    if len(value) > LIMITS[field]:
        raise bad_request(f"BOT_{'TITLE' if field == 'name' else 'ABOUT' if field.startswith('short') else 'DESCRIPTION'}_INVALID")
    call.bot.profile.setdefault(field, {})[language_of(call)] = value
    if field == "name" and value and not language_of(call):
        call.bot.first_name = value
        call.bot.refresh()
    changed(call)
    return True


def text_field(name: str) -> str:
    """``setMyShortDescription`` → ``short_description``."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name[5:]).lower()


@method("getMyName", "getMyDescription", "getMyShortDescription")
def get_text(call: Call) -> Json:
    """Name, description or short description, in the language or else in none."""
    field = text_field(call.method)
    known = call.bot.profile.get(field, {})
    default = call.bot.first_name if field == "name" else ""
    return {field: known.get(language_of(call)) or known.get("") or default}


@method("setChatMenuButton")
def set_menu_button(call: Call) -> bool:
    """The button beside the text box, for one private chat or for all."""
    owner = str(call.chat().id) if "chat_id" in call.p else ""
    call.bot.profile.setdefault("menu_button", {})[owner] = call.p.get("menu_button") or {"type": "default"}
    changed(call)
    return True


@method("getChatMenuButton")
def get_menu_button(call: Call) -> Any:
    """The button of a chat, or the one for all."""
    known = call.bot.profile.get("menu_button", {})
    owner = str(call.chat().id) if "chat_id" in call.p else ""
    return known.get(owner) or known.get("") or {"type": "commands"}


@method("setMyDefaultAdministratorRights")
def set_default_rights(call: Call) -> bool:
    """The rights that the bot asks for when it is made an administrator."""
    rights = call.p.get("rights") or {}
    call.bot.profile.setdefault("rights", {})["channels" if call.p.get("for_channels") else "groups"] = rights
    changed(call)
    return True


@method("getMyDefaultAdministratorRights")
def get_default_rights(call: Call) -> Json:
    """The same, read."""
    known = call.bot.profile.get("rights", {}).get("channels" if call.p.get("for_channels") else "groups", {})
    more = {"is_anonymous": False, "can_manage_direct_messages": False, "can_manage_tags": False, **NEWER}
    return {**admin_rights(known), **more, **{name: bool(value) for name, value in known.items()}}
