"""Learns the weights of the second stage from the messages in ``corpus/`` and writes ``data/risk/weights.tsv``: ``python -m tests.risk.train``.

Softmax regression over kinds of messages with a quadratic penalty, by plain gradient steps on all messages at once, so that the same messages give
the same weights. Kinds, not only danger or none: a little of one danger and a little of another is no danger, and grief is safe in other words
than lunch is.
Only messages written for Sebaya are learned from, and a tenth of the sentences that are put together for the tests. A fifth of the messages, chosen
by a hash of their words, is never learned from and only measured on.
Run it again after rules, words or messages have changed much; ``test_second.py`` says when the weights have grown too old.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from scipy.sparse import csr_array

from bot.content import ROOT
from bot.risk import Detector, load
from bot.risk.judging import CATEGORIES
from bot.risk.second import BIAS

CORPUS, WEIGHTS = Path(__file__).parent / "corpus", ROOT / "data" / "risk" / "weights.tsv"
SAFE = ("ordinary", "sad", "hard")  # hard: words of danger, harmlessly used
KINDS = (*CATEGORIES, *SAFE)
GRIDS = {**{name: name for name in CATEGORIES}, "harm": "self_harm", "self": "self_harm", "everyday": "ordinary", "sad": "sad", "words": "hard"}
LEAST, SMALL = 2, 20  # messages a feature must be in; hundredths by which its weights must differ, or it is dropped
PENALTY, STEPS = 4.0, 300  # of the squared weights; of the way down
EVERYDAY, ORDINARY = 0.01, 12.0  # a feature of so many ordinary messages says nothing; and how much an ordinary message counts
THRESHOLD = 225  # hundredths of a logit
RARER = 175  # the same, given to every danger but suicide: what is asked about in vain in everyday talk is nearly always words of leaving and ending
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


def grids(folder: Path = Path(__file__).parent) -> Iterator[Row]:
    """One in ten of the sentences that are put together: dangers said plainly, and harmless ones that are close to them in their words."""
    for path in sorted(path for kind in ("harmless", "plain", "urgent") for path in (folder / kind).glob("*.yaml")):
        for name, grid in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            category = GRIDS.get(name.partition("_")[0])
            for beginning, deed in product(grid["beginnings"], grid["deeds"]) if category else ():
                text = beginning.format(*deed.split("|"))
                if drawn(text) == 0:
                    yield {"text": text, "label": int(category in CATEGORIES), "category": category, "held": False}


def drawn(text: str) -> int:
    """A number from 0 to 9, always the same for a text."""
    return int(hashlib.sha1(text.encode()).hexdigest(), 16) % 10


def held(row: Row) -> bool:
    """Whether a message is held back: one in five, by a hash of its (first) words."""
    return drawn(row.get("text") or row["messages"][0]) >= 8


def matrix(found: list[Counter[str]], number: dict[str, int]) -> csr_array:
    """Messages by features, how often each."""
    places = [(n, number[one], times) for n, features in enumerate(found) for one, times in features.items() if one in number]
    row, column, times = np.array(places, dtype=np.int64).reshape(-1, 3).T
    return csr_array((times.astype(np.float32), (row, column)), shape=(len(found), len(number)))


def fit(has: csr_array, kind: np.ndarray, importance: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Weights (features by kinds) and biases of least loss (Adam, full gradients, cooling down). ``kind``: the number of each message's."""
    wanted = np.eye(len(KINDS), dtype=np.float32)[kind]
    weights = np.zeros((has.shape[1] + 1, len(KINDS)), dtype=np.float32)  # the last row: the biases
    mean, spread, back = np.zeros_like(weights), np.zeros_like(weights), has.T.tocsr()
    for step in range(1, STEPS + 1):
        likely = has @ weights[:-1] + weights[-1]
        likely = np.exp(likely - likely.max(1, keepdims=True))
        off = importance[:, None] * (likely / likely.sum(1, keepdims=True) - wanted)
        gradient = np.vstack([back @ off + PENALTY * weights[:-1], off.sum(0, keepdims=True)])
        mean, spread = 0.9 * mean + 0.1 * gradient, 0.999 * spread + 0.001 * gradient**2
        pace = 0.1 * (1 - step / STEPS) ** 0.5
        weights -= pace * (mean / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.999**step)) + 1e-8)
    return weights[:-1], weights[-1]


def usual(found: list[Counter[str]], messages: list[Row]) -> set[str]:
    """Features that many ordinary messages have: without this, whoever tells much of themselves would look like somebody in danger."""
    plain = [features for features, row in zip(found, messages, strict=True) if row["category"] == "ordinary"]
    counts = Counter(one for features in plain for one in features)
    return {one for one, times in counts.items() if times > EVERYDAY * len(plain)}


def kind_of(row: Row) -> int:
    """The number of a message's kind: its danger, or which of the safe ones."""
    return KINDS.index(row["category"] if row["label"] or row["category"] in SAFE else SAFE[-1])


def learn(detector: Detector, messages: list[Row]) -> dict[str, list[int]]:
    """Feature → weights for each kind in hundredths, only their differences meant, so that the middle one is 0. ``BIAS``: the biases."""
    found = [detector.features(row["text"]) for row in messages]
    counts = Counter(one for features in found for one in features)
    everyday = usual(found, messages)
    number = {one: n for n, one in enumerate(sorted(one for one, times in counts.items() if times >= LEAST and one not in everyday))}
    kind = np.array([kind_of(row) for row in messages])
    importance = np.where(kind == KINDS.index("ordinary"), ORDINARY, 1.0).astype(np.float32)
    weights, bias = fit(matrix(found, number), kind, importance)
    told = np.rint(100 * (weights - np.median(weights, axis=1, keepdims=True))).astype(int)
    learned = {one: told[n].tolist() for one, n in number.items() if np.ptp(told[n]) >= SMALL}
    rarer = [RARER * (name in CATEGORIES and name != "suicide") for name in KINDS]
    return {BIAS: (np.rint(100 * bias).astype(int) + rarer).tolist(), **learned}


def write(learned: dict[str, list[int]], of: int, path: Path = WEIGHTS) -> None:
    head = [
        "# The second stage of the detector: what words weigh together (docs/safety.md). Made by tests/risk/train.py; not to be edited by hand.",
        f"# Learned from {of:,} messages written for Sebaya. In hundredths: the weights for each danger and each safe kind, and the feature.",
        f"threshold={THRESHOLD}",
        f"dangers={' '.join(CATEGORIES)}",
        f"safe={' '.join(SAFE)}",
    ]
    lines = [f"{' '.join(map(str, weights))}\t{one}" for one, weights in sorted(learned.items())]
    path.write_text("\n".join([*head, *lines]) + "\n", encoding="utf-8")


def main() -> None:
    WEIGHTS.unlink(missing_ok=True)  # what was learned before has no say in what is learned now
    detector, problems = load(ROOT / "data" / "risk")
    assert detector is not None, problems
    messages = [*examples(), *grids(), *(row for row in rows() if not row["held"])]
    write(learn(detector, messages), len(messages))


if __name__ == "__main__":
    main()
