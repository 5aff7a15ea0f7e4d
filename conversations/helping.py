"""What a volunteer has at hand in a chat: texts that are ready, help cards by situation, a word on why a counselor is needed, "this is heavy".

All of it lies on top of the chat: nothing ends it, and words that are typed meanwhile still go to the other side.
"""

from __future__ import annotations

from conversations.effects import RaiseAlert
from conversations.effects.care import MarkHeavy
from conversations.effects.serving import SendReady, ShowReady
from conversations.kit import Button, Change, Choice, Command, Effect, Event, Facts, Menu, Ref, menu

MORE = menu("chat", "ready", "cards", "heavy", "counselor", "block", "report", "end")
BACK = menu("chat", "more")
WHYS = ("danger", "violence", "beyond", "close", "stuck")  # why a counselor is to take over
URGENT = frozenset({"danger", "violence"})


def helped(event: Event, facts: Facts, link: int, alias: str) -> tuple[Effect, ...]:
    """The effects of an event that is for the volunteer alone; empty for any other."""
    match event:
        case Command("t", name) if name.strip():
            return (SendReady(name.strip(), event.message),)
        case Command("t"):
            return (ShowReady(),)
        case Choice("chat", "ready"):
            return (ShowReady(change=True),)
        case Choice("ready", name):
            return (SendReady(name),)
        case Choice("chat", "cards"):
            return (_cards(facts),)
        case Choice("card", name) if name in facts.place.help_cards:
            return (Change("cards.card", {"text": Ref(f"cards.{name}.text")}, (menu("chat", "cards", "counselor", "more"),)),)
        case Choice("chat", "heavy"):
            return MarkHeavy(link), Change("chat.volunteer.heavy", {"alias": alias}, (menu("chat", "counselor", "more"),))
        case Choice("chat", "more"):
            return (Change("chat.more", {"alias": alias}, (MORE,)),)
        case Choice("why", why) if why in WHYS:
            return handed_over(why, link, alias)
    return ()


def _cards(facts: Facts) -> Change:
    known = facts.place.help_cards
    cards = Menu("card", tuple(Button(name, "pick.plain", {"label": Ref(f"cards.{name}.title")}) for name in known))
    return Change("cards.choose" if known else "cards.none", {}, (cards, BACK))


def handed_over(why: str, link: int, alias: str) -> tuple[Effect, ...]:
    """The counselors are called already; now they hear why. What comes close to one's own story is heavy by itself."""
    alert = RaiseAlert("imminent" if why in URGENT else "high", f"handover_{why}", about="other")
    heavy = (MarkHeavy(link),) if why == "close" else ()
    return alert, *heavy, Change("chat.volunteer.why_told", {"alias": alias})
