"""The vocabulary of a conversation: what can happen (``events``), what is answered (``steps``), what is shown (``showing``), what may be known
(``facts``, ``place``) and what a module offers to be one (``flow``). Flows import all of it from here.

A conversation is a pure state machine::

    step(state, event, facts) -> Next(new state, effects …) | Keep(effects …) | End(effects …)

Nothing here reads a clock, a database or chance: what a flow must know is handed in with ``facts``, what it wants done leaves as *effects*,
plain frozen dataclasses that the shell carries out in the same transaction in which it stores the new state. That is what makes it possible
to walk every state × every kind of event in a test, and to draw the diagrams in ``docs/flows.md`` from the same walk.
"""

from conversations.kit.events import (
    EVENTS,
    CaseClosed,
    ChatEnded,
    Choice,
    CircleChanged,
    Command,
    Edited,
    Event,
    HandedOver,
    Introduced,
    Joined,
    Media,
    MediaAnswered,
    MediaOffered,
    Paired,
    Quiet,
    Reacted,
    Rearranged,
    RequestClosed,
    Resumed,
    Text,
    Timeout,
    Undelivered,
)
from conversations.kit.facts import Asked, Facts, Mood, Queue
from conversations.kit.flow import Flow, dump, load, trait
from conversations.kit.place import Ladder, Place, Rung
from conversations.kit.showing import Button, Change, Listing, Menu, Picture, Ref, Say, Toast, go, menu, say
from conversations.kit.steps import Effect, End, Keep, Next, StartFlow, Step

__all__ = [
    "EVENTS",
    "Asked",
    "Button",
    "CaseClosed",
    "Change",
    "ChatEnded",
    "Choice",
    "CircleChanged",
    "Command",
    "Edited",
    "Effect",
    "End",
    "Event",
    "Facts",
    "Flow",
    "HandedOver",
    "Introduced",
    "Joined",
    "Keep",
    "Ladder",
    "Listing",
    "Media",
    "MediaAnswered",
    "MediaOffered",
    "Menu",
    "Mood",
    "Next",
    "Paired",
    "Picture",
    "Place",
    "Queue",
    "Quiet",
    "Reacted",
    "Rearranged",
    "Ref",
    "RequestClosed",
    "Resumed",
    "Rung",
    "Say",
    "StartFlow",
    "Step",
    "Text",
    "Timeout",
    "Toast",
    "Undelivered",
    "dump",
    "go",
    "load",
    "menu",
    "say",
    "trait",
]
