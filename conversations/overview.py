"""What coordinators look at: how it stands right now, in numbers, without anybody's name."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OpenAlert:
    """An alert that is not closed: severity (imminent, high, concern), state (open, seen, talking) and its age in minutes."""

    severity: str
    state: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Overview:
    """People waiting and since how many minutes the longest of them, peer chats and talks with counselors, volunteers on duty and free, reports."""

    waiting: int = 0
    longest: int = 0
    chats: int = 0
    talks: int = 0
    on_duty: int = 0
    free: int = 0
    reports: int = 0
    alerts: tuple[OpenAlert, ...] = ()
