"""What conversations know of somebody's own plans (``/solve``): the thing itself, the ways out they see, the one they chose, the first step."""

from __future__ import annotations

from dataclasses import dataclass

MOST_OPTIONS = 5


@dataclass(frozen=True, slots=True)
class Option:
    """A way out, what speaks for it and what against it."""

    text: str
    good: str = ""
    bad: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """``at``: the part that is asked next (see ``solve.PARTS``; ``set`` at the end), ``number``: of which option; ``chosen``: which, from 0;
    ``due``: ISO date."""

    id: int = 0
    at: str = "what"
    number: int = 0
    what: str = ""
    tried: str = ""
    options: tuple[Option, ...] = ()
    chosen: int = 0
    step: str = ""
    due: str = ""
    outcome: str = ""  # done, partly, not_yet
    obstacle: str = ""
    shared: str = ""  # "", wanted (nobody has it yet), given

    @property
    def choice(self) -> str:
        return self.options[self.chosen].text if self.chosen < len(self.options) else ""


@dataclass(frozen=True, slots=True)
class Solving:
    """``current``: what is being worked on (id 0: nothing); ``earlier``: what was worked out, the newest first."""

    current: Plan = Plan()
    earlier: tuple[Plan, ...] = ()
