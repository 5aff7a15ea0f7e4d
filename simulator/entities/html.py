"""parse_mode HTML. Offsets in errors count bytes of the UTF-8 text, as the real server counts them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from simulator.entities.links import link_entity
from simulator.entities.markup import Output, ParseError

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|([A-Za-z]+));?")
_SPACE = " \t\r\n\0\v\f"


@dataclass(slots=True)
class Tag:
    """An open tag: what its attributes said and where its text begins."""

    name: str
    attributes: dict[str, str]
    start: int
    part: int


class Html:
    """One run over one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.out = Output()
        self.stack: list[Tag] = []
        self.at = 0

    def byte(self, position: int) -> int:
        """The byte offset of a character."""
        return len(self.text[:position].encode("utf-8", "surrogatepass"))

    def run(self) -> tuple[str, list[dict[str, Any]]]:
        """Text and entities."""
        text = self.text
        while self.at < len(text):
            char = text[self.at]
            if char == "<":
                self._close() if text.startswith("</", self.at) else self._open()
            elif char == "&":
                self.out.write(self._reference())
            else:
                end = self.at
                while end < len(text) and text[end] not in "<&":
                    end += 1
                self.out.write(text[self.at : end])
                self.at = end
        if self.stack:
            raise ParseError(f'Can\'t find end tag corresponding to start tag "{self.stack[-1].name}"')
        return self.out.result()

    def _reference(self) -> str:
        """A character reference at this place, or the ``&`` itself if it is none that is known."""
        match = _REFERENCE.match(self.text, self.at)
        char = decoded(match) if match else ""
        if match is None or not char:
            self.at += 1
            return "&"
        self.at = match.end()
        return char

    # -- start tags

    def _open(self) -> None:
        begin = self.at
        self.at += 1
        name = self._until(">").lower()
        if self.at >= len(self.text):
            raise ParseError(f"Unclosed start tag at byte offset {self.byte(begin)}")
        if name not in TAGS:
            raise ParseError(f'Unsupported start tag "{name}" at byte offset {self.byte(begin)}')
        attributes = self._attributes(name, begin)
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise ParseError(f'Tag "span" must have class "tg-spoiler" at byte offset {self.byte(begin)}')
        self.at += 1
        self.stack.append(Tag(name, attributes, self.out.units, len(self.out.parts)))

    def _attributes(self, tag: str, begin: int) -> dict[str, str]:
        found: dict[str, str] = {}
        while True:
            self._skip_space()
            if self._here() == ">":
                return found
            if self.at >= len(self.text):
                raise ParseError(f"Unclosed start tag at byte offset {self.byte(begin)}")
            name = self._until("=>")
            if not name:
                raise ParseError(f'Empty attribute name in the tag "{tag}" at byte offset {self.byte(begin)}')
            self._skip_space()
            if self._here() != "=":
                if tag == "blockquote" and name.lower() == "expandable":
                    found["expandable"] = ""
                    continue
                raise ParseError(f'Expected equal sign in declaration of an attribute of the tag "{tag}" at byte offset {self.byte(begin)}')
            self.at += 1
            self._skip_space()
            found[name.lower()] = self._value(tag, begin)

    def _value(self, tag: str, begin: int) -> str:
        if self.at >= len(self.text):
            raise ParseError(f'Unclosed start tag "{tag}" at byte offset {self.byte(begin)}')
        quote = self._here()
        if quote not in "'\"":
            return self._token()
        self.at += 1
        value = ""
        while self._here() not in ("", quote):
            if self._here() == "&":
                value += self._reference()
            else:
                value += self._here()
                self.at += 1
        if self.at >= len(self.text) - 1:
            raise ParseError(f"Unclosed start tag at byte offset {self.byte(begin)}")
        self.at += 1
        return value

    def _token(self) -> str:
        """A value without quotes: letters, digits, periods, hyphens."""
        begin = self.at
        while self._here() and ((self._here().isascii() and self._here().isalnum()) or self._here() in ".-"):
            self.at += 1
        if self._here() != ">" and (not self._here() or self._here() not in _SPACE):
            raise ParseError(f"Unexpected end of name token at byte offset {self.byte(begin)}")
        return self.text[begin : self.at].lower()

    # -- end tags

    def _close(self) -> None:
        begin = self.at
        if not self.stack:
            raise ParseError(f"Unexpected end tag at byte offset {self.byte(begin)}")
        self.at += 2
        name = self._until(">").lower()
        self._skip_space()
        if self._here() != ">":
            raise ParseError(f"Unclosed end tag at byte offset {self.byte(begin)}")
        tag = self.stack[-1]
        if name and name != tag.name:
            raise ParseError(f'Unmatched end tag at byte offset {self.byte(begin)}, expected "</{tag.name}>", found "</{name}>"')
        self.at += 1
        self._finish(self.stack.pop())

    def _finish(self, tag: Tag) -> None:
        """Write the entity of a tag that was closed."""
        kind, inner = TAGS[tag.name], "".join(self.out.parts[tag.part :])
        if self.out.units == tag.start:
            return
        if tag.name == "a":
            entity = link_entity(tag.attributes.get("href") or inner)
            if entity is not None:
                self.out.close(start=tag.start, kind=entity.pop("type"), **entity)
        elif tag.name == "tg-emoji":
            number = tag.attributes.get("emoji-id", "")
            if not number.isdecimal() or not int(number):
                raise ParseError("Invalid custom emoji identifier specified")
            self.out.close(kind, tag.start, custom_emoji_id=number)
        elif tag.name == "tg-time":
            self._date_time(tag)
        elif tag.name in ("pre", "code"):
            self._code(tag)
        else:
            self.out.close("expandable_blockquote" if "expandable" in tag.attributes else kind, tag.start)

    def _date_time(self, tag: Tag) -> None:
        moment = tag.attributes.get("unix", "")
        if not moment.isdecimal():
            raise ParseError("Invalid date_time specified")
        extra = {"date_time_format": tag.attributes["format"]} if tag.attributes.get("format") else {}
        self.out.close("date_time", tag.start, unix_time=int(moment), **extra)

    def _code(self, tag: Tag) -> None:
        """``<pre><code class="language-x">`` (either way round) is one ``pre`` with a language."""
        last = self.out.entities[-1] if self.out.entities else {}
        same = (last.get("offset"), last.get("length")) == (tag.start, self.out.units - tag.start)
        language = tag.attributes.get("class", "").removeprefix("language-") if tag.name == "code" else ""
        if tag.name == "pre" and same and last["type"] == "code" and last.get("language"):
            last["type"] = "pre"
        elif tag.name == "code" and same and last["type"] == "pre" and language:
            last["language"] = language
        else:
            self.out.close(tag.name, tag.start, **({"language": language} if language else {}))

    # -- small steps

    def _here(self) -> str:
        return self.text[self.at : self.at + 1]

    def _skip_space(self) -> None:
        while self._here() and self._here() in _SPACE:
            self.at += 1

    def _until(self, stops: str) -> str:
        begin = self.at
        while self._here() and self._here() not in _SPACE and self._here() not in stops:
            self.at += 1
        return self.text[begin : self.at]


def decoded(match: re.Match[str]) -> str:
    """The character of a reference; empty if there is none such."""
    hexadecimal, decimal, name = match.groups()
    if name:
        return NAMED.get(name, "")
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return chr(code) if 0 < code < 0x10FFFF and len(match.group().rstrip(";")) < 10 and not 0xD800 <= code <= 0xDFFF else ""


def parse_html(text: str) -> tuple[str, list[dict[str, Any]]]:
    """Visible text and entities; ``ParseError`` with the official words."""
    shown, entities = Html(text).run()
    for entity in entities:
        if entity["type"] == "code":
            entity.pop("language", None)
    return shown, entities
