"""Exercises: ``data/exercises/*.yaml``, each a list of screens, some of which go on by themselves (see breathing.yaml for how to write one)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from bot.care.words import Read, Strict, Words
from bot.yamlfile import Path_, YamlFile
from conversations.care import Beat, Exercise

MOST_BEATS = 60


class ScreenFile(Strict):
    say: Words
    seconds: Annotated[int, Field(ge=2, le=180)] | None = None


class StepFile(Strict):
    say: Words | None = None
    ask: Words | None = None
    seconds: Annotated[int, Field(ge=2, le=180)] | None = None
    rounds: Annotated[int, Field(ge=2, le=20)] | None = None
    steps: list[ScreenFile] | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> StepFile:
        if [self.say is not None, self.ask is not None, self.rounds is not None and bool(self.steps)].count(True) != 1:
            raise ValueError("a step is one of: say, ask, or rounds with steps")
        if self.seconds is not None and self.say is None:
            raise ValueError("only a step with say has seconds")
        return self


class ExerciseFile(Strict):
    order: int
    title: Words
    minutes: Annotated[int, Field(ge=1, le=60)]
    when: tuple[Literal["morning", "day", "evening", "night"], ...] = ()
    low: bool = False
    steps: Annotated[list[StepFile], Field(min_length=1, max_length=30)]


def load(folder: Path, read: Read) -> tuple[Exercise, ...]:
    """All exercises in their order."""
    found: list[tuple[int, str, Exercise]] = []
    for path in sorted(folder.glob("*.yaml")):
        file = YamlFile(path)
        one = file.check(ExerciseFile)
        if one is not None:
            found.append((one.order, path.stem, _exercise(file, path.stem, one, read)))
        read.problems += file.problems
    return tuple(exercise for _, _, exercise in sorted(found, key=lambda item: item[:2]))


def _exercise(file: YamlFile, name: str, one: ExerciseFile, read: Read) -> Exercise:
    read.put(file, ("title",), f"exercises.{name}.title", one.title, most=36)
    beats: list[Beat] = []
    texts = 0
    for n, step in enumerate(one.steps):
        if step.rounds and step.steps:
            screens = [(texts + k, screen.seconds or 0) for k, screen in enumerate(step.steps, 1)]
            for k, screen in enumerate(step.steps):
                _put(file, ("steps", n, "steps", k, "say"), name, texts + k + 1, screen.say, read)
            beats += [Beat(text, seconds, round=r, rounds=step.rounds) for r in range(1, step.rounds + 1) for text, seconds in screens]
            texts += len(screens)
            timed = bool(screens[0][1])
        else:
            texts += 1
            _put(file, ("steps", n, "ask" if step.ask else "say"), name, texts, step.ask or step.say or {}, read)
            beats.append(Beat(texts, step.seconds or 0, ask=step.ask is not None))
            timed = bool(step.seconds)
        if timed and n and one.steps[n - 1].ask is not None:
            file.complain(("steps", n), "comes right after own words, so it must wait for a tap: leave out seconds")
    if len(beats) > MOST_BEATS:
        file.complain(("steps",), f"has {len(beats)} screens, at most {MOST_BEATS}")
    return Exercise(name, tuple(beats), one.minutes, one.when, one.low)


def _put(file: YamlFile, at: Path_, name: str, number: int, words: Words, read: Read) -> None:
    read.put(file, at, f"exercises.{name}.{number}", words, most=600)
