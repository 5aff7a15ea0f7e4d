"""The queue, offers and pairing; and what happens to them when somebody leaves."""

from __future__ import annotations

from bot.effects import handles
from bot.effects.linking import CHAT_FLOW
from bot.store import conversations, links, media, people, requests, updates, volunteers
from bot.store.links import Link
from bot.store.requests import Request
from bot.turn import Scene, Turn
from conversations.effects import AnswerOffer, EndChat, JoinQueue, LeaveQueue, LookAgain, RateChat
from conversations.kit import ChatEnded, Paired, RequestClosed, say
from conversations.matching import Seeker, best


@handles(JoinQueue)
def join(effect: JoinQueue, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    leave_queue(turn, scene.owner)
    requests.add(turn.unit, scene.owner, effect.topic)
    match_waiting(turn)


@handles(LookAgain)
def look_again(effect: LookAgain, turn: Turn, scene: Scene) -> None:
    match_waiting(turn)


@handles(LeaveQueue)
def leave(effect: LeaveQueue, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    leave_queue(turn, scene.owner)


def leave_queue(turn: Turn, person: int) -> None:
    """Gives up the place; whoever was just asked is told that no answer is needed any more."""
    request = requests.open_of(turn.unit, person)
    if request is None:
        return
    requests.set_state(turn.unit, request.id, "left")
    for volunteer in requests.close_offers(turn.unit, request.id, "closed"):
        turn.post_to("offer", volunteer, request.id, RequestClosed())


def give_up_wait(turn: Turn, person: int) -> None:
    """Out of the queue for good: nothing may go on saying that somebody is being looked for."""
    leave_queue(turn, person)
    waiting = conversations.find(turn.unit, "peer_request", person)
    if waiting is not None:
        conversations.remove(turn.unit, waiting.id)


def match_waiting(turn: Turn) -> None:
    """Offers those who wait, the longest first, to whoever fits best and is free now."""
    for request in requests.waiting(turn.unit):
        found = volunteers.candidates(turn.unit, request.id)
        if not any(c.chats < c.capacity for c in found):
            return  # nobody is free at all: no use asking for the others
        seeker = _seeker(turn, request)
        match = best(seeker, found)
        if match is None:
            continue
        requests.set_state(turn.unit, request.id, "offered")
        requests.offer(turn.unit, request.id, match.candidate.person)
        minor = turn.person(request.person).age_band != "adult"
        turn.start("offer", match.candidate.person, request.id, request=request.id, topic=request.topic, shared=match.shared, minor=minor)


def _seeker(turn: Turn, request: Request) -> Seeker:
    topics = frozenset(people.topics(turn.unit, request.person))
    person = turn.person(request.person)
    return Seeker(person.id, person.language, request.topic, topics, minor=person.age_band != "adult")


@handles(AnswerOffer)
def answer(effect: AnswerOffer, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    request = requests.get(turn.unit, scene.subject)
    mine = scene.owner in requests.close_offers(turn.unit, scene.subject, effect.answer) if request else False
    if request is None or not mine or request.state != "offered":
        if effect.answer == "accepted":
            turn.say(turn.person(scene.owner), say("offer.closed"), None)
        return
    if effect.answer == "accepted":
        _pair(turn, request, scene.owner)
    else:
        requests.set_state(turn.unit, request.id, "waiting")
        match_waiting(turn)


def _pair(turn: Turn, request: Request, volunteer: int) -> None:
    requests.set_state(turn.unit, request.id, "paired")
    person = turn.person(request.person)
    own = frozenset(volunteers.topics(turn.unit, volunteer))
    first = (request.topic,) if request.topic in own else ()
    common = (*first, *sorted((set(people.topics(turn.unit, request.person)) & own) - {request.topic}))[:3]
    aliases = two_aliases(turn, request.person, volunteer)
    link = links.add(turn.unit, "peer", request.person, volunteer, aliases, request.id)
    young = {person.age_band, turn.person(volunteer).age_band} != {"adult"}
    turn.start("peer_chat", volunteer, link.id, link=link.id, side="volunteer", alias=aliases[0], shared=common, young=young)
    waiting = conversations.find(turn.unit, "peer_request", person.id)
    if waiting is not None:
        turn.post(waiting, Paired(link.id, aliases[1], common, young))
    else:  # whatever became of it: nobody is left talking to somebody who is not there
        turn.start("peer_chat", person.id, link.id, link=link.id, side="person", alias=aliases[1], shared=common, young=young)
    _put_off(turn, volunteer)


def _put_off(turn: Turn, volunteer: int) -> None:
    """A volunteer who waits for company too keeps the place, but nobody is asked for them while they are in a chat: one at a time."""
    own = requests.open_of(turn.unit, volunteer)
    if own is not None:
        requests.set_state(turn.unit, own.id, "waiting")
        for asked in requests.close_offers(turn.unit, own.id, "closed"):
            turn.post_to("offer", asked, own.id, RequestClosed())


def two_aliases(turn: Turn, person: int, helper: int) -> tuple[str, str]:
    """A pseudonym for each side, made for this pair alone and unlike what either is already talking to."""
    taken = links.aliases_in_use(turn.unit, person) | links.aliases_in_use(turn.unit, helper)
    names = [n for n in turn.world.renderer.texts.names[turn.person(person).language]["aliases"] if n not in taken]
    first, second = turn.world.chance.sample(names, 2)
    return first, second


@handles(EndChat)
def end_chat(effect: EndChat, turn: Turn, scene: Scene) -> None:
    """The one who ends it has said so in their own conversation; the other side hears of it here."""
    assert scene.owner is not None
    link = links.get(turn.unit, scene.subject)
    if close_link(turn, link):
        turn.post_to(CHAT_FLOW[link.kind], link.other(scene.owner), link.id, ChatEnded(effect.why))
        match_waiting(turn)


def close_link(turn: Turn, link: Link) -> bool:
    closed = links.close(turn.unit, link.id)
    if closed:
        media.drop_held(turn.unit, link.id)
        updates.audit(turn.unit, None, f"{link.kind}.closed", link.id)
    return closed


def withdraw(turn: Turn, person: int, why: str) -> None:
    """Somebody stops or cannot be reached any more: out of the queue, out of every chat, no open offers; the others are told."""
    give_up_wait(turn, person)
    for link in links.open_of(turn.unit, person):
        if close_link(turn, link):
            turn.post_to(CHAT_FLOW[link.kind], link.other(person), link.id, ChatEnded(why))
    free_offers(turn, person)
    match_waiting(turn)


def free_offers(turn: Turn, volunteer: int) -> None:
    """Offers this volunteer will not answer go back to the queue."""
    for number in requests.offered_to(turn.unit, volunteer):
        requests.close_offers(turn.unit, number, "declined")
        requests.set_state(turn.unit, number, "waiting")
        turn.post_to("offer", volunteer, number, RequestClosed())


@handles(RateChat)
def rate(effect: RateChat, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    links.get(turn.unit, effect.link).other(scene.owner)  # only the two who talked may rate it
    links.rate(turn.unit, effect.link, scene.owner, effect.rating)
