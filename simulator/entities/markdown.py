"""parse_mode MarkdownV2: nested markup, and every reserved character must be escaped. Offsets in errors count UTF-8 bytes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from simulator.entities.legacy import newline
from simulator.entities.links import emoji_id, link_entity
from simulator.entities.markup import Output, ParseError

RESERVED = frozenset("_*[]()~`>#+-=|{}.!\n")
# The names that the official errors use for the entities.
NAMES = {
    "italic": "Italic",
    "underline": "Underline",
    "bold": "Bold",
    "strikethrough": "Strikethrough",
    "spoiler": "Spoiler",
    "code": "Code",
    "pre": "Pre",
    "pre_code": "PreCode",
    "text_link": "TextUrl",
    "custom_emoji": "CustomEmoji",
    "blockquote": "BlockQuote",
}
MARKS = {"bold": "*", "italic": "_", "underline": "__", "strikethrough": "~", "spoiler": "||", "code": "`", "pre": "```", "pre_code": "```"}


@dataclass(slots=True)
class Open:
    """Markup that was begun: its kind, where its text starts, where it was opened in the source, language of code."""

    kind: str
    start: int
    source: int
    part: int
    language: str = ""


class Markdown:
    """One run over one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.out = Output()
        self.stack: list[Open] = []
        self.quoting = False
        self.at = 0

    def byte(self, position: int) -> int:
        """The byte offset of a character."""
        return len(self.text[:position].encode("utf-8", "surrogatepass"))

    def run(self) -> tuple[str, list[dict[str, Any]]]:
        """Text and entities."""
        while self.at < len(self.text):
            self._step(self.text[self.at])
        if self.stack and self.stack[-1].kind == "blockquote":
            self._close_quote()
        if self.stack:
            raise self._unfinished(self.stack[-1])
        return self.out.result()

    def _step(self, char: str) -> None:
        following = self.text[self.at + 1 : self.at + 2]
        if char == "\\" and following and 0 < ord(following) <= 126:
            self.out.write(following)
            self.at += 2
            return
        top = self.stack[-1].kind if self.stack else ""
        reserved = char == "`" if top in ("code", "pre", "pre_code") else char in RESERVED
        if not reserved:
            self.out.write(char)
            self.at += 1
        elif self._ends(char, top):
            self._close()
        else:
            self._open(char)

    def _has(self, mark: str) -> bool:
        return self.text.startswith(mark, self.at)

    def _ends(self, char: str, top: str) -> bool:
        """Whether this character ends what is open."""
        if self.quoting and char == "\n" and self.text[self.at + 1 : self.at + 2] != ">":
            return True
        if top in ("text_link", "custom_emoji"):
            return char == "]"
        if top == "italic":
            return char == "_" and not self._has("__")
        if top == "spoiler" and self.quoting and self._has("||") and self._expands():
            return False
        return top in MARKS and self._has(MARKS[top])

    def _expands(self) -> bool:
        return self.text[self.at + 2 : self.at + 3] in ("", "\n") and self.stack[-1].start == self.out.units

    # -- opening

    def _open(self, char: str) -> None:
        begin = self.at
        if char == "\n":
            return self._line_break()
        if self.quoting and self._has("||") and self.text[begin + 2 : begin + 3] in ("", "\n") and self.stack[-1].kind == "blockquote":
            self.stack[-1].kind = "expandable_blockquote"
            self.at += 2
            if self.at >= len(self.text):
                self._close_quote()
            return None
        kind, size = self._kind(char)
        self.at += size
        language = self._language() if kind == "pre" else ""
        self.stack.append(Open("pre_code" if language else kind, self.out.units, begin, len(self.out.parts), language))
        return None

    def _kind(self, char: str) -> tuple[str, int]:
        """What begins here, and how long its mark is."""
        for mark, kind in (("__", "underline"), ("||", "spoiler"), ("```", "pre"), ("![", "custom_emoji")):
            if self._has(mark):
                return kind, len(mark)
        single = {"_": "italic", "*": "bold", "~": "strikethrough", "[": "text_link", "`": "code"}
        if char in single:
            return single[char], 1
        if char == ">" and not self.quoting and (not self.out.units or self.out.parts[-1].endswith("\n")):
            self.quoting = True
            return "blockquote", 1
        raise ParseError(f"Character '{char}' is reserved and must be escaped with the preceding '\\'")

    def _line_break(self) -> None:
        self.out.write("\n")
        self.at += 1
        if self._has(">"):
            if not self.quoting:
                self.quoting = True
                self.stack.append(Open("blockquote", self.out.units, self.at, len(self.out.parts)))
            self.at += 1

    def _language(self) -> str:
        end = self.at
        while end < len(self.text) and not self.text[end].isspace() and self.text[end] != "`":
            end += 1
        language = self.text[self.at : end] if end < len(self.text) and self.text[end] != "`" else ""
        self.at += len(language)
        self.at += newline(self.text, self.at)
        return language

    # -- closing

    def _close(self) -> None:
        top = self.stack[-1]
        if top.kind.endswith("blockquote"):
            self.out.write("\n")
            self.at += 1
            self._close_quote()
            return
        if self.text[self.at] == "\n":
            raise self._unfinished(top)
        self.stack.pop()
        if top.kind in ("text_link", "custom_emoji"):
            self.at += 1
            self._link(top)
            return
        self.at += len(MARKS[top.kind])
        if top.kind == "pre_code":
            self.out.close("pre", top.start, language=top.language)
        else:
            self.out.close(top.kind, top.start)

    def _close_quote(self) -> None:
        quote = self.stack.pop()
        self.quoting = False
        self.out.close(quote.kind, quote.start)

    def _link(self, top: Open) -> None:
        if top.kind == "custom_emoji":
            self._emoji(top)
            return
        url = self._address("a URL") if self._has("(") else "".join(self.out.parts[top.part :])
        entity = link_entity(url)
        if entity is not None:
            self.out.close(start=top.start, kind=entity.pop("type"), **entity)

    def _emoji(self, top: Open) -> None:
        if not self._has("("):
            raise ParseError("Custom emoji entity must contain a tg://emoji URL")
        url = self._address("a custom emoji URL")
        number = emoji_id(url)
        if number is None:
            raise ParseError("Custom emoji URL must have an emoji identifier")
        self.out.close("custom_emoji", top.start, custom_emoji_id=number)

    def _address(self, what: str) -> str:
        """The address in parentheses."""
        self.at += 1
        begin, url = self.at, ""
        while self.at < len(self.text) and self.text[self.at] != ")":
            if self.text[self.at] == "\\" and self.at + 1 < len(self.text):
                self.at += 1
            url += self.text[self.at]
            self.at += 1
        if self.at >= len(self.text):
            raise ParseError(f"Can't find end of {what} at byte offset {self.byte(begin)}")
        self.at += 1
        return url

    def _unfinished(self, top: Open) -> ParseError:
        return ParseError(f"Can't find end of {NAMES.get(top.kind, 'BlockQuote')} entity at byte offset {self.byte(top.source)}")


def parse_markdown(text: str) -> tuple[str, list[dict[str, Any]]]:
    """Visible text and entities; ``ParseError`` with the official words."""
    return Markdown(text).run()
