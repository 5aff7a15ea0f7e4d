"""How it stands right now, counted over all people: nobody is named."""

from __future__ import annotations

from bot.store.database import Unit
from conversations.overview import OpenAlert, Overview

MINUTE = 60_000  # ms


def now(unit: Unit) -> Overview:
    waiting, since = unit.one("SELECT count(*), min(created_at) FROM requests WHERE state IN ('waiting', 'offered')")
    chats, talks = unit.one("SELECT coalesce(sum(kind = 'peer'), 0), coalesce(sum(kind <> 'peer'), 0) FROM links WHERE closed_at IS NULL")
    on_duty, free = unit.one(
        """SELECT count(*), coalesce(sum(NOT EXISTS (SELECT 1 FROM links l WHERE l.closed_at IS NULL AND v.person IN (l.helper, l.person))), 0)
           FROM volunteers v JOIN people p ON p.id = v.person WHERE v.on_duty = 1 AND v.state = 'approved' AND p.reachable = 1"""
    )
    found = unit.all("SELECT severity, state, opened_at FROM alerts WHERE closed_at IS NULL ORDER BY opened_at, id")
    return Overview(
        waiting,
        (unit.now - since) // MINUTE if since is not None else 0,
        chats,
        talks,
        on_duty,
        free,
        unit.value("SELECT count(*) FROM reports WHERE closed_at IS NULL"),
        tuple(OpenAlert(severity, state, (unit.now - opened) // MINUTE) for severity, state, opened in found),
    )
