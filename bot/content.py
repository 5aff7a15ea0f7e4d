"""Everything that people write and the program reads at start: the config, the texts, the phrases. All mistakes are shown at once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from bot import care, helping, presets, questionnaires, rehearsal, risk, texts, training
from bot import config as configs
from bot.config import Config
from bot.helping import Helps
from bot.rehearsal import Rehearsal
from bot.risk import Detector
from bot.texts import Texts
from bot.yamlfile import raise_all
from conversations.care import Shelf
from conversations.guiding import FIELDS
from conversations.kit import Place
from conversations.scales import Scale
from conversations.volunteering import Module

CONSENT_VERSION = "2026-11-2"  # raised whenever what people are told in onboarding.welcome changes in substance
ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Content:
    config: Config
    texts: Texts
    topics: tuple[str, ...]
    detector: Detector
    modules: tuple[Module, ...] = field(default=())
    shelf: Shelf = field(default_factory=Shelf)
    scales: tuple[Scale, ...] = field(default=())
    helps: Helps = field(default_factory=Helps)
    rehearsal: Rehearsal = field(default_factory=Rehearsal)
    fields: tuple[str, ...] = FIELDS

    def place(self) -> Place:
        """What the conversations know of all this: the same for every event."""
        tests = tuple(module for module in self.modules if module.test)
        modules = (*(module for module in self.modules if not module.test), *self.rehearsal.modules, *tests)
        made = configs.place(self.config, self.topics, CONSENT_VERSION, modules, self.fields)
        return replace(
            made,
            shelf=self.shelf,
            scales=self.scales,
            ready_texts=self.helps.ready,
            help_cards=self.helps.cards,
            practice=self.rehearsal.practice,
        )


def load(config_path: Path, data: Path = ROOT / "data") -> Content:
    """Raises ConfigProblem naming file and line of everything that is wrong."""
    words, topics, problems = texts.load(data)
    detector, more = risk.load(data / "risk")
    languages = words.languages if words else sorted(path.name for path in (data / "texts").glob("*") if path.is_dir())
    config, wrong = configs.read(config_path, languages)
    learning = training.load(data / "training", languages)
    offered, read = care.load(data, languages, config.country if config else "")
    scales = questionnaires.load(data / "questionnaires", languages)
    helps = helping.load(data, languages)
    practice = rehearsal.load(data / "practice", languages)
    preset = presets.load(data / "presets", config, words)
    parts = (learning, read, scales, helps, practice, preset)
    raise_all([*wrong, *problems, *more, *(problem for part in parts for problem in part.problems)])
    assert config is not None and words is not None and detector is not None
    for part in parts:
        words.add(part.texts)
    words.add({language: care.cards(words, language, offered) for language in languages})
    return Content(config, words, topics, detector, learning.modules, offered, scales.scales, helps=helps, rehearsal=practice, fields=preset.fields)
