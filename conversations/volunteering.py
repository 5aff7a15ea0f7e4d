"""What conversations know about volunteers: the training as it is written in ``data/training/``, what somebody has done of it, the list of all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Question:
    """``answers``: how many there are to choose from; ``right``: which of them, counted from 0."""

    answers: int
    right: int


@dataclass(frozen=True, slots=True)
class Module:
    """A part of the training. Its words are texts: ``training.<id>.title``, ``.page.1`` …, ``.q.1`` …, ``.why.1`` …"""

    id: str
    pages: int
    questions: tuple[Question, ...]
    test: bool = False  # has a pass mark, and comes when all the others are done
    practice: str = ""  # the scene of a practice chat: nothing to read, somebody to talk with


@dataclass(frozen=True, slots=True)
class Training:
    """``required``: nobody can apply before all of it is done. ``pass_mark``: per cent of the test's answers that must be right."""

    modules: tuple[Module, ...] = ()
    required: bool = False
    pass_mark: int = 80
    retry_minutes: int = 60

    def module(self, name: str) -> Module | None:
        return next((m for m in self.modules if m.id == name), None)


@dataclass(frozen=True, slots=True)
class Learned:
    """How far somebody came in one module: pages read, done or not, per cent right, minutes until the test may be tried again."""

    module: str
    page: int = 0
    done: bool = False
    score: int = 0
    wait: int = 0


@dataclass(frozen=True, slots=True)
class Listed:
    """A volunteer as the coordinators see them in ``/volunteers``."""

    id: int
    name: str
    state: str
    on_duty: bool = False
    youth: bool = False
    paused: bool = False
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """An application that is being written."""

    topics: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    motivation: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """The training of one person, asked the way the conversations need it."""

    training: Training
    learned: tuple[Learned, ...] = field(default=())

    def of(self, module: str) -> Learned:
        return next((one for one in self.learned if one.module == module), Learned(module))

    @property
    def left(self) -> tuple[Module, ...]:
        """What is not done yet, in order."""
        return tuple(m for m in self.training.modules if not self.of(m.id).done)

    @property
    def done(self) -> int:
        return len(self.training.modules) - len(self.left)

    def open(self, module: Module) -> bool:
        """The test opens when everything else is done."""
        return not module.test or all(self.of(m.id).done for m in self.training.modules if not m.test)


def passed(right: int, module: Module, pass_mark: int) -> bool:
    """Whether so many right answers are enough. Only a test can be failed: elsewhere the explanation is what counts."""
    return not module.test or right * 100 >= pass_mark * len(module.questions)


def score(right: int, questions: Iterable[Question]) -> int:
    """Per cent right; a module without questions counts as wholly done."""
    count = len(tuple(questions))
    return round(100 * right / count) if count else 100
