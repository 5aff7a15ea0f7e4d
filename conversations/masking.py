"""Contact data in relayed words: phone numbers (written or spelled out), e-mail, links, @names and handles are covered, offsets kept.

Peers meet under pseudonyms; whoever hands out a number gives that up for themselves, often in a weak moment, and some ask for it on purpose.
What is covered is covered sign for sign (in UTF-16 units), so that formatting still fits, and with it whatever Telegram itself found to be such.
Short emergency numbers stay readable.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

COVER = "•"
# Signs that are not seen, put between those that are.
_UNSEEN = "\\u00ad\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2064\\u2066-\\u2069\\ufe0e\\ufe0f\\u20e3\\ufeff"
_DIGIT_WORDS = (
    "nol|kosong|satu|dua|tiga|empat|lima|enam|tujuh|lapan|delapan|sembilan|zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple"
)
_APPS = "wa|whatsapp|ig|insta|instagram|line|telegram|tele|tg|discord|tiktok|twitter|snap|snapchat|fb|facebook"
_WHOSE = r"(?:\s*(?:ku|aku|gw|gue|saya|nya|me|id|no|nomor))?"
_TOP = "com|net|org|id|me|io|app|link|gg|xyz|info|dev|page|site|my|sg"
# Names of accounts, not "ig temen2" (several friends) or "wa jam8" (at eight).
_ACCOUNT = r"(?!\w+2(?:an|nya|ku|mu)?\b|(?:jam|tgl|kelas)\d)(?=\w*[\d_]|\w+\.\w)[a-z_][\w.]+"
# Each begins only where a word begins, or is bounded: a text of 4,096 letters must not hold up everybody else (time grows with its length).
_PATTERNS = (
    re.compile(r"(?<![\w.+-])[\w.+-]+\s?(?:[@＠﹫]|\(at\)|\[at\])\s?[\w-]+(?:\s?(?:\.|\(dot\)|\[dot\])\s?[\w-]+)+", re.IGNORECASE),
    re.compile(r"(?:https?://|www\.|t\.me/|wa\.me/)\S+", re.IGNORECASE),
    re.compile(rf"(?<![\w-])[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{0,4}}\.(?:(?:{_TOP})\b(?:/\S*)?|[a-z]{{2,24}}/\S+)", re.IGNORECASE),
    re.compile(rf"(?<![\w@])[@＠﹫][{_UNSEEN}]*\w{{3,}}"),
    re.compile(rf"\b(?:{_APPS}){_WHOSE}\b(?:\s*[:=]\s*\S+|\s+{_ACCOUNT})", re.IGNORECASE),
    re.compile(rf"(?:(?:\b(?:{_DIGIT_WORDS})\b|\d)[\s,.\-/*_|~:;{_UNSEEN}]*){{7,}}", re.IGNORECASE),
)
_NUMBER = re.compile(r"(?<![\w.,])\+?\(?\d[\d\s().\-/]{5,30}\d(?!\w)")
_AMOUNT = re.compile(r"\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{1,2})?")
_DATE = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}")


def mask(text: str, marked: Iterable[tuple[int, int]] = ()) -> tuple[str, bool]:
    """``text`` with contact data covered, and whether there was any. ``marked``: where Telegram found some. The length in UTF-16 units stays."""
    spans = [*marked]
    spans += [match.span() for match in _NUMBER.finditer(text) if _is_phone(match[0])]
    spans += [(match.start(), match.start() + len(match[0].rstrip())) for p in _PATTERNS for match in p.finditer(text) if _counts(match[0])]
    if not spans:
        return text, False
    covered = list(text)
    for start, end in spans:
        for at in range(start, min(end, len(covered))):
            if not covered[at].isspace():
                covered[at] = COVER * (2 if ord(text[at]) > 0xFFFF else 1)
    return "".join(covered), True


def _is_phone(found: str) -> bool:
    """Eight digits or more that are neither an amount of money nor a date."""
    plain = found.strip()
    return sum(c.isdigit() for c in plain) >= 8 and not _AMOUNT.fullmatch(plain) and not _DATE.fullmatch(plain)


def _counts(found: str) -> bool:
    """A run of figures only is judged as a number: here it may be an amount or a date."""
    return bool(re.search(r"[^\W\d]|[@＠﹫]", found)) or _is_phone(found)
