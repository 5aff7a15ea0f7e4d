"""The first world: bots, people, groups and columns read from a YAML file (``world.yaml`` is the page's first screen)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from simulator.model import ADMIN_RIGHTS, Member
from simulator.world import World

DEFAULT = Path(__file__).parent / "world.yaml"
BOT_RIGHTS = dict.fromkeys(ADMIN_RIGHTS, True) | {"can_promote_members": False, "is_anonymous": False}


def load(path: Path = DEFAULT) -> dict[str, Any]:
    """The file as data. ValueError if it is not a mapping."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(data, dict):
        raise ValueError(f"{path}: a mapping with bots, people, groups and columns expected")
    return data


def plant(world: World, data: dict[str, Any]) -> None:
    """Put the seed into a world. Nobody has written anything yet; ``opened`` chats may be written to by the bot."""
    for bot in data.get("bots", []):
        if bot["token"] not in world.by_token:
            world.add_bot(bot["token"], bot["username"], bot["first_name"], has_topics=bot.get("has_topics", False))
    for entry in data.get("people", []):
        names = {name: entry[name] for name in ("last_name", "username", "language_code") if name in entry}
        person = world.add_person(entry["first_name"], entry["id"], **names)
        if entry.get("opened"):
            for bot_id in world.bots:
                world.private(bot_id, person.id).opened = True
    for entry in data.get("groups", []):
        _group(world, entry)
    world.columns = list(data.get("columns", []))
    world.touch("meta", "columns")


def _group(world: World, entry: dict[str, Any]) -> None:
    chat = world.add_group(entry["title"], entry["id"], bool(entry.get("forum")))
    for number, user in enumerate(entry.get("members", [])):
        world.set_member(chat, user, Member("creator" if number == 0 else "member"))
    for bot_id in world.bots:
        admin = entry.get("bot_admin", True)
        world.set_member(chat, bot_id, Member("administrator", dict(BOT_RIGHTS)) if admin else Member())
