"""What is told of long ago and is over: "dulu pernah kepikiran bunuh diri, sekarang udah baik2 aja" (``data/risk/turns.yaml``).

Both must be there, that it was then and that it is well now; and nothing that says that it is back.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.risk.patterns import Index
from bot.risk.searching import Clear, search
from bot.risk.words import PAUSE, STOP

NEAR = 2  # words between what is told and when that was


@dataclass(frozen=True, slots=True)
class Told:
    """Where a message tells of ``then``, and that it is ``over`` (from where to where in its symbols, the ``code``); ``lasting``: nothing says that
    it is back, or was not long ago. ``today``: symbols of "now"."""

    then: tuple[tuple[int, int], ...] = ()
    over: tuple[tuple[int, int], ...] = ()
    lasting: bool = False
    code: str = ""
    today: frozenset[str] = frozenset()

    def around(self, start: int, end: int) -> frozenset[str]:
        """The contexts of a find. ``then``: it is told of then, in one sentence with it, and neither "now" nor that it was over comes in between;
        ``recovered``: and it is over for good. ``ended``: it takes its "now" from the words that all is well now."""
        ended = any(begin < end and start < stop for begin, stop in self.over)
        now = any(self.code[n] in self.today and not self._over(n) for n in range(start, min(end + NEAR, len(self.code))))
        past = not now and any(self._reaches(begin, stop, start) if begin < end else self._follows(end, begin) for begin, stop in self.then)
        return frozenset(name for name, there in (("ended", ended), ("then", past), ("recovered", past and self.lasting)) if there)

    def _reaches(self, begin: int, stop: int, start: int) -> bool:
        between = self.code[stop:start]
        return STOP not in between and self.today.isdisjoint(between) and not any(begin < over < start for over, _ in self.over)

    def _over(self, n: int) -> bool:
        return any(begin <= n < stop for begin, stop in self.over)

    def _follows(self, end: int, begin: int) -> bool:
        """Whether it is said at once after it: "i was suicidal in high school"."""
        between = self.code[end:begin]
        return len(between) <= NEAR and STOP not in between and PAUSE not in between and self.today.isdisjoint(between)


@dataclass(frozen=True, slots=True)
class Turns:
    """``then``: told of a time that is over. ``over``: it is well now. ``again``: it is back, or was not long ago. ``today``: symbols of "now"."""

    then: Index
    over: Index
    again: Index
    today: frozenset[str] = frozenset()

    def told(self, clear: Clear) -> Told:
        """What a message tells of then and now."""
        over = _spans(self.over, clear)
        return Told(_spans(self.then, clear), over, not _spans(self.again, clear), clear.code, self.today) if over else Told()


def _spans(index: Index, clear: Clear) -> tuple[tuple[int, int], ...]:
    return tuple((start, end) for _, start, end in search(index, clear.seen))
