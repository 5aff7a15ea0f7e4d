"""An offer to one volunteer: somebody waits who lived through the same. Yes, no, or no answer within a minute: then the next is asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from conversations.effects import AnswerOffer
from conversations.kit import Change, Choice, End, Event, Facts, Keep, Listing, Next, Ref, RequestClosed, Step, Timeout, Toast, menu, say
from conversations.pick import about_topics

NAME, VERSION, FRONT, HURRIES = "offer", 1, False, True
NEEDS = frozenset({"room"})


@dataclass(frozen=True, slots=True)
class Offered:
    request: int


STATES = (Offered,)


def start(
    facts: Facts, request: int = 0, topics: tuple[str, ...] = (), shared: tuple[str, ...] = (), minor: bool = False, again: bool = False, **_: Any
) -> Step:
    """``shared``: the topics the volunteer lived through too; ``topics``: what the person wants to talk about; ``again``: they talked before."""
    seconds = int(facts.place.offer_wait.total_seconds())
    about = about_topics(topics)
    known = Listing(tuple(Ref(f"topic.{t}") for t in shared))
    text = say(
        "offer.shared" if shared else "offer.plain",
        menu("offer", "accept", "decline", columns=2),
        topic=about,
        shared=known,
        seconds=seconds,
        youth=Ref("offer.youth" if minor else "common.nothing"),
        again=Ref("offer.again" if again else "common.nothing"),
    )
    return Next(Offered(request), text, expires=facts.place.offer_wait)


def step(state: Offered, event: Event, facts: Facts) -> Step:
    match event:
        case Choice("offer", "accept") if facts.in_chat and not facts.room:
            return Keep(Toast("offer.in_chat", alert=True))
        case Choice("offer", "accept"):
            return End(Change("offer.accepted"), AnswerOffer("accepted"))
        case Choice("offer", "decline"):
            return End(Change("offer.declined"), AnswerOffer("declined"))
        case Timeout():
            return End(AnswerOffer("expired"), say("offer.expired", menu("go", "duty")))
        case RequestClosed(why):
            return End(say("offer.taken" if why == "taken" else "offer.closed", menu("go", "duty")))
    return Keep()
