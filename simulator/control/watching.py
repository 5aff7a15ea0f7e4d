"""Control calls on the simulator itself: clock, faults, limits, journal, waiting, snapshots."""

from __future__ import annotations

import re
from typing import Any

from simulator.control.routes import Args, Json, route
from simulator.errors import ControlError
from simulator.journal import Entry

NUMBER = (int, float)


def clock_view(api: Any) -> Json:
    """What time it is, and how fast it runs."""
    return {"now": api.core.clock.now(), "speed": api.core.clock.speed}


@route("GET", "/clock")
def read_clock(api: Any, args: Args) -> Json:
    """The world's time."""
    args.finish()
    return clock_view(api)


@route("POST", "/clock")
def move_clock(api: Any, args: Args) -> Json:
    """Move the world's time, or change its speed."""
    advance, moment, speed = (args.get(name, NUMBER, None) for name in ("advance", "set", "speed"))
    args.finish()
    if (advance, moment, speed) == (None, None, None):
        raise ControlError("one of 'advance', 'set' and 'speed' is needed")
    if moment is not None:
        api.core.clock.set(moment)
    if advance is not None:
        api.core.clock.advance(advance)
    if speed is not None:
        api.core.clock.run_at(speed)
    return clock_view(api)


def faults_view(api: Any) -> Json:
    """The plan."""
    return {"faults": [fault.view() for fault in api.core.faults.plan]}


@route("GET", "/faults")
def list_faults(api: Any, args: Args) -> Json:
    """The fault plan."""
    args.finish()
    return faults_view(api)


@route("POST", "/faults")
def add_fault(api: Any, args: Args) -> Json:
    """One more line of the plan; see simulator/faults.py for the kinds."""
    kinds: dict[str, Any] = {"method": str, "chat": int, "nth": int, "every": int, "probability": NUMBER, "seed": int, "times": int}
    kinds["seconds"] = NUMBER
    conditions = {name: args.get(name, kind, None) for name, kind in kinds.items()}
    kind = args.get("kind", (str, int))
    args.finish()
    method = conditions["method"]
    if method is not None and method.lower() not in api.core.methods:
        raise ControlError(f"there is no method {method!r}")
    fault = api.core.faults.add(str(kind), **{name: value for name, value in conditions.items() if value is not None})
    api.world.emit({"type": "faults", **faults_view(api)})
    return dict(fault.view())


@route("DELETE", "/faults")
def remove_faults(api: Any, args: Args) -> Json:
    """Take away one fault (``id``) or all."""
    number = args.get("id", int, None)
    args.finish()
    if number is not None and all(fault.id != number for fault in api.core.faults.plan):
        raise ControlError(f"there is no fault {number}", 404)
    removed = api.core.faults.remove(number)
    api.world.emit({"type": "faults", **faults_view(api)})
    return {"removed": removed, **faults_view(api)}


@route("DELETE", "/faults/{number}")
def remove_fault(api: Any, args: Args, number: int) -> Json:
    """Take away one fault."""
    return dict(remove_faults(api, Args({"id": number})))


@route("POST", "/limits")
def set_limits(api: Any, args: Args) -> Json:
    """Flood control on or off, and its figures."""
    figures: dict[str, Any] = {"on": args.get("on", bool, None)}
    figures.update({name: args.get(name, NUMBER, None) for name in ("overall", "chat", "chat_burst", "group")})
    args.finish()
    api.core.limits.change(**{name: value for name, value in figures.items() if value is not None})
    api.world.emit({"type": "limits", "limits": api.core.limits.view()})
    return dict(api.core.limits.view())


@route("POST", "/latency")
def set_latency(api: Any, args: Args) -> Json:
    """How long each answer takes."""
    mean, jitter, seed = args.get("mean_ms", NUMBER, 0), args.get("jitter_ms", NUMBER, 0), args.get("seed", int, 0)
    args.finish()
    api.core.latency.change(mean, jitter, seed)
    return {"mean_ms": mean, "jitter_ms": jitter, "seed": seed}


@route("GET", "/journal")
def journal(api: Any, args: Args) -> Json:
    """Calls after a number (without one: the newest), oldest first."""
    after, limit = args.get("after", int, None), args.get("limit", int, 100)
    method, chat = args.get("method", str, None), args.get("chat", int, None)
    args.finish()
    if limit < 1:
        raise ControlError("'limit' must be positive")
    found = list(api.core.journal.after(after or 0, method, chat))
    shown = found[-limit:] if after is None else found[:limit]
    return {"entries": [entry.view() for entry in shown], "last": api.core.journal.last, "dropped": api.core.journal.dropped}


@route("DELETE", "/journal")
def clear_journal(api: Any, args: Args) -> Json:
    """Forget the calls; the numbers go on."""
    args.finish()
    api.core.journal.clear()
    return {"last": api.core.journal.last}


@route("GET", "/violations")
def violations(api: Any, args: Args) -> Json:
    """What clients did that the library's signatures do not allow."""
    args.finish()
    return {"violations": api.core.violations}


@route("POST", "/wait")
async def wait(api: Any, args: Args) -> Json:
    """Wait for a call (2xx answers only) after a number; 408 if none comes."""
    after, timeout = args.get("after", int, 0), args.get("timeout", NUMBER, 10)
    method, chat, text = args.get("method", str, None), args.get("chat", int, None), args.get("text", str, None)
    args.finish()
    try:
        pattern = re.compile(text or "")
    except re.error as error:
        raise ControlError(f"'text' is not a regular expression: {error}") from None

    def first() -> Entry | None:
        found = api.core.journal.after(after, method, chat)
        return next((entry for entry in found if entry.status < 300 and (text is None or pattern.search(words(entry)))), None)

    if not await api.core.journal.bell.wait(lambda: first() is not None, min(max(timeout, 0), 600)):
        raise ControlError("no such call within the time", 408)
    entry = first()
    return entry.view() if entry else {}


def words(entry: Entry) -> str:
    """The text of a call: what the message shows, or what was asked to show."""
    result = entry.result if isinstance(entry.result, dict) else {}
    return str(result.get("text") or result.get("caption") or entry.params.get("text") or entry.params.get("caption") or "")


@route("POST", "/updates")
def jump(api: Any, args: Args) -> Json:
    """Skip update ids, as the real server does after a quiet week."""
    count, bot = args.get("jump", int), args.get("bot", int, api.world.first_bot.id)
    args.finish()
    if not 0 < count < 1 << 31:
        raise ControlError("'jump' must be positive")
    return {"next_update_id": api.world.queues[bot].jump(count)}


@route("POST", "/inject")
def inject(api: Any, args: Args) -> Json:
    """Put an update into the queue as it is."""
    update, bot = args.get("update", dict), args.get("bot", int, api.world.first_bot.id)
    args.finish()
    return {"update_id": api.world.queues[bot].add_raw(update)}


@route("POST", "/reset")
def reset(api: Any, args: Args) -> None:
    """Back to the first world."""
    args.finish()
    api.simulator.reset()


@route("POST", "/snapshot")
def snapshot(api: Any, args: Args) -> Json:
    """Remember the world as it is, under a name."""
    name = args.get("name", str, None)
    args.finish()
    return {"name": api.simulator.snapshot(name)}


@route("POST", "/restore")
def restore(api: Any, args: Args) -> None:
    """Back to a remembered world."""
    name = args.get("name", str)
    args.finish()
    api.simulator.restore(name)
