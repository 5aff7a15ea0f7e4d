"""The shape of the files in ``data/risk``, checked by pydantic."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Category = Literal["suicide", "self_harm", "violence", "abuse", "psychosis", "emergency", "friend"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class WordsFile(_Strict):
    """``classes``: words, separated by spaces. ``active`` and ``passive``: Indonesian roots, all forms of which belong to the class.
    ``unions``: classes that hold all words of other classes.

    ``joined``: words that stand for several (gamau: ga mau). ``typed``: words, and how they are typed as well (banget: bngt).
    ``ordinary``: words that only look like listed ones.
    ``frequent``: the words of everyday talk, the most frequent first. Names of classes: for ``strong`` ones a run of letters is cut into words;
    ``slippery`` ones are read through a slip of the finger; ``hints`` make a second, kinder look at a message worth while.
    ``rules_only``: the classes of this file matter to rules alone; what the second stage calls a word does not change by them.
    """

    rules_only: bool = False
    classes: dict[str, str] = {}
    active: dict[str, str] = {}
    passive: dict[str, str] = {}
    unions: dict[str, str] = {}
    joined: dict[str, str] = {}
    typed: dict[str, str] = {}
    ordinary: str = ""
    frequent: str = ""
    strong: str = ""
    slippery: str = ""
    hints: str = ""


class RuleModel(_Strict):
    """One rule; see docs/safety.md for how to write one. ``beside``: categories and rules; it counts only where one of them asks in the same
    message; ``apart``: rules of these categories beside which it says nothing.
    """

    id: str = Field(pattern=r"^[a-z0-9_.]+$")
    category: Category
    level: Literal["alert", "ask", "note"]
    language: str = Field(default="any", pattern=r"^(any|[a-z]{2,3})$")
    patterns: list[str] = Field(min_length=1)
    floor: bool = False
    explicit: bool = False
    about: Literal["own", "any"] = "own"
    weight: int = Field(default=0, ge=0, le=9)
    needs_me: bool = False
    beside: list[str] = []
    apart: list[str] = []
    examples: list[str] = Field(min_length=1)
    not_examples: list[str] = []
    source: str = ""
    reviewed_by: str = ""
    reviewed_on: date | None = None


class RulesFile(_Strict):
    """``source``, ``reviewed_by`` and ``reviewed_on`` stand for every rule of the file that does not say its own."""

    source: str
    reviewed_by: str
    reviewed_on: date
    rules: list[RuleModel] = Field(min_length=1)


class IdiomsFile(_Strict):
    """Patterns of expressions in which nothing is found."""

    idioms: list[str]


class TurnsFile(_Strict):
    """What is long ago (``then``) and over (``over``), and what says that it is not (``again``): patterns. ``examples`` are lowered by it to a
    note at the most, ``not_examples`` are asked about all the same."""

    source: str
    reviewed_by: str
    reviewed_on: date
    then: list[str] = []
    over: list[str] = []
    again: list[str] = []
    examples: list[str] = []
    not_examples: list[str] = []


class LanguageModel(_Strict):
    """Phrases of one language: what is asked about, and what says the opposite."""

    language: str = Field(pattern=r"^[a-z]{2,3}$")
    category: Category = "suicide"
    ask: list[str] = Field(min_length=1)
    safe: list[str] = []


class PhrasesFile(_Strict):
    """Whole phrases of other languages."""

    source: str
    reviewed_by: str
    reviewed_on: date
    languages: list[LanguageModel]
