"""From what somebody typed to plain words, each knowing where it stood: the first step of the detector.

Folding undoes what hides a word without changing it: capitals, full-width and mathematical letters, look-alike letters of other alphabets, accents,
invisible characters. Offsets are code points of the original text.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# Letters of other alphabets that look like Latin ones. Not a transliteration: only what an eye takes for the Latin letter.
_LOOKS = dict(
    zip(
        "аесорхуікѕјԁһӏвмтнгαοενικρτυχβѵіɡɑʟɪɴʀʙʜ",
        "aecopxyiksjdhlbmthraoevikptuxbvigalinrbh",
        strict=True,
    )
)
_OTHER = {"\u2019": "'", "\u2018": "'", "`": "'", "´": "'", "…": ".", "ß": "s", "đ": "d", "ł": "l", "ø": "o"}
_WORD = r"[a-z0-9@$*](?:[a-z0-9@$*']|!(?=[a-z]))*"
_MARK = r"\n+|[.!?;]+(?=\s|$|[)\"'\]])|[!?]{2,}|,|\s[-–—:(]\s|[():\"/]|[😂🤣😆😹]"
_TOKEN = re.compile(rf"{_WORD}|{_MARK}")
_PARTED = r"(?:don|doesn|didn|can|won|isn|couldn|wouldn|ain|haven|hasn|aren|wasn|shouldn) t(?![a-z0-9'])"  # the apostrophe was lost
_TOKEN_PARTED = re.compile(rf"{_PARTED}|{_WORD}|{_MARK}")
_SPACED = re.compile(r"(?<![a-z0-9@$])(?:[a-z0-9@$][ .\-_*·|/,~]{1,2}){2,}[a-z0-9@$](?![a-z0-9@$'])")
_LONELY = re.compile(r"[ .\-_*][a-z0-9@$][ .\-_*]{1,2}[a-z0-9@$](?![a-z0-9@$])")


class _Characters(dict[str, str]):
    """How each character is read; worked out once for each that is met. Bounded by Unicode itself."""

    def __missing__(self, char: str) -> str:
        plain = "".join(c for c in unicodedata.normalize("NFKD", char).casefold() if unicodedata.category(c) not in {"Mn", "Cf", "Me"})
        self[char] = read = _OTHER.get(char) or "".join(_LOOKS.get(c, c) for c in plain)
        return read


_CHARACTERS = _Characters()


def fold(text: str) -> tuple[str, list[int] | None]:
    """The text in plain small letters, and for each of its characters the offset in ``text`` (None: the same offsets)."""
    if text.isascii():
        return text.lower(), None
    read = [_CHARACTERS[char] for char in text]
    if all(len(piece) == 1 for piece in read):
        return "".join(read), None
    at = [n for n, piece in enumerate(read) for _ in piece]
    return "".join(read), at


@dataclass(slots=True)
class Tokens:
    """The words and marks of a message in order. ``spaced``: those written letter by letter ("m a t i"); they may be several words.

    Where each stood is worked out only when it is asked for: in most messages nothing is found.
    """

    texts: list[str]
    spaced: frozenset[int] = frozenset()
    _places: list[tuple[int, int]] | None = None
    _source: tuple[str, re.Pattern[str], list[int] | None] | None = None

    def place(self, n: int) -> tuple[int, int]:
        """Start and end of the n-th in the original text."""
        if self._places is None:
            assert self._source is not None
            folded, pattern, at = self._source
            self._places = [_place(at, *match.span()) for match in pattern.finditer(folded)]
        return self._places[n]


def tokens(text: str) -> Tokens:
    """Takes a message apart. Never fails."""
    folded, at = fold(text)
    pattern = _TOKEN_PARTED if " t " in folded or folded.endswith(" t") else _TOKEN
    if _LONELY.search(" " + folded) and _SPACED.search(folded):
        return _with_spaced(folded, pattern, at)
    return Tokens(pattern.findall(folded), _source=(folded, pattern, at))


def _with_spaced(folded: str, pattern: re.Pattern[str], at: list[int] | None) -> Tokens:
    texts: list[str] = []
    places: list[tuple[int, int]] = []
    spaced: set[int] = set()

    def plain(begin: int, end: int) -> None:
        for match in pattern.finditer(folded, begin, end):
            texts.append(match[0])
            places.append(_place(at, *match.span()))

    begin = 0
    for run in _SPACED.finditer(folded):
        plain(begin, run.start())
        spaced.add(len(texts))
        texts.append("".join(c for c in run[0] if c.isalnum() or c in "@$"))
        places.append(_place(at, *run.span()))
        begin = run.end()
    plain(begin, len(folded))
    return Tokens(texts, frozenset(spaced), places)


def _place(at: list[int] | None, start: int, end: int) -> tuple[int, int]:
    return (start, end) if at is None else (at[start], at[end - 1] + 1)
