"""The table of roles is what the program does today."""

from __future__ import annotations

from tests.bot.roles import PAGE, page


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m tests.bot.roles"
