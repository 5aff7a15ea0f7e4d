"""Everything that people write and the program reads at start: the config, the texts, the phrases. All mistakes are shown at once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from bot import config as configs
from bot import helping, questionnaires, rehearsal, risk, texts, training
from bot.config import Config
from bot.helping import Helps
from bot.rehearsal import Rehearsal
from bot.risk import Detector
from bot.texts import Texts
from bot.yamlfile import raise_all
from conversations.kit import Place
from conversations.scales import Scale
from conversations.volunteering import Module

CONSENT_VERSION = "2026-11-1"  # raised whenever what people are told in onboarding.welcome changes in substance
ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Content:
    config: Config
    texts: Texts
    topics: tuple[str, ...]
    detector: Detector
    modules: tuple[Module, ...] = field(default=())
    scales: tuple[Scale, ...] = field(default=())
    helps: Helps = field(default_factory=Helps)
    rehearsal: Rehearsal = field(default_factory=Rehearsal)

    def place(self) -> Place:
        """What the conversations know of all this: the same for every event."""
        tests = tuple(module for module in self.modules if module.test)
        modules = (*(module for module in self.modules if not module.test), *self.rehearsal.modules, *tests)
        made = configs.place(self.config, self.topics, CONSENT_VERSION, modules)
        return replace(made, scales=self.scales, ready_texts=self.helps.ready, help_cards=self.helps.cards, practice=self.rehearsal.practice)


def load(config_path: Path, data: Path = ROOT / "data") -> Content:
    """Raises ConfigProblem naming file and line of everything that is wrong."""
    words, topics, problems = texts.load(data)
    detector, more = risk.load(data / "risk")
    languages = words.languages if words else sorted(path.name for path in (data / "texts").glob("*") if path.is_dir())
    config, wrong = configs.read(config_path, languages)
    learning = training.load(data / "training", languages)
    scales = questionnaires.load(data / "questionnaires", languages)
    helps = helping.load(data, languages)
    practice = rehearsal.load(data / "practice", languages)
    raise_all([*wrong, *problems, *more, *learning.problems, *scales.problems, *helps.problems, *practice.problems])
    assert config is not None and words is not None and detector is not None
    for made in (learning.texts, scales.texts, helps.texts, practice.texts):
        words.add(made)
    return Content(config, words, topics, detector, learning.modules, scales.scales, helps, practice)
