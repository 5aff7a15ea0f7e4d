"""The public page about the relay says what the bot does."""

from __future__ import annotations

from pathlib import Path

from tests.relay.table import PAGE, SAMPLES, page


async def test_the_page_is_up_to_date(tmp_path: Path) -> None:
    assert PAGE.read_text(encoding="utf-8") == await page(tmp_path), "run: python -m tests.relay.table"


def test_nothing_in_it_fails() -> None:
    table = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")][1:]
    assert len(table) == len(SAMPLES)
    assert not [line for line in table if "| no |" in line]
