"""Pieces of a question that several conversations ask: topics to tick, an hour, a time zone."""

from __future__ import annotations

import re
import unicodedata

from conversations.effects import PausePrompts, SetPrompt
from conversations.effects.checkins import SeenPrompt, SetEvery
from conversations.kit import Button, Effect, Facts, Listing, Menu, Ref, menu

HOURS = (7, 12, 19, 21)
_HOUR = re.compile(r"^\s*(?:jam|pukul|at)?\s*([01]?\d|2[0-4])\s*(?:[:.h]\s*([0-5]\d)?)?\s*(am|pm|pagi|siang|sore|malam)?\s*$", re.IGNORECASE)
# Of the twelve hours of the dial (0 is twelve) those that come after noon with each word: 2 siang is 14, 11 siang is 11, 8 malam is 20, 1 malam is 1.
_AFTER_NOON = {"am": range(0), "pm": range(12), "pagi": range(0), "siang": range(10), "sore": range(12), "malam": range(6, 12)}
_NOT_A_NAME = re.compile(r"https?:|www\.|@|t\.me|\d{5,}", re.IGNORECASE)
NAME_LENGTH = 24


def topic_menu(topics: tuple[str, ...], chosen: tuple[str, ...], *last: str) -> tuple[Menu, Menu]:
    """All topics, the chosen ones ticked, and below them the ways on (``done``, ``skip``)."""
    buttons = (Button(t, "pick.ticked" if t in chosen else "pick.plain", {"label": Ref(f"topic.{t}")}) for t in topics)
    return Menu("topic", tuple(buttons), columns=2), menu("topics", *last)


def about_topics(topics: tuple[str, ...]) -> Listing | Ref:
    """What somebody wants to talk about, as people read it."""
    return Listing(tuple(Ref(f"topic.{topic}") for topic in topics)) if topics else Ref("peer.any_topic")


def toggled(chosen: tuple[str, ...], topic: str) -> tuple[str, ...]:
    """``chosen`` with ``topic`` added, or taken away if it was there."""
    return tuple(t for t in chosen if t != topic) if topic in chosen else (*chosen, topic)


def zone_ref(zone: str) -> Ref:
    """The name people use for a zone (WIB for Asia/Jakarta), else the city in its IANA name."""
    return Ref("zone", {"zone": zone})


def hour_menus(zone: str, *last: str) -> tuple[Menu, ...]:
    """The usual hours in ``zone``, another hour, another zone, and the ways on."""
    hours = tuple(Button(str(h), "pick.hour", {"hour": h, "zone": zone_ref(zone)}) for h in HOURS)
    return Menu("hour", hours, columns=2), menu("hours", "other", "zone", *last)


def every_day(hour: int, zone: str) -> tuple[Effect, ...]:
    """The daily question at this hour from now on, whatever held it: a pause, days off, once a week."""
    return SetPrompt(hour, zone), PausePrompts(False), SetEvery(1), SeenPrompt()


def zone_menu(facts: Facts) -> Menu:
    """The zones the organisation offers in this language; another one can be typed."""
    zones = facts.place.zones.get(facts.language, ())
    return Menu("zone", tuple(Button(str(n), "pick.zone", {"zone": zone_ref(z)}) for n, z in enumerate(zones)))


def zone_of(facts: Facts, value: str) -> str | None:
    """The zone behind a button of ``zone_menu``."""
    zones = facts.place.zones.get(facts.language, ())
    return zones[int(value)] if value.isdecimal() and int(value) < len(zones) else None


def hour_of(text: str) -> int | None:
    """The full hour somebody wrote (``20``, ``jam 8 malam``, ``20:30``, ``8 pm``), or None."""
    found = time_of(text)
    return found[0] if found is not None else None


def time_of(text: str) -> tuple[int, int] | None:
    """The hour and minute somebody wrote (``20.30``, ``jam 8``, ``8:15 pm``), or None."""
    match = _HOUR.match(text)
    if match is None:
        return None
    hour, half = int(match[1]), (match[3] or "").lower()
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if hour % 12 in _AFTER_NOON[half] else 0)
    elif half in {"am", "pm"}:
        return None
    return hour % 24, int(match[2] or 0)


_NAMES = {"wib": "Asia/Jakarta", "wita": "Asia/Makassar", "wit": "Asia/Jayapura", "utc": "UTC", "gmt": "UTC"}
_OFFSET = re.compile(r"^(?:utc|gmt)?\s*([+-])\s*(\d{1,2})(?::?00)?$", re.IGNORECASE)


def zone_named(text: str, known: frozenset[str]) -> str | None:
    """The zone somebody wrote: WIB, an IANA name, its city (``berlin``) or a whole-hour offset (``+8``); None when there is none."""
    wanted = text.strip().lower().replace(" ", "_")
    if wanted in _NAMES:
        return _NAMES[wanted]
    offset = _OFFSET.match(text.strip())
    if offset and int(offset[2]) <= 14:
        sign = "-" if offset[1] == "+" else "+"  # the Etc zones count the other way round (POSIX)
        name = f"Etc/GMT{sign}{int(offset[2])}" if int(offset[2]) else "UTC"
        return name if name in known else None
    for zone in sorted(known):
        if wanted and (zone.lower() == wanted or zone.rsplit("/", 1)[-1].lower() == wanted):
            return zone
    return None


def clean_name(text: str) -> str:
    """A nickname fit to be shown: one line, no invisible or direction-changing characters, at most 24 characters.

    Empty when nothing usable is left, or when it would give a person away (a link, an @name, a number).
    """
    spaced = (" " if c.isspace() else c for c in text)
    visible = "".join(c for c in spaced if unicodedata.category(c) not in {"Cc", "Cf", "Co", "Cn", "Cs"})
    shown = " ".join(unicodedata.normalize("NFKC", visible).split())
    return "" if _NOT_A_NAME.search(shown) or len(shown) > NAME_LENGTH else shown
