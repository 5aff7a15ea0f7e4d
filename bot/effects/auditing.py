"""A page of the audit log, for coordinators. That somebody read it is itself in it."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import islice
from zoneinfo import ZoneInfo

from bot.effects import handles
from bot.store import audits, updates
from bot.store.audits import Entry
from bot.turn import Scene, Turn
from conversations.effects.steering import ShowAudit
from conversations.kit import go, menu, say

PAGE, FARTHEST = 15, 20_000


@handles(ShowAudit)
def show(effect: ShowAudit, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    reader = turn.person(scene.owner)
    if not turn.world.access.allowed(reader, "board"):
        return
    lines = (
        line for entry in audits.newest(turn.unit, FARTHEST) if effect.word.casefold() in (line := _line(turn, entry, reader.language)).casefold()
    )
    found = list(islice(lines, effect.page * PAGE, (effect.page + 1) * PAGE + 1))
    updates.audit(turn.unit, reader.id, "audit.read", effect.page)  # not what was looked for: it may be a name
    older = ("older",) if len(found) > PAGE else ()
    ways = (menu("audit", *older, *(("newest",) if effect.word or effect.page else ()), "close"), go("board", "help", columns=2))
    key = "audit.page" if found else "audit.nothing"
    said = say(key, *ways, lines="\n".join(found[:PAGE]), page=effect.page + 1) if found else say(key, *ways)
    turn.say(reader, said, scene.conversation)


def _line(turn: Turn, entry: Entry, language: str) -> str:
    """Who did what to which row, when. People are numbers here; only the staff stands by name."""
    config, texts = turn.world.config, turn.world.renderer.texts
    zone = ZoneInfo(config.zones[config.default_language][0])
    when = datetime.fromtimestamp(entry.at / 1000, UTC).astimezone(zone).strftime("%d.%m. %H:%M")
    key = f"audit.action.{entry.action}"
    what = texts.render(language, key, plain=True) if texts.has(language, key) else entry.action.replace(".", " ").replace("_", " ")
    return f"{when} · {_who(turn, entry, language)} · {what} #{entry.subject % 1_000_000}" + (f" · {entry.detail}" if entry.detail else "")


def _who(turn: Turn, entry: Entry, language: str) -> str:
    if entry.actor is None:
        return turn.world.renderer.texts.render(language, "audit.program", plain=True)
    try:
        person = turn.person(entry.actor)
    except LookupError:
        return turn.world.renderer.texts.render(language, "audit.erased", plain=True)
    name = turn.staff_name(person)
    return name or turn.world.renderer.texts.render(language, "audit.person", {"number": entry.actor % 1_000_000}, plain=True)
