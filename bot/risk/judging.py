"""What a find comes to: rules, finds, the result of a message, and how its context lowers a find, or may not.

Levels: ``alert`` a human is told at once; ``ask`` acknowledge and offer questions; ``note`` a mark for the helper; ``none``.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from bot.risk import second
from bot.risk.second import Said

LEVELS = ("none", "note", "ask", "alert")
CATEGORIES = ("suicide", "self_harm", "violence", "abuse", "psychosis", "emergency", "friend")


@dataclass(frozen=True, slots=True)
class Rule:
    """``floor``: no context but another person's name lowers it. ``about``: "own" (lowered when it is somebody else) or "any".

    ``explicit``: said so plainly that the second stage does not lower it either, where it is said of oneself.
    ``weight``: what a note counts towards ``ask`` when several come together in one message. ``beside``: categories and ids of rules; it says nothing
    alone, and counts where one of them asks in the same message ("on the roof", "right now"), but for the rules that it stands ``apart`` from.
    """

    id: str
    category: str
    level: str
    floor: bool = False
    about: str = "own"
    weight: int = 0
    needs_me: bool = False
    explicit: bool = False
    beside: frozenset[str] = frozenset()
    apart: frozenset[str] = frozenset()

    def stands_beside(self, category: str, rule: str) -> bool:
        """Whether it counts beside what such a rule asks about; beside what words weigh together only where it names that too."""
        if rule in self.apart:
            return False
        return {rule, category} <= self.beside if rule == second.RULE else not self.beside.isdisjoint((category, rule))


@dataclass(frozen=True, slots=True)
class Find:
    """One rule's find: offsets into the original text, the level it came to, and why."""

    rule: str
    category: str
    level: str
    start: int
    end: int
    contexts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """``finds`` are those that count, the highest level first. ``category`` is "" where nothing was found.

    ``said``: what there was to weigh, where that was not enough to ask; the next message of the same person is weighed with it.
    """

    level: str = "none"
    category: str = ""
    finds: tuple[Find, ...] = ()
    said: Said | None = field(default=None, compare=False)

    @property
    def rules(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(find.rule for find in self.finds))

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        return tuple(sorted({(find.start, find.end) for find in self.finds}))


NOTHING = Result()


def lowered(result: Result) -> Result:
    """The same finds, as a note."""
    finds = tuple(replace(find, level="note", contexts=(*find.contexts, "outweighed")) if find.level == "ask" else find for find in result.finds)
    return Result("note", result.category, finds)


def judged(rule: Rule, around: frozenset[str]) -> tuple[str, str]:
    """Category and level of a find in its context."""
    level = rule.level
    category = "suicide" if rule.category == "friend" and "oneself" in around else rule.category
    if rule.about == "own":
        if around & {"friend", "third"} and rule.category == "emergency" and not around & {"told", "handled", "past", "denied"}:
            return rule.category, "ask" if around & {"laugh", "trivial", "once"} else level  # whoever it is, help is needed now
        if "friend" in around or "third" in around:
            near = "friend" in around or rule.category == "self_harm"  # "dia liat sayatannya": whosever they are, they are near
            return "friend", ("ask" if near and not around & {"told", "handled", "past", "denied"} and level != "note" else "note")
        if around & {"other", "you"}:
            return rule.category, "note"
    if category == "friend" and "handled" in around:
        return category, "note"
    if level != "alert" and ("recovered" in around or ("since" in around and not rule.explicit)):
        return category, "note"  # long ago, and well since
    over = "then" in around and ("recovered" in around or bool(rule.beside))
    if over and not rule.floor:
        return category, "note"
    if "ended" in around and (over or rule.beside):  # the "now" in it is that of "now I am fine"
        return category, "note" if category == "self_harm" else "ask"
    if rule.floor and ("own" in around or "told" not in around):
        return category, level
    if "denied" in around or ("past" in around and around & {"own", "nobody"} and level != "alert"):
        return category, "note"
    if "own" not in around and "told" in around:
        return category, "note"
    if category == "emergency" and level == "ask" and around & {"laugh", "trivial"}:
        return category, "note"  # "pingsan liat harganya wkwk"
    if level == "alert" and around & {"laugh", "trivial", "past", "once"}:
        return category, "ask"
    return category, level
