"""The counselors as a coordinator sees them, and invitations that wait to be used. Plain data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Member:
    """A counselor. ``person``: their row (0: never wrote to the bot). ``invited``: not one of the config, so they can be removed here."""

    person: int
    name: str
    on_duty: bool
    invited: bool


@dataclass(frozen=True, slots=True)
class Crew:
    """``invites``: row and name of each that nobody has used yet."""

    members: tuple[Member, ...] = ()
    invites: tuple[tuple[int, str], ...] = ()

    def removable(self, value: str) -> Member | None:
        """The invited counselor behind a button; None for a forged one."""
        return next((one for one in self.members if one.invited and str(one.person) == value), None)
