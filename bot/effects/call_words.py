"""What whoever answers a call reads of it: everything the person wrote in the last hour in which there was a sign of danger, in order."""

from __future__ import annotations

from bot.store import alerts, signs
from bot.turn import Turn

HOUR, WEEK = 3_600_000, 604_800_000  # ms
SHOWN = 2500  # characters of a card, at the most


def words_of(turn: Turn, person: int, own: str, alert: int) -> str:
    """The words for a new reason of a call, if the person agreed: what is not said in its other reasons yet. ``own``: those that raised it."""
    unit = turn.unit
    if not turn.person(person).consent:
        return ""
    said = signs.told(unit, person, unit.now - HOUR, unit.now - WEEK)
    if own and own not in said:
        said.append(own)
    known = "\n".join(["", *(reason.words for reason in alerts.reasons(unit, alert)), ""])
    return "\n".join(one for one in dict.fromkeys(said) if f"\n{one}\n" not in known)


def shortened(words: str, most: int) -> str:
    """Of many words the first and the newest. ``most`` is counted as Telegram counts: an emoji is two."""
    units = words.encode("utf-16-le")
    if len(units) <= 2 * most:
        return words
    first = most // 3
    begin, end = units[: 2 * first], units[-2 * (most - first - 3) :]
    return "…\n…".join(part.decode("utf-16-le", "ignore") for part in (begin, end))
