"""Reply markup: the limits of the real server, and which keyboard a person sees below the text box.

Inline keyboards belong to their message. Reply keyboards belong to the chat: each person in it sees the last one meant for them
(``selective``: those mentioned, or the one replied to), until one that removes it.
"""

from __future__ import annotations

from typing import Any

from simulator.errors import bad_request
from simulator.model import Chat, Json
from simulator.world import World

MOST_BUTTONS = 100
LONGEST_DATA = 64
ACTIONS = (
    "callback_data",
    "url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "web_app",
    "login_url",
    "pay",
    "callback_game",
    "copy_text",
)
NOT_IN_GROUPS = ("request_contact", "request_location", "request_poll", "request_users", "request_chat", "web_app")


def checked(markup: Json | None) -> Json | None:
    """The markup if the real server would take it; 400 otherwise. An inline keyboard without buttons counts as none."""
    if not markup:
        return None
    if "inline_keyboard" in markup:
        return _inline(markup["inline_keyboard"])
    if "keyboard" in markup:
        return _reply(markup)
    if markup.get("remove_keyboard") is False or markup.get("force_reply") is False:
        return None
    return markup


def _inline(rows: list[list[Json]]) -> Json | None:
    kept = [row for row in rows if row]
    if sum(map(len, kept)) > MOST_BUTTONS:
        raise bad_request("reply markup is too long")
    for row in kept:
        for button in row:
            _inline_button(button)
    return {"inline_keyboard": kept} if kept else None


def _inline_button(button: Json) -> None:
    if not button.get("text"):
        raise bad_request("inline keyboard button text must be non-empty")
    actions = [name for name in ACTIONS if name in button]
    if not actions:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    data = button.get("callback_data")
    if data is not None and not 1 <= len(str(data).encode()) <= LONGEST_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    url = button.get("url")
    if url is not None and not _valid_url(url):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def _valid_url(url: str) -> bool:
    if url.startswith(("tg://", "ton://", "tonsite://")):
        return True
    host = url.removeprefix("https://").removeprefix("http://").split("/")[0]
    return bool(host) and " " not in url and ("." in host or host.startswith("localhost")) and "://" not in host


def _reply(markup: Json) -> Json | None:
    rows = [[{"text": button} if isinstance(button, str) else button for button in row] for row in markup["keyboard"]]
    rows = [row for row in rows if row]
    if not rows:
        return None
    if sum(map(len, rows)) > 300:
        raise bad_request("reply markup is too long")
    if any(not button.get("text") for row in rows for button in row):
        raise bad_request("keyboard button text must be non-empty")
    return {**markup, "keyboard": rows}


def shown_in_message(markup: Json | None) -> Json:
    """The part of the markup that becomes a field of the message."""
    return {"reply_markup": markup} if markup and "inline_keyboard" in markup else {}


def show(world: World, chat: Chat, message: Json, markup: Json | None) -> None:
    """Put a reply keyboard (or its removal, or a forced reply) before those it is meant for."""
    if not markup or "inline_keyboard" in markup:
        return
    if any(name in button for row in markup.get("keyboard", []) for button in row for name in NOT_IN_GROUPS) and not chat.private:
        raise bad_request("can't use the button in the chat")
    for person in _meant(world, chat, message, bool(markup.get("selective"))):
        if markup.get("remove_keyboard"):
            chat.keyboards.pop(person, None)
        else:
            chat.keyboards[person] = markup
        world.emit({"type": "keyboard", "bot": chat.bot_id or None, "chat": chat.id, "person": person, "keyboard": keyboard(chat, person)})
    world.touch("chat", chat.key)


def keyboard(chat: Chat, person: int) -> Any:
    """The reply keyboard that a person sees, or None."""
    markup = chat.keyboards.get(person)
    return markup if markup and "keyboard" in markup else None


def _meant(world: World, chat: Chat, message: Json, selective: bool) -> list[int]:
    people = [chat.id] if chat.private else [user for user in chat.members_here() if user in world.people]
    if not selective or chat.private:
        return people
    replied = message.get("reply_to_message", {}).get("from", {}).get("id")
    text = message.get("text", "").lower()
    named = {user for user in people if (name := world.people[user].username) and f"@{name.lower()}" in text}
    mentioned = {one["user"]["id"] for one in message.get("entities", []) if "user" in one}
    return [user for user in people if user == replied or user in named or user in mentioned]
