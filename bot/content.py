"""Everything that people write and the program reads at start: the config, the texts, the phrases. All mistakes are shown at once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from bot import config as configs
from bot import questionnaires, risk, texts, training
from bot.config import Config
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

    def place(self) -> Place:
        """What the conversations know of all this: the same for every event."""
        return replace(configs.place(self.config, self.topics, CONSENT_VERSION, self.modules), scales=self.scales)


def load(config_path: Path, data: Path = ROOT / "data") -> Content:
    """Raises ConfigProblem naming file and line of everything that is wrong."""
    words, topics, problems = texts.load(data)
    detector, more = risk.load(data / "risk")
    languages = words.languages if words else sorted(path.name for path in (data / "texts").glob("*") if path.is_dir())
    config, wrong = configs.read(config_path, languages)
    learning = training.load(data / "training", languages)
    scales = questionnaires.load(data / "questionnaires", languages)
    raise_all([*wrong, *problems, *more, *learning.problems, *scales.problems])
    assert config is not None and words is not None and detector is not None
    words.add(learning.texts)
    words.add(scales.texts)
    return Content(config, words, topics, detector, learning.modules, scales.scales)
