"""Numbers for Prometheus, in its text format. Labels are kinds of things, never anybody: nothing here can tell who did what."""

from __future__ import annotations

import bisect
import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping

HELP = {
    "sebaya_updates_total": "updates taken in",
    "sebaya_batch_seconds_total": "time spent on batches of updates, from Telegram's answer to the commit",
    "sebaya_batches_total": "batches of updates",
    "sebaya_sends_total": "messages and other calls to Telegram, by lane and result",
    "sebaya_send_seconds_total": "time Telegram took to answer, by lane",
    "sebaya_waiting_rows": "rows of the outbox held in memory",
    "sebaya_age_seconds": "how long ago each part last worked",
    "sebaya_people": "people who agreed",
    "sebaya_volunteers_on_duty": "volunteers on duty",
    "sebaya_people_waiting": "people who wait for a peer",
    "sebaya_longest_wait_seconds": "how long the first of them has waited",
    "sebaya_chats": "chats that go on",
    "sebaya_calls_open": "calls for help that nobody has answered yet",
    "sebaya_oldest_open_call_seconds": "how long the oldest of them has waited",
    "sebaya_calls_in_hand": "calls for help that somebody looks after",
    "sebaya_messages_to_send": "messages in the outbox",
    "sebaya_oldest_message_seconds": "how long the oldest of them has waited",
    "sebaya_messages_failed": "messages that can never arrive",
    "sebaya_timers_overdue": "timers that should have fired more than 5 s ago",
    "sebaya_updates_parked": "updates that could not be handled",
    "sebaya_lane_messages": "messages in the outbox, by lane",
    "sebaya_lane_oldest_seconds": "how long the oldest of them has waited, by lane",
    "sebaya_pairing_seconds": "how long people waited until they had a peer",
    "sebaya_answer_seconds": "how long calls for help waited until a human answered",
    "sebaya_detector_seconds": "time to look for signs of danger in one message",
    "sebaya_database_seconds": "time of one empty transaction",
    "sebaya_commit_seconds": "time of one transaction, from BEGIN to COMMIT",
}
FAST = (0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0)
SLOW = (5.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1800.0, 3600.0, 14_400.0)
# Upper ends of the buckets, in seconds.
BUCKETS = {"sebaya_detector_seconds": FAST, "sebaya_commit_seconds": FAST, "sebaya_pairing_seconds": SLOW, "sebaya_answer_seconds": SLOW}
LANES = ("crisis", "relay", "reply", "prompt")
_counts: dict[tuple[str, tuple[tuple[str, str], ...]], float] = defaultdict(float)
_seen: dict[str, list[float]] = {name: [0.0] * (len(ends) + 2) for name, ends in BUCKETS.items()}  # a count for each bucket, for the rest; the sum


def observe(name: str, seconds: float) -> None:
    """Counts one duration into its bucket."""
    found = _seen[name]
    found[bisect.bisect_left(BUCKETS[name], seconds)] += 1
    found[-1] += seconds


def add(name: str, value: float = 1, **labels: str) -> None:
    """Adds to a counter. ``labels``: kinds only."""
    _counts[name, tuple(sorted(labels.items()))] += value


def text(gauges: Mapping[str, float], ages: Mapping[str, float], lanes: Mapping[str, Mapping[str, float]] | None = None) -> str:
    """The page: counters as they are, ``gauges`` by name (without ``sebaya_``), ``ages`` by part, ``lanes``: by name and number of the lane."""
    lines: list[str] = []
    for (name, labels), value in sorted(_counts.items()):
        lines += [*_head(name, "counter", lines), f"{name}{_labels(labels)} {value:g}"]
    for name in BUCKETS:
        lines += _histogram(name)
    for name, value in gauges.items():
        lines += [*_head(f"sebaya_{name}", "gauge", lines), f"sebaya_{name} {value:g}"]
    for part, value in ages.items():
        lines += [*_head("sebaya_age_seconds", "gauge", lines), f'sebaya_age_seconds{{part="{part}"}} {value:g}']
    for name, by_lane in (lanes or {}).items():
        lines += _head(f"sebaya_{name}", "gauge", lines)
        lines += [f'sebaya_{name}{{lane="{lane}"}} {value:g}' for lane, value in by_lane.items()]
    return "\n".join(lines) + "\n"


def _histogram(name: str) -> list[str]:
    *counts, total = list(_seen[name])
    ends = [f"{end:g}" for end in BUCKETS[name]] + ["+Inf"]
    buckets = [f'{name}_bucket{{le="{end}"}} {count:g}' for end, count in zip(ends, itertools.accumulate(counts), strict=True)]
    return [*_head(name, "histogram", ()), *buckets, f"{name}_sum {total:g}", f"{name}_count {sum(counts):g}"]


def _head(name: str, kind: str, before: Iterable[str]) -> list[str]:
    head = f"# HELP {name} {HELP[name]}"
    return [] if head in before else [head, f"# TYPE {name} {kind}"]


def _labels(labels: tuple[tuple[str, str], ...]) -> str:
    return "{" + ",".join(f'{name}="{value}"' for name, value in labels) + "}" if labels else ""
