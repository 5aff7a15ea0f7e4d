"""The forms of an Indonesian verb, from formal to street: pukul → memukul, mukul, mukulin, ngepukul; dipukul, dipukuli, kepukul."""

from __future__ import annotations

_NASAL = {"p": ("mem", "m", True), "b": ("mem", "mb", False), "t": ("men", "n", True), "d": ("men", "nd", False), "c": ("men", "ny", False)}
_NASAL |= {"j": ("men", "nj", False), "k": ("meng", "ng", True), "s": ("meny", "ny", True), "g": ("meng", "ng", False), "h": ("meng", "ng", False)}
_NASAL |= dict.fromkeys("aeiou", ("meng", "ng", False))
_ENDINGS = ("", "in", "i", "kan", "an")


def active(root: str) -> set[str]:
    """What the doer's verb looks like: the bare root, meN-, N- and nge-, with -in, -i, -kan."""
    formal, street, drops = _NASAL.get(root[0], ("me", "nge", False))
    rest = root[1:] if drops else root
    stems = {root, formal + rest, "nge" + root}
    stems.add(street + (rest if drops or root[0] in "aeiou" else root[1:] if root[0] == "c" else root))
    if root[0] in "gh":
        stems.add("ng" + root)
    if root[0] in "bdj":
        stems.add("n" + root if root[0] != "b" else "m" + root)
    return {stem + ending for stem in stems for ending in _ENDINGS}


def passive(root: str) -> set[str]:
    """What it looks like for whom it is done to: di-, ke-, ter-, with -in, -i, -kan."""
    return {prefix + root + ending for prefix in ("di", "ke", "ter") for ending in _ENDINGS}
