"""Which updates were handled, which could not be, and who did what (the audit log, which only grows)."""

from __future__ import annotations

from bot.store.database import Unit


def first_time(unit: Unit, update_id: int) -> bool:
    """True exactly once per update. Ids may restart at random after a quiet week, so this is never "greater than the last"."""
    return unit.run("INSERT INTO updates (update_id, at) VALUES (:id, :now) ON CONFLICT DO NOTHING", id=update_id, now=unit.now).rowcount == 1


def park(unit: Unit, update_id: int, reason: str, raw: str) -> None:
    unit.run(
        "INSERT INTO parked (update_id, reason, raw_x, at) VALUES (:id, :reason, :raw, :now) ON CONFLICT DO NOTHING",
        id=update_id,
        reason=reason,
        raw=unit.crypt.seal(raw, f"parked.raw:{update_id}"),
        now=unit.now,
    )


def audit(unit: Unit, actor: int | None, action: str, subject: int, detail: str = "") -> None:
    unit.run(
        "INSERT INTO audit (id, actor, action, subject, detail, at) VALUES (:id, :actor, :action, :subject, :detail, :now)",
        id=unit.ids.next(),
        actor=actor,
        action=action,
        subject=subject,
        detail=detail,
        now=unit.now,
    )
