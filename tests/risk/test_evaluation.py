"""The evaluation set: written for Sebaya, other words than the rules' examples, hard negatives in each part. docs/safety.md has the figures."""

from __future__ import annotations

import pytest

from bot.content import ROOT
from bot.risk import CATEGORIES, load
from bot.risk.evaluate import Measured, measure, rows
from tests.risk.test_command import EVALUATION


@pytest.fixture(scope="module")
def measured() -> Measured:
    detector, _ = load(ROOT / "data" / "risk")
    assert detector is not None
    return measure(detector, rows(EVALUATION.read_text(encoding="utf-8").splitlines()))


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize("category", CATEGORIES)
def test_each_part_is_large_enough_and_found(measured: Measured, lang: str, category: str) -> None:
    found, dangers = measured.share(True, lang=lang, category=category)
    wrong, safe = measured.share(False, lang=lang, category=category)
    assert dangers + safe >= 40
    assert found >= 0.9 * dangers
    assert wrong <= 1


def test_hardly_any_safe_message_calls_people_out(measured: Measured) -> None:
    assert measured.share(False, levels=("alert",))[0] == 0
