"""What somebody wishes of a peer, and what people say about themselves so that such wishes can be met. All of it can be left out."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace

GENDERS = ("woman", "man")
AGES = ("young", "middle", "older")  # 18–25, 26–40, above; volunteers are 18 or older
TEAM_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Wishes:
    """``gender`` and ``age`` are ids or empty; ``again``: gladly somebody they talked with before; ``apart``: nobody of their own class or team."""

    again: bool = False
    gender: str = ""
    age: str = ""
    apart: bool = False

    @property
    def ids(self) -> tuple[str, ...]:
        """Those that are wished, as ids of ``peer.wish.*``."""
        flags = (*(("again",) if self.again else ()), *(("apart",) if self.apart else ()))
        return (*(wish for wish in (self.gender, self.age) if wish), *flags)

    @property
    def hard(self) -> bool:
        """Whether somebody may have to wait longer for them. (The others only say whom to prefer.)"""
        return bool(self.gender) or self.apart

    def toggled(self, wish: str) -> Wishes:
        """With one wish more or less; there is one gender and one age at most. An unknown wish changes nothing."""
        if wish in GENDERS:
            return replace(self, gender="" if self.gender == wish else wish)
        if wish in AGES:
            return replace(self, age="" if self.age == wish else wish)
        if wish == "again":
            return replace(self, again=not self.again)
        return replace(self, apart=not self.apart) if wish == "apart" else self


WISHES = ("again", *GENDERS, *AGES, "apart")


@dataclass(frozen=True, slots=True)
class About:
    """What somebody said about themselves; empty: nothing. ``team``: their class or team, in their words."""

    gender: str = ""
    age: str = ""
    team: str = ""


def clean_team(text: str) -> str:
    """A class or team as it is kept: one line, short; empty if there is nothing in it that could be compared."""
    line = " ".join("".join(c for c in text if c.isprintable() or c.isspace()).split())[:TEAM_LENGTH]
    return line if same_team(line) else ""


def same_team(team: str) -> str:
    """The same for "X IPA-2" and "x ipa 2": letters and figures only, all small."""
    return "".join(c for c in unicodedata.normalize("NFKC", team).casefold() if c.isalnum())
