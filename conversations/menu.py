"""When no conversation is open: whatever comes gets a kind answer and a way on."""

from __future__ import annotations

from conversations.kit import ChatEnded, Choice, Command, Edited, Event, Facts, Keep, Media, StartFlow, Step, Text, go, say

STAFF = frozenset({"counselor", "coordinator"})


def step(event: Event, facts: Facts) -> Step:
    """Every event that finds no open conversation. Somebody new meets the welcome first, whatever they wrote."""
    match event:
        case Edited() | ChatEnded():
            return Keep()
        case Text() | Media() | Command() if not facts.consented and not facts.roles & STAFF:
            return Keep(StartFlow("onboarding"))
        case Command("end"):
            return Keep(say("menu.nothing_to_end", go("checkin", "peer", "menu")), say("menu.back", keyboard="main"))
        case Text(level="note") | Media(level="note") if not facts.roles & STAFF:
            return Keep(say("menu.soft", go("peer", "counselor", "exercise", "sos", columns=2)))
        case Text() | Media() | Command() | Choice():
            ways = go("alerts", "help") if facts.roles & STAFF else go("checkin", "peer", "counselor", "sos", columns=2)
            return Keep(say("menu.not_understood", ways))
    return Keep()
