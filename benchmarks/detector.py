"""The detector beside a list of keywords: what each finds in the shipped evaluation set, and how long a message takes."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.tables import Table, percentile
from bot.content import ROOT
from bot.risk import load
from bot.risk.evaluate import rows

EVALUATION = Path(__file__).parents[1] / "tests" / "risk" / "evaluation.jsonl"
SIZES = (280, 4096)

# What such lists hold, written for this comparison: a message is flagged when any of these is anywhere in it, in small letters.
KEYWORDS = tuple(
    """
    bunuh diri, bundir, ingin mati, pengen mati, mau mati, mengakhiri hidup, akhiri hidup, gantung diri, tidak ingin hidup, gak mau hidup,
    lelah hidup, capek hidup, putus asa, menyakiti diri, nyakitin diri, menyayat, self harm, selfharm, suicide, suicidal, kill myself,
    killing myself, want to die, wanna die, end my life, ending my life, end it all, better off dead, no reason to live, don't want to live,
    dont want to live, hurt myself, cut myself, cutting myself, kms, overdose, overdosis, hopeless, worthless, take my own life, goodbye
    world
    """.replace("\n    ", " ")
    .strip()
    .split(", ")
)

Judge = Callable[[str], bool]


def by_keywords(text: str) -> bool:
    """The whole of a keyword detector."""
    lower = text.lower()
    return any(word in lower for word in KEYWORDS)


def measure(*, rounds: int, texts: int) -> Table:
    """Recall and false alarms on the shipped set; p50 and p99 of ``texts`` messages of each size cut from it, ``rounds`` times in turn."""
    detector, problems = load(ROOT / "data" / "risk")
    assert detector is not None, problems

    def by_rules(text: str) -> bool:
        return detector.look(text).level in ("ask", "alert")

    labelled = [(row["text"], bool(row["label"])) for row in rows(EVALUATION.read_text(encoding="utf-8").splitlines())]
    judges: dict[str, Judge] = {"a list of keywords": by_keywords, "Sebaya's rules": by_rules}
    pieces = {size: _pieces([text for text, _ in labelled], size, texts) for size in SIZES}
    took: dict[tuple[str, int], list[float]] = {}
    for _ in range(rounds):
        for size in SIZES:
            for name, judge in judges.items():
                took.setdefault((name, size), []).extend(_times(judge, pieces[size]))
    table = Table(
        f"Signs of danger in {len(labelled)} labelled messages, and in {texts} made of them for each length, {rounds} rounds",
        ("detector", "found", "to the list", "false alarms", *(f"{size} chars, p50 / p99 ms" for size in SIZES)),
    )
    shares = {name: _found(judge, labelled) for name, judge in judges.items()}
    listed = shares["a list of keywords"][0]
    for name, (found, wrong) in shares.items():
        times = [f"{percentile(took[name, size], 50):.3f} / {percentile(took[name, size], 99):.3f}" for size in SIZES]
        table.add(name, f"{found:.1%}", f"{found / listed:.2f}", f"{wrong:.1%}", *times)
    return table


def _found(judge: Judge, labelled: list[tuple[str, bool]]) -> tuple[float, float]:
    """The share of the dangers that is found, and the share of the safe messages that is taken for one."""
    right, wrong = ([judge(text) for text, danger in labelled if danger is wanted] for wanted in (True, False))
    return sum(right) / len(right), sum(wrong) / len(wrong)


def _pieces(texts: list[str], size: int, count: int) -> list[str]:
    """``count`` messages of ``size`` characters: the set written one after the other as often as that takes, each beginning somewhere else."""
    whole = ". ".join(texts) + ". "
    whole *= size // len(whole) + 2
    step = 397  # no divisor of anything here, so that no two begin alike
    return [whole[begin : begin + size] for begin in (n * step % (len(whole) - size) for n in range(count))]


def _times(judge: Judge, texts: list[str]) -> list[float]:
    """Milliseconds of this process for each text."""
    gc.collect()
    found: list[float] = []
    for text in texts:
        begin = time.thread_time_ns()
        judge(text)
        found.append((time.thread_time_ns() - begin) / 1e6)
    return found
