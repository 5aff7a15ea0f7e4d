"""What whoever answers a call reads of it: everything the person wrote in the last hour in which there was a sign of danger, in order; and what they
answered to the short questions."""

from __future__ import annotations

import contextlib

from bot.store import alerts, conversations, signs
from bot.store.alerts import Reason
from bot.turn import Turn
from conversations.flows import FLOWS
from conversations.kit import Ref

HOUR, WEEK = 3_600_000, 604_800_000  # ms
Answers = tuple[tuple[str, str], ...]  # question, answer
SHOWN = 2500  # characters of a card, at the most


def words_of(turn: Turn, person: int, own: str, alert: int) -> str:
    """The words for a new reason of a call, if the person agreed: what is not said in its other reasons yet. ``own``: those that raised it."""
    unit = turn.unit
    if not turn.person(person).consent:
        return ""
    said = signs.told(unit, person, unit.now - HOUR, unit.now - WEEK)
    if own and not any(f"\n{one}".endswith(f"\n{own}") for one in said):
        said.append(own)
    known = "\n".join(["", *(reason.words for reason in alerts.reasons(unit, alert)), ""])
    return "\n".join(one for one in dict.fromkeys(said) if f"\n{one}\n" not in known)


def answers_of(turn: Turn, person: int, given: Answers) -> Answers:
    """What was asked and answered, if the person agreed: also where the call comes in the middle of the questions."""
    if not turn.person(person).consent:
        return ()
    asking = conversations.find(turn.unit, "screen", person) if not given else None
    with contextlib.suppress(ValueError):  # one that cannot be read ends by itself when it is next needed
        return asking.unpack(turn.unit, FLOWS["screen"]).answers if asking is not None else given
    return ()


def given(reasons: list[Reason]) -> Ref:
    """The questions below each other with their answers, each once with the newest."""
    answers = {question: said for reason in reasons for question, said in reason.answers}
    shown = Ref("common.nothing")
    for question, said in reversed(answers.items()):
        shown = Ref("alert.answer", {"question": Ref(f"screen.ask.{question}"), "answer": Ref(f"screen.said.{said}"), "more": shown})
    return Ref("alert.answers", {"lines": shown}) if answers else shown


def shortened(words: str, most: int) -> str:
    """Of many words the first and the newest. ``most`` is counted as Telegram counts: an emoji is two."""
    units = words.encode("utf-16-le")
    if len(units) <= 2 * most:
        return words
    first = most // 3
    begin, end = units[: 2 * first], units[-2 * (most - first - 3) :]
    return "…\n…".join(part.decode("utf-16-le", "ignore") for part in (begin, end))
