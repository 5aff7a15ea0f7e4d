"""People's last messages and what they weighed, so that what one writes in three short messages is weighed together (``bot/risk/second.py``).

In memory only and for half an hour. Words leave it only where together they come to be asked about: then a counselor has to read all of them.
After a restart it begins anew.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import NamedTuple

from bot.risk.second import BEFORE, Said

WITHIN = 1800  # s in which messages belong together
PEOPLE = 2000  # kept at the most; whoever wrote longest ago goes first


class Kept(NamedTuple):
    """``said`` is None (and ``text`` empty) for a message that was answered: what comes after it begins anew. ``at``: epoch s."""

    number: int
    at: int
    said: Said | None
    text: str = ""


class Lately:
    """By person. An update that is tried a second time, or a message that is edited, finds the same as the first time."""

    def __init__(self) -> None:
        self._of: OrderedDict[int, tuple[Kept, ...]] = OrderedDict()

    def before(self, who: int, number: int, at: int) -> tuple[Kept, ...]:
        """What this person wrote before a message (its number in the chat, its time in epoch s), the last one last."""
        found: list[Kept] = []
        for one in reversed(self._of.get(who, ())):
            if one.number < number:
                if one.said is None or at - one.at > WITHIN or len(found) == BEFORE:
                    break
                found.append(one)
        return tuple(reversed(found))

    def keep(self, who: int, number: int, at: int, said: Said | None, text: str = "") -> None:
        """For the messages to come. Of people who wrote nothing for so long that nothing would be added, all goes."""
        others = (one for one in self._of.pop(who, ()) if one.number != number)
        self._of[who] = tuple(sorted((*others, Kept(number, at, said, text if said else ""))))[-2 * BEFORE - 1 :]
        while len(self._of) > PEOPLE or max(one.at for one in next(iter(self._of.values()))) < at - WITHIN:
            self._of.popitem(last=False)
