"""Words in which the risk rules found something, as they are kept and shown to whoever answers."""

from __future__ import annotations

from conversations.effects.risk import KeepSign
from conversations.kit import Command, Edited, Effect, Facts, Media, Ref, Say, Text, go, say

HURT = "abuse"  # the category of what somebody else does to the writer
Signed = Text | Edited | Media | Command


def numbers(category: str = "") -> Ref:
    """Whom to call; to whoever is being hurt by somebody first those who help with that."""
    return Ref("services.card_violence" if category == HURT else "services.card")


def for_helpers(alone: bool = True) -> Say:
    """What one can do for a friend; ``alone`` with the bot with a way on for oneself, because it may be about oneself after all."""
    return say("screen.friend", *((go("about_me", "counselor", "sos", columns=2),) if alone else ()), lane="crisis")


def kept(event: Signed, facts: Facts) -> tuple[Effect, ...]:
    """Before consent nothing is kept."""
    return (KeepSign(event.level, event.category, event.crisis, marked(event), event.earlier),) if facts.consented and event.level else ()


def words_of(event: Signed) -> str:
    return event.argument if isinstance(event, Command) else event.caption if isinstance(event, Media) else event.text


def marked(event: Signed) -> str:
    """The words with what was found in them between « and »; nothing in messages that only say it together."""
    words, pieces, done = words_of(event), list[str](), 0
    for start, end in joined(event.spans) if not event.earlier else ():
        pieces += [words[done:start], "«", words[start:end], "»"]
        done = end
    return "".join([*pieces, words[done:]])


def joined(spans: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
    """Places that overlap or touch as one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
