"""Signs of danger in what people write: explainable, offline, the same every time.

See ``detector`` for the design, docs/safety.md for figures and limits.

A message in which nothing is found is not thereby safe.
"""

from bot.risk.detector import Detector
from bot.risk.judging import CATEGORIES, LEVELS, NOTHING, Find, Result
from bot.risk.loading import load

__all__ = ["CATEGORIES", "LEVELS", "NOTHING", "Detector", "Find", "Result", "load"]
