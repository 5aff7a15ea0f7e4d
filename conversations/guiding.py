"""What conversations know about guidance counseling: what the place offers, who is there, and what somebody has asked for or arranged."""

from __future__ import annotations

from dataclasses import dataclass

FIELDS = ("learning", "career", "emotional", "social", "work", "other")
WAYS = ("chat", "in_person", "phone")
SOON = ("now", "week", "whenever")


@dataclass(frozen=True, slots=True)
class Offered:
    """``fields`` and ``ways`` (besides the chat through the bot) that the place offers; ``minutes`` of one appointment."""

    fields: tuple[str, ...] = FIELDS
    ways: tuple[str, ...] = ("chat",)
    minutes: int = 45


@dataclass(frozen=True, slots=True)
class Slot:
    """A free time: ``at`` in epoch ms, UTC; whose it is, and for which fields (none: all)."""

    at: int
    counselor: int
    name: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks a counselor for. ``state``: draft, open, taken; ``counselor``: who took it."""

    field: str = ""
    words: str = ""
    state: str = ""
    counselor: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class Arranged:
    """An appointment as its owner sees it: ``at`` in epoch ms; ``other`` is what the other side is called."""

    id: int
    at: int
    counselor: int
    other: str
    side: str
    field: str
    way: str


@dataclass(frozen=True, slots=True)
class Guidance:
    """``me``: the owner's row (their own times are there only to move what others booked); ``wait_hours``: how long a request usually waited lately
    (None: unknown).

    ``week``: a counselor's own hours, per weekday (0: Monday) the spans in minutes of the day; ``days``: those of single dates instead.
    """

    wish: Wish = Wish()
    slots: tuple[Slot, ...] = ()
    arranged: tuple[Arranged, ...] = ()
    wait_hours: int | None = None
    week: tuple[tuple[tuple[int, int], ...], ...] = ((),) * 7
    days: tuple[tuple[str, tuple[tuple[int, int], ...]], ...] = ()
    me: int = 0

    def for_field(self, field: str, counselor: int = 0) -> tuple[Slot, ...]:
        """The free times of those who look after a field (if nobody does: of all), or of one counselor; nobody talks with themselves."""
        if counselor:
            return tuple(slot for slot in self.slots if slot.counselor == counselor)
        others = tuple(slot for slot in self.slots if slot.counselor != self.me)
        return tuple(slot for slot in others if not slot.fields or field in slot.fields) or others
