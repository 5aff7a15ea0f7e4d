"""From what somebody typed to plain words, each knowing where it stood: the first step of the detector.

Folding undoes what hides a word without changing it: capitals, full-width and mathematical letters, look-alike letters of other alphabets, accents,
invisible characters. Offsets are code points of the original text.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from operator import itemgetter

# Letters of other alphabets that look like Latin ones. Not a transliteration: only what an eye takes for the Latin letter.
_LOOKS = dict(
    zip(
        "аесорхуікѕјԁһӏвмтнгαοενικρτυχβѵіɡɑʟɪɴʀʙʜ",
        "aecopxyiksjdhlbmthraoevikptuxbvigalinrbh",
        strict=True,
    )
)
_OTHER = {"\u2019": "'", "\u2018": "'", "`": "'", "´": "'", "…": ".", "ß": "s", "đ": "d", "ł": "l", "ø": "o"}
_WORD = r"[a-z0-9@$*][a-z0-9@$*']*(?:!(?=[a-z])[a-z0-9@$*']*)*"
_MARK = r"\n+|[.!?;]+(?=\s|$|[)\"'\]])|[!?]{2,}|,|\s[-–—:(]\s|[():\"/]|[😂🤣😆😹]"
_TOKEN = re.compile(rf" ?({_WORD}|{_MARK})")  # the space is taken along: at a space alone, every mark would be tried in vain
_NOT = ("don", "doesn", "didn", "can", "won", "isn", "couldn", "wouldn", "ain", "haven", "hasn", "aren", "wasn", "shouldn")
_PARTED = re.compile(rf"n t(?:{'|'.join(f'(?<={word} t)' for word in _NOT)})(?![a-z0-9'])")
_SPACED = re.compile(r"(?<![a-z0-9@$])(?:[a-z0-9@$][ .\-_*·|/,~]{1,2}){2,}[a-z0-9@$](?![a-z0-9@$'])")
_LONELY = re.compile(r"[ .\-_*](?:[a-z0-9@$][ .\-_*]{1,2}){2}[a-z0-9@$](?![a-z0-9@$])")


class _Characters(dict[str, str]):
    """How each character is read; worked out once for each that is met. Bounded by Unicode itself."""

    def __missing__(self, char: str) -> str:
        plain = "".join(c for c in unicodedata.normalize("NFKD", char).casefold() if unicodedata.category(c) not in {"Mn", "Cf", "Me"})
        self[char] = read = _OTHER.get(char) or "".join(_OTHER.get(c) or _LOOKS.get(c, c) for c in plain)
        return read


_CHARACTERS = _Characters()


def fold(text: str) -> tuple[str, list[int] | None]:
    """The text in plain small letters, and for each of its characters the offset in ``text`` (None: the same offsets)."""
    if text.isascii():
        return text.lower().replace("`", "'"), None
    other = {char: plain for char in set(text) if (plain := _CHARACTERS[char]) != char}
    if all(len(plain) == 1 for plain in other.values()):  # one letter for one letter
        return functools.reduce(lambda read, one: read.replace(*one), other.items(), text), None
    read = [_CHARACTERS[char] for char in text]
    folded = "".join(read)
    at = [n for n, piece in enumerate(read) for _ in piece]
    return folded, at


@dataclass(slots=True)
class Tokens:
    """The words and marks of a message in order. ``spaced``: those written letter by letter ("m a t i"); they may be several words.

    Where each stood is worked out only when it is asked for: in most messages nothing is found.
    """

    texts: list[str]
    spaced: frozenset[int] = frozenset()
    folded: str = ""
    _at: list[int] | None = None  # of each folded character its offset in the original text; None: the same
    _places: list[tuple[int, int]] | None = None

    def place(self, n: int) -> tuple[int, int]:
        """Start and end of the n-th in the original text."""
        return self.places[n]

    @property
    def places(self) -> list[tuple[int, int]]:
        """The same of all."""
        if self._places is None:
            self._places = _places(self.folded, self.texts, self._at)
        return self._places

    def within(self, start: int, end: int) -> range:
        """Those of which something lies between two offsets of the original text."""
        first = bisect_right(self.places, start, key=itemgetter(1))
        return range(first, bisect_left(self.places, end, first, key=itemgetter(0)))

    def original(self, start: int, end: int) -> tuple[int, int]:
        """What ``folded[start:end]`` is in the original text."""
        return _place(self._at, start, end)


def tokens(text: str) -> Tokens:
    """Takes a message apart. Never fails."""
    folded, at = fold(text)
    if "n t" in folded:
        folded = _PARTED.sub("n't", folded)  # the apostrophe was lost; as long as before
    if _LONELY.search(" " + folded) and _SPACED.search(folded):
        return _with_spaced(folded, at)
    return Tokens(_TOKEN.findall(folded), folded=folded, _at=at)


def _with_spaced(folded: str, at: list[int] | None) -> Tokens:
    texts: list[str] = []
    places: list[tuple[int, int]] = []
    spaced: set[int] = set()

    def plain(begin: int, end: int) -> None:
        for match in _TOKEN.finditer(folded, begin, end):
            texts.append(match[1])
            places.append(_place(at, *match.span(1)))

    begin = 0
    for run in _SPACED.finditer(folded):
        plain(begin, run.start())
        spaced.add(len(texts))
        texts.append("".join(c for c in run[0] if c.isalnum() or c in "@$"))
        places.append(_place(at, *run.span()))
        begin = run.end()
    plain(begin, len(folded))
    return Tokens(texts, frozenset(spaced), folded, at, places)


def _places(folded: str, texts: list[str], at: list[int] | None) -> list[tuple[int, int]]:
    """Where each token stood. What lies between two words holds no letter, so the next place where a word is found is its own."""
    end, found = 0, list[tuple[int, int]]()
    for text in texts:
        start = folded.index(text, end)
        end = start + len(text)
        found.append((start, end))
    return found if at is None else [_place(at, start, end) for start, end in found]


def _place(at: list[int] | None, start: int, end: int) -> tuple[int, int]:
    return (start, end) if at is None else (at[start], at[end - 1] + 1)
