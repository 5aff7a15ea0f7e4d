"""The parse modes by name (any case, as on the real server)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from simulator.entities.markup import ParseError
from simulator.errors import bad_request

Parser = Callable[[str], tuple[str, list[dict[str, Any]]]]


def parse(text: str, mode: str) -> tuple[str, list[dict[str, Any]]]:
    """Visible text and entities; ``ParseError`` with the official words, 400 for a mode that does not exist."""
    from simulator.entities.html import parse_html
    from simulator.entities.legacy import parse_legacy
    from simulator.entities.markdown import parse_markdown

    parsers: dict[str, Parser] = {"html": parse_html, "markdown": parse_legacy, "markdownv2": parse_markdown}
    parser = parsers.get(mode.lower())
    if parser is None:
        raise bad_request("unsupported parse_mode")
    return parser(text)


__all__ = ["ParseError", "parse"]
