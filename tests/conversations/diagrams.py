"""``docs/flows.md``: a diagram of every conversation, drawn from the exhaustive walk, so that it cannot be out of date.

After a change to a conversation::

    python -m tests.conversations.diagrams
"""

from __future__ import annotations

import inspect
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from conversations import interrupts
from conversations.flows import FLOWS
from conversations.kit import (
    CaseClosed,
    Change,
    ChatEnded,
    Choice,
    CircleChanged,
    Command,
    Edited,
    Effect,
    End,
    Event,
    Flow,
    HandedOver,
    Introduced,
    Joined,
    Keep,
    Media,
    MediaAnswered,
    MediaOffered,
    Next,
    Paired,
    Quiet,
    Reacted,
    Rearranged,
    RequestClosed,
    Resumed,
    Say,
    StartFlow,
    Text,
    Timeout,
    Toast,
    Undelivered,
    trait,
)
from tests.conversations.situations import CARDS, COMMANDS, CRISIS, SITUATIONS
from tests.conversations.texts import ROOT
from tests.conversations.walk import Turn, menus, play, walk

PAGE = ROOT / "docs" / "flows.md"
HEAD = """\
# All conversations

Drawn from the exhaustive walk that tests them (`tests/conversations/walk.py`), in every state, with every kind of event, in many situations.
Do not edit this page: after a change run `python -m tests.conversations.diagrams`.

How to read the diagrams: a box is a state, that is, an open question. An arrow says what happens: *mood = 1, 2* is a tap on a button, *words*
is something written, */end* a command. Behind ⇒ stands what is done besides answering (the effects of `conversations/effects/`), and which
conversation begins. Arrows that only repeat the question are left out. Where one event has two arrows, the answer depends on the person.

## What works everywhere

Tried before any conversation, see `conversations/interrupts.py`. Shown is what happens with nothing open.
"""
COLUMNS = ("new", "a person", "a volunteer off duty", "a counselor, not joined")
# Their buttons come from what the place set up: only the menu is named.
OPEN_MENUS = {"topic", "zone", "name", "hour", "day", "time", "plan", "weekday", "date", "field", "choose", "circle", "seats", "at", "member", "lead"}
HAPPENS: dict[type[Event], str] = {
    Rearranged: "the appointment changes",
    CircleChanged: "the group changes",
    Text: "words",
    Media: "a photo, voice …",
    Edited: "an edit",
    Timeout: "time is up",
    Resumed: "resumed",
    Paired: "a volunteer accepts",
    Quiet: "how silent it is",
    RequestClosed: "no longer needed",
    Joined: "a new reason",
    HandedOver: "another counselor has it",
    Introduced: "another counselor goes on",
    CaseClosed: "the closing note",
    Reacted: "a reaction",
    MediaOffered: "something is held for them",
    MediaAnswered: "the other answers",
}


@cache
def page() -> str:
    """The whole page."""
    return "\n".join([HEAD, *_everywhere(), *(line for flow in FLOWS.values() for line in _section(flow))])


def _everywhere() -> Iterator[str]:
    yield "| | " + " | ".join(COLUMNS) + " |"
    yield "|---|" + "---|" * len(COLUMNS)
    events: list[tuple[str, Event]] = [("words of crisis", Text("aku mau bunuh diri", crisis=CRISIS))]
    events += [(f"`/{name}`", Command(name)) for name in COMMANDS if "x" * 5 not in name and name != "nonsense"]
    for label, event in events:
        cells = [_outcome(play(event, SITUATIONS[who], None, None)[0]) for who in COLUMNS]
        yield f"| {label} | " + " | ".join(cells) + " |"
    yield ""


def _outcome(found: Iterable[Effect]) -> str:
    """What is said, by key, and what is done."""
    said = [f"`{effect.key}`" for effect in found if isinstance(effect, (Say, Change, Toast))]
    return " ⇒ ".join(filter(None, (", ".join(said), _done(found))))


def _section(flow: Flow) -> Iterator[str]:
    yield f"## {flow.NAME}"
    yield ""
    yield (inspect.getdoc(flow) or "").partition("\n\n")[0].replace("\n", " ")
    yield ""
    traits = list(_traits(flow))
    if traits:
        yield from (*traits, "")
    yield "```mermaid"
    yield "stateDiagram-v2"
    yield from (f"    {line}" for line in _arrows(flow))
    yield "```"
    yield ""


def _traits(flow: Flow) -> Iterator[str]:
    if not trait(flow, "FRONT"):
        yield "- Takes only its buttons and timers; what is written goes to the conversation in front."
    if trait(flow, "EXCLUSIVE"):
        yield "- While it is open nothing else is started on top of it."
    if trait(flow, "SHARED"):
        yield f"- Belongs to several people: whoever has the permission `{trait(flow, 'ACCESS')}` may tap."
    if trait(flow, "HEARS_CRISIS"):
        heard = ", ".join(f"`{state.__name__}`" for state in trait(flow, "HEARS_CRISIS"))
        yield f"- Words of crisis are answered and also heard in {heard}."


def _arrows(flow: Flow) -> Iterator[str]:
    arrows: dict[tuple[str, str], dict[str, list[Event | None]]] = defaultdict(lambda: defaultdict(list))
    offered = _offered(flow)
    for turn in walk(flow.NAME):
        if _real(flow, turn) and (not isinstance(turn.event, Choice) or (_name(turn.state), turn.event) in offered):
            happened = arrows[_name(turn.state), _target(turn)][_done(turn.step.effects)]
            if turn.event not in happened:
                happened.append(turn.event)
    order = list(dict.fromkeys(source for source, _ in arrows))
    for (source, target), kinds in sorted(arrows.items(), key=lambda arrow: (order.index(arrow[0][0]), arrow[0][1] == "[*]")):
        lines = [" ⇒ ".join(filter(None, (", ".join(_events(events)), done))) for done, events in kinds.items()]
        label = "<br>".join(filter(None, lines))
        yield f"{source} --> {target}" + (f" : {label}" if label else "")


def _offered(flow: Flow) -> set[tuple[str, Choice]]:
    """The buttons that stand in each state; others are understood as well, by the way, but nobody sees them."""
    cards = {Choice(menu, value) for menu, value in CARDS.get(flow.NAME, ())}
    shown = {(_name(turn.after), Choice(menu.name, b.value)) for turn in walk(flow.NAME) for menu in menus(turn.step) for b in menu.buttons}
    return shown | {(state.__name__, card) for state in flow.STATES for card in cards}


def _real(flow: Flow, turn: Turn) -> bool:
    """Whether this can happen (nothing took the event before) and is worth an arrow."""
    if turn.event is not None and all(interrupts.step(turn.event, facts, flow, turn.state).handled for facts in turn.facts):
        return False
    if isinstance(turn.event, (Text, Media, Edited)) and not trait(flow, "FRONT"):
        return False
    return not isinstance(turn.step, Keep) or bool(_done(turn.step.effects))


def _name(state: Any) -> str:
    return "[*]" if state is None else type(state).__name__


def _target(turn: Turn) -> str:
    return "[*]" if isinstance(turn.step, End) else _name(turn.step.state if isinstance(turn.step, Next) else turn.state)


def _done(found: Iterable[Effect]) -> str:
    """The effects besides showing something, each named once."""
    names = (f"starts {e.flow}" if isinstance(e, StartFlow) else type(e).__name__ for e in found if not isinstance(e, (Say, Change, Toast)))
    return ", ".join(dict.fromkeys(names))


def _events(events: Iterable[Event | None]) -> Iterator[str]:
    """Events in words; taps on one menu together."""
    taps: dict[str, list[str]] = defaultdict(list)
    others = []
    for event in events:
        if isinstance(event, Choice):
            taps[event.menu].append(event.value)
        elif event is not None:
            others.append(_happens(event))
    yield from (menu if menu in OPEN_MENUS or values == [menu] else f"{menu} = {', '.join(values)}" for menu, values in taps.items())
    yield from dict.fromkeys(others)


ENDINGS = {
    "handed": "handed to another counselor",
    "ended": "the other ends",
    "left": "the other is gone",
    "counselor": "a counselor comes",
    "erased": "erased",
    "quiet": "long silence",
    "replaced": "somebody else is looked for",
    "suspended": "the volunteer's service is stopped",
    "adults_only": "the volunteer is there for adults only now",
}


def _happens(event: Event) -> str:
    match event:
        case Command(name):
            return f"/{name}"
        case ChatEnded(why):
            return ENDINGS[why]
        case Undelivered(who, _):
            return f"cannot reach the {who}"
    return HAPPENS[type(event)]


if __name__ == "__main__":
    from tests.bot import roles  # it needs the walk's tools: drawn with it, so that neither is forgotten

    PAGE.write_text(page(), encoding="utf-8")
    roles.PAGE.write_text(roles.page(), encoding="utf-8")
