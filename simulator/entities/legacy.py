"""parse_mode Markdown, the old one: no nesting, four kinds of markup, unknown characters are text."""

from __future__ import annotations

from typing import Any

from simulator.entities.links import link_entity
from simulator.entities.markup import Output, ParseError

OPENING = {"_": "_", "*": "*", "`": "`", "[": "]"}
KINDS = {"_": "italic", "*": "bold", "`": "code"}


def parse_legacy(text: str) -> tuple[str, list[dict[str, Any]]]:
    """Visible text and entities; ``ParseError`` with the official words."""
    out, at = Output(), 0
    while at < len(text):
        char = text[at]
        if char == "\\" and text[at + 1 : at + 2] in tuple(OPENING):
            out.write(text[at + 1])
            at += 2
        elif char not in OPENING:
            out.write(char)
            at += 1
        elif text.startswith("```", at):
            at = _pre(text, at, out)
        else:
            at = _entity(text, at, out)
    return out.result()


def _end(text: str, mark: str, start: int, begin: int) -> int:
    end = text.find(mark, start)
    if end < 0:
        raise ParseError(f"Can't find end of the entity starting at byte offset {len(text[:begin].encode('utf-8', 'surrogatepass'))}")
    return end


def _pre(text: str, begin: int, out: Output) -> int:
    at = begin + 3
    language = ""
    while at < len(text) and not text[at].isspace() and text[at] != "`":
        language += text[at]
        at += 1
    if at >= len(text) or text[at] == "`":
        language, at = "", begin + 3
    at += newline(text, at)
    end, start = _end(text, "```", at, begin), out.units
    out.write(text[at:end])
    out.close("pre", start, **({"language": language} if language else {}))
    return end + 3


def newline(text: str, at: int) -> int:
    """How many characters the line break at this place has (0: none)."""
    if text[at : at + 2] in ("\r\n", "\n\r"):
        return 2
    return 1 if text[at : at + 1] in ("\n", "\r") else 0


def _entity(text: str, begin: int, out: Output) -> int:
    char = text[begin]
    end, start = _end(text, OPENING[char], begin + 1, begin), out.units
    inner = text[begin + 1 : end]
    out.write(inner)
    if char != "[":
        out.close(KINDS[char], start)
        return end + 1
    url, after = inner, end + 1
    if text[end + 1 : end + 2] == "(":
        close = text.find(")", end + 2)
        close = len(text) if close < 0 else close
        url, after = text[end + 2 : close], close + 1
    entity = link_entity(url)
    if entity is not None:
        out.close(start=start, kind=entity.pop("type"), **entity)
    return after
