"""Who is told of an alert next, and how long they have to answer."""

from __future__ import annotations

from conversations.kit import Place, Rung


def rung_at(place: Place, number: int) -> Rung:
    """Rung ``number`` (from 0) of the organisation's ladder. Above the last one it repeats for ever: an alert has no silent end."""
    return place.ladder[number] if number < len(place.ladder) else place.repeat
