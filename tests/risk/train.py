"""Learns the weights of the second stage from the messages in ``corpus/`` and writes ``data/risk/weights.tsv``: ``python -m tests.risk.train``.

Logistic regression with a quadratic penalty, by plain gradient steps on all messages at once, so that the same messages give the same weights.
Only messages written for Sebaya are learned from. A fifth of them, chosen by a hash of their words, is never learned from and only measured on.
Run it again after rules, words or messages have changed much; ``test_second.py`` says when the weights have grown too old.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from bot.content import ROOT
from bot.risk import Detector, load

CORPUS, WEIGHTS = Path(__file__).parent / "corpus", ROOT / "data" / "risk" / "weights.tsv"
LEAST, SMALL = 2, 8  # messages a feature must be in; hundredths below which a weight is dropped
PENALTY, STEPS = 4.0, 500  # of the squared weights; of the way down
EVERYDAY, ORDINARY = 0.01, 12.0  # a feature of so many ordinary messages says nothing; and how much an ordinary message counts
THRESHOLD = 160  # hundredths of a logit
Row = dict[str, Any]


def examples(folder: Path = ROOT / "data" / "risk") -> Iterator[Row]:
    """What the rules that ask or alert promise to find."""
    for path in sorted(folder.glob("*.yaml")):
        for rule in yaml.safe_load(path.read_text(encoding="utf-8")).get("rules", []):
            if rule["level"] != "note":
                yield from ({"text": text, "label": 1, "category": rule["category"], "held": False} for text in rule["examples"])


def rows(folder: Path = CORPUS) -> Iterator[Row]:
    """Every message, those of dialogues one by one. Of a dialogue in danger (``at``: the messages that tell it) what is said around says nothing
    either way and is left out."""
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            for n, text in enumerate(row.get("messages", [row.get("text")])):
                if n in row.get("at", (n,)):
                    yield {**row, "text": text, "held": held(row)}


def held(row: Row) -> bool:
    """Whether a message is held back: one in five, by a hash of its (first) words."""
    return int(hashlib.sha1((row.get("text") or row["messages"][0]).encode()).hexdigest(), 16) % 10 >= 8


@dataclass(slots=True)
class Matrix:
    """Messages by features, as the places of the ones."""

    row: np.ndarray
    column: np.ndarray
    shape: tuple[int, int]

    @classmethod
    def of(cls, found: list[Iterable[str]], number: dict[str, int]) -> Matrix:
        pairs = [(n, number[one]) for n, features in enumerate(found) for one in features if one in number]
        row, column = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
        return cls(row, column, (len(found), len(number)))

    def times(self, weights: np.ndarray) -> np.ndarray:
        return np.bincount(self.row, weights[self.column], self.shape[0])

    def back(self, values: np.ndarray) -> np.ndarray:
        return np.bincount(self.column, values[self.row], self.shape[1])


def fit(matrix: Matrix, label: np.ndarray, importance: np.ndarray) -> tuple[np.ndarray, float]:
    """Weights and bias of least logistic loss (Adam, full gradients, cooling down)."""
    size = matrix.shape[1] + 1
    weights, mean, spread = np.zeros(size), np.zeros(size), np.zeros(size)
    for step in range(1, STEPS + 1):
        off = importance * (1 / (1 + np.exp(-matrix.times(weights[:-1]) - weights[-1])) - label)
        gradient = np.append(matrix.back(off) + PENALTY * weights[:-1], off.sum())
        mean, spread = 0.9 * mean + 0.1 * gradient, 0.999 * spread + 0.001 * gradient**2
        pace = 0.1 * (1 - step / STEPS) ** 0.5
        weights -= pace * (mean / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.999**step)) + 1e-8)
    return weights[:-1], float(weights[-1])


def usual(found: list[frozenset[str]], messages: list[Row]) -> set[str]:
    """Features that many ordinary messages have: without this, whoever tells much of themselves would look like somebody in danger."""
    plain = [features for features, row in zip(found, messages, strict=True) if row["category"] == "ordinary"]
    counts = Counter(one for features in plain for one in features)
    return {one for one, times in counts.items() if times > EVERYDAY * len(plain)}


def learn(detector: Detector, messages: list[Row]) -> dict[str, tuple[int, str]]:
    """Feature → weight in hundredths, and for those that speak for danger the category it is met in most. ``""``: the bias."""
    found = [detector.features(row["text"]) for row in messages]
    counts = Counter(one for features in found for one in features)
    everyday = usual(found, messages)
    number = {one: n for n, one in enumerate(sorted(one for one, times in counts.items() if times >= LEAST and one not in everyday))}
    matrix = Matrix.of([*found], number)
    label = np.array([float(row["label"]) for row in messages])
    importance = np.array([ORDINARY if row["category"] == "ordinary" else 1.0 for row in messages])
    weights, bias = fit(matrix, label, importance)
    near: dict[str, Counter[str]] = defaultdict(Counter)
    for row, features in zip(messages, found, strict=True):
        if row["label"]:
            for one in features:
                near[one][row["category"]] += 1
    told = {one: round(100 * weights[n]) for one, n in number.items()}
    learned = {
        one: (w, min(near[one].items(), key=lambda kind: (-kind[1], kind[0]))[0] if w > 0 else "") for one, w in told.items() if abs(w) >= SMALL
    }
    return {"": (round(100 * bias), ""), **learned}


def write(learned: dict[str, tuple[int, str]], of: int, path: Path = WEIGHTS) -> None:
    head = [
        "# The second stage of the detector: what words weigh together (docs/safety.md). Made by tests/risk/train.py; not to be edited by hand.",
        f"# Learned from {of:,} messages written for Sebaya. In hundredths: weight, category (where it speaks for danger), feature.",
        f"bias\t{learned[''][0]}",
        f"threshold\t{THRESHOLD}",
    ]
    lines = [f"{weight}\t{category}\t{one}" for one, (weight, category) in sorted(learned.items()) if one]
    path.write_text("\n".join([*head, *lines]) + "\n", encoding="utf-8")


def main() -> None:
    WEIGHTS.unlink(missing_ok=True)  # what was learned before has no say in what is learned now
    detector, problems = load(ROOT / "data" / "risk")
    assert detector is not None, problems
    messages = [*examples(), *(row for row in rows() if not row["held"])]
    write(learn(detector, messages), len(messages))


if __name__ == "__main__":
    main()
