"""What people's last messages weighed, so that what one writes in three short messages is weighed together (``bot/risk/second.py``).

The sums of a message, in memory only and for minutes: no words, nothing to erase. After a restart it begins anew.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import NamedTuple

from bot.risk.second import BEFORE, Said

WITHIN = 1800  # s in which messages belong together
PEOPLE = 2000  # kept at the most; whoever wrote longest ago goes first


class Kept(NamedTuple):
    """``said`` is None for a message that was answered: what comes after it begins anew."""

    number: int
    at: int
    said: Said | None


class Lately:
    """By person. An update that is tried a second time, or a message that is edited, finds the same as the first time."""

    def __init__(self) -> None:
        self._of: OrderedDict[int, tuple[Kept, ...]] = OrderedDict()

    def before(self, who: int, number: int, at: int) -> tuple[Said, ...]:
        """What this person wrote before a message (its number in the chat, its time in epoch s), the last one last."""
        found: list[Said] = []
        for one in reversed(self._of.get(who, ())):
            if one.number < number:
                if one.said is None or at - one.at > WITHIN or len(found) == BEFORE:
                    break
                found.append(one.said)
        return tuple(reversed(found))

    def keep(self, who: int, number: int, at: int, said: Said | None) -> None:
        """For the messages to come."""
        others = (one for one in self._of.pop(who, ()) if one.number != number)
        self._of[who] = tuple(sorted((*others, Kept(number, at, said))))[-2 * BEFORE - 1 :]
        if len(self._of) > PEOPLE:
            self._of.popitem(last=False)
