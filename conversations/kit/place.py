"""What the organisation decided: the escalation ladder, waiting times, and what it offers. The same for every event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from conversations.care import Shelf
from conversations.checkins import Patterns
from conversations.guiding import Offered
from conversations.rehearsal import Practice
from conversations.rights import Keeping
from conversations.scales import Scale
from conversations.serving import Care
from conversations.volunteering import Training


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of the escalation ladder: who is told (group, on_duty, counselors, coordinators) and how long it waits for an answer."""

    to: tuple[str, ...]
    wait: timedelta


@dataclass(frozen=True, slots=True)
class Ladder:
    """Another ladder for some severities (empty: all) at some hours of the day in the place's zone (from, to; the same twice: all day)."""

    rungs: tuple[Rung, ...]
    repeat: Rung
    severities: tuple[str, ...] = ()
    hours: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Place:
    """What the organisation set in ``config.yaml`` and ``data/``: the same for every event."""

    name: str = "Sebaya"
    languages: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    zones: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    consent_version: str = "1"
    queue_wait: timedelta = timedelta(minutes=5)
    offer_wait: timedelta = timedelta(seconds=60)
    nudge_after: timedelta = timedelta(minutes=5)  # silence in a chat; both below count from the same moment
    replace_after: timedelta = timedelta(minutes=10)  # the volunteer's
    close_after: timedelta = timedelta(minutes=30)  # the person's
    ladder: tuple[Rung, ...] = (Rung(("group", "counselors", "coordinators"), timedelta(seconds=60)),)
    repeat: Rung = Rung(("group", "counselors", "coordinators"), timedelta(minutes=5))
    ladders: tuple[Ladder, ...] = ()  # looked through first, in this order
    take_over: timedelta = timedelta(minutes=15)
    prompt_window: timedelta = timedelta(hours=3)
    prompt_spread: timedelta = timedelta(0)
    weekly_after: int = 7  # unanswered questions
    patterns: Patterns = field(default_factory=Patterns)
    mask_contacts: bool = True
    media: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # adults, minors, counsel → kind → allow, ask, refuse
    training: Training = field(default_factory=Training)
    offered: Offered = field(default_factory=Offered)
    shelf: Shelf = field(default_factory=Shelf)
    keeping: Keeping = field(default_factory=Keeping)
    scales: tuple[Scale, ...] = ()
    care: Care = field(default_factory=Care)
    ready_texts: tuple[str, ...] = ()  # ids of those everybody has ready
    help_cards: tuple[str, ...] = ()  # ids
    practice: Practice = field(default_factory=Practice)
