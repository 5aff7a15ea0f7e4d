"""Numbers for Prometheus, in its text format. Labels are kinds of things, never anybody: nothing here can tell who did what."""

from __future__ import annotations

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
    "sebaya_database_seconds": "time of one empty transaction",
}
LANES = ("crisis", "relay", "reply", "prompt")
_counts: dict[tuple[str, tuple[tuple[str, str], ...]], float] = defaultdict(float)


def add(name: str, value: float = 1, **labels: str) -> None:
    """Adds to a counter. ``labels``: kinds only."""
    _counts[name, tuple(sorted(labels.items()))] += value


def text(gauges: Mapping[str, float], ages: Mapping[str, float]) -> str:
    """The page: counters as they are, ``gauges`` by name (without ``sebaya_``), ``ages`` by part."""
    lines: list[str] = []
    for (name, labels), value in sorted(_counts.items()):
        lines += [*_head(name, "counter", lines), f"{name}{_labels(labels)} {value:g}"]
    for name, value in gauges.items():
        lines += [*_head(f"sebaya_{name}", "gauge", lines), f"sebaya_{name} {value:g}"]
    for part, value in ages.items():
        lines += [*_head("sebaya_age_seconds", "gauge", lines), f'sebaya_age_seconds{{part="{part}"}} {value:g}']
    return "\n".join(lines) + "\n"


def _head(name: str, kind: str, before: Iterable[str]) -> list[str]:
    head = f"# HELP {name} {HELP[name]}"
    return [] if head in before else [head, f"# TYPE {name} {kind}"]


def _labels(labels: tuple[tuple[str, str], ...]) -> str:
    return "{" + ",".join(f'{name}="{value}"' for name, value in labels) + "}" if labels else ""
