"""What people and fingers do to the letters of a word: stretching, digits for letters, one letter too many, too few, wrong, or two swapped."""

from __future__ import annotations

import re
from collections.abc import Iterable

LEET = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "6": "g", "7": "t", "8": "b", "9": "g", "@": "a", "$": "s", "!": "i"})
_REPEATED = re.compile(r"(.)\1+")
_STRETCHED = re.compile(r"(.)\1{2,}")


def squeeze(word: str) -> str:
    """Every run of a letter once: ``matiiii`` and ``killl`` meet the listed words in this form."""
    return _REPEATED.sub(r"\1", word)


def unstretched(word: str) -> str:
    """``matiiii`` as ``mati``, but ``killl`` as ``kil``: only runs of three and more."""
    return _STRETCHED.sub(r"\1", word)


def slips(word: str) -> list[str]:
    """The word with one letter left out, in every place in turn. Two words that share one are at most one slip (or one swap) apart."""
    return [word[:n] + word[n + 1 :] for n in range(len(word))]


def one_slip(a: str, b: str) -> bool:
    """Whether one letter too many, too few, wrong, or two neighbours swapped make one word into the other."""
    if abs(len(a) - len(b)) > 1:
        return False
    n = 0
    while n < min(len(a), len(b)) and a[n] == b[n]:
        n += 1
    if len(a) == len(b):
        return a[n + 1 :] == b[n + 1 :] or (a[n + 2 :] == b[n + 2 :] and a[n : n + 2] == b[n : n + 2][::-1])
    return a[n + 1 :] == b[n:] if len(a) > len(b) else a[n:] == b[n + 1 :]


def spellings(word: str) -> Iterable[str]:
    """How a word that is not listed may be meant, the likeliest first."""
    plain = word.replace("'", "")
    yield plain
    if plain[-1:] == "2" and plain[:-1].isalpha():
        yield plain[:-1]  # bareng2
    if not plain.isalpha() and any(c.isalpha() for c in plain):
        yield plain.translate(LEET)
        if "1" in plain or "!" in plain:
            yield plain.replace("1", "l").replace("!", "l").translate(LEET)
    if (shorter := unstretched(plain)) != plain:
        yield shorter
