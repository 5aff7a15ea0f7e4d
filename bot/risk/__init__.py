"""Words of crisis: a small starting list (``data/risk/``), found after folding away spelling tricks. See ``Detector``."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from bot.yamlfile import YamlFile

_REPEATED = re.compile(r"(.)\1{2,}")
_NOT_WORD = re.compile(r"[^\w']+", re.UNICODE)


def normalise(text: str) -> str:
    """Lower case, compatibility forms, no invisible characters, no stretched letters, single spaces: ``  MATIII\u200b ajaa`` → ``mati ajaa``."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("\u2019", "'")
    shown = "".join(c for c in folded if unicodedata.category(c) not in {"Cf", "Mn"})
    return " ".join(_NOT_WORD.sub(" ", _REPEATED.sub(r"\1", shown)).split())


@dataclass(frozen=True, slots=True)
class Detector:
    """Finds the listed phrases as whole words. ``masks`` are harmless idioms that are covered before looking."""

    phrases: re.Pattern[str]
    masks: re.Pattern[str]
    ids: dict[str, str]

    def find(self, text: str) -> tuple[str, ...]:
        """The ids of the phrases found in ``text``, in order, without repetition; empty for nothing found."""
        plain = self.masks.sub(" · ", normalise(text))
        return tuple(dict.fromkeys(self.ids[match[0]] for match in self.phrases.finditer(plain)))


def _any_of(phrases: list[str]) -> re.Pattern[str]:
    """One pattern for all, longest first, on word boundaries. No phrases: a pattern that never matches."""
    ordered = sorted({p for p in phrases if p}, key=lambda p: (-len(p), p))
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, ordered)) + r")(?!\w)" if ordered else r"(?!)")


def load(folder: Path) -> tuple[Detector | None, list[str]]:
    """The detector from every file in the folder, and all that is wrong with them."""
    ids: dict[str, str] = {}
    masks: list[str] = []
    problems: list[str] = []
    files = [YamlFile(path) for path in sorted(folder.glob("*.yaml"))]
    for file in files:
        _read(file, ids, masks)
        problems += file.problems
    if not problems and not ids:
        problems.append(f"{folder}: no phrases of crisis found; without them nobody would be noticed")
    return (Detector(_any_of(list(ids)), _any_of(masks), ids) if not problems else None), problems


def _read(file: YamlFile, ids: dict[str, str], masks: list[str]) -> None:
    if file.problems:
        return
    data = file.data if isinstance(file.data, dict) else {}
    for n, entry in enumerate(data.get("phrases") or []):
        if not isinstance(entry, dict) or not all(isinstance(entry.get(key), str) for key in ("id", "phrase")):
            file.complain(("phrases", n), "needs an id and a phrase")
            continue
        ids[normalise(entry["phrase"])] = entry["id"]
    for n, mask in enumerate(data.get("masks") or []):
        phrase = mask.get("phrase") if isinstance(mask, dict) else mask
        if not isinstance(phrase, str):
            file.complain(("masks", n), "must be a phrase")
            continue
        masks.append(normalise(phrase))
