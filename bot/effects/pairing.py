"""From a place in the queue to two people who talk: who is asked (``conversations/matching.py`` decides), their answers, the pair."""

from __future__ import annotations

from bot.config import rules
from bot.effects import fires, handles
from bot.effects.topics import open_topic
from bot.facts import in_chat
from bot.store import bonds, care, circles, conversations, links, matching, requests, timers, updates, volunteers
from bot.store.requests import Request
from bot.turn import Scene, Turn
from conversations.effects import AnswerOffer
from conversations.kit import Paired, RequestClosed, say
from conversations.matching import Match, Rules, Seeker, assign, free


@fires("match")
def match_due(turn: Turn, subject: int, due_at: int) -> None:
    match_waiting(turn)


def match_waiting(turn: Turn) -> None:
    """Asks volunteers for those who wait, all in one decision."""
    crowd = matching.candidates(turn.unit, turn.world.place.care.day_limit)
    if not any(free(c) for c in crowd):
        return
    waiting = matching.seekers(turn.unit)
    if not waiting:
        return
    set_rules = rules(turn.world.config)
    line = [seeker for _, seeker in waiting.values()]
    found = assign(line, matching.between(turn.unit, crowd), set_rules, turn.unit.now)
    for match in found:
        _ask(turn, waiting[match.seeker.person][0], match)
    asked = {match.seeker.person for match in found}
    _look_again(turn, [seeker for seeker in line if seeker.person not in asked], set_rules)


def _ask(turn: Turn, request: Request, match: Match) -> None:
    volunteer = match.candidate.person
    requests.set_state(turn.unit, request.id, "offered")
    requests.offer(turn.unit, request.id, volunteer, match.shared, again=match.again)
    shown = {"topics": request.topics, "shared": match.shared, "again": match.again, "minor": match.seeker.minor}
    turn.start("offer", volunteer, request.id, request=request.id, **shown)


def _look_again(turn: Turn, left: list[Seeker], set_rules: Rules) -> None:
    """When the patience of the next one is over, others than those who lived through the same may be asked: that moment is not missed."""
    ends = [seeker.since + set_rules.patience for seeker in left]
    ahead = [end for end in ends if end > turn.unit.now]
    if ahead:
        timers.put(turn.unit, "match", 0, min(ahead))


@handles(AnswerOffer)
def answer(effect: AnswerOffer, turn: Turn, scene: Scene) -> None:
    """The first yes counts. A no or a silence is remembered, and when nobody is left who was asked, the next ones are."""
    assert scene.owner is not None
    request = requests.get(turn.unit, scene.subject)
    mine = request is not None and requests.close_offer(turn.unit, request.id, scene.owner, effect.answer)
    if request is None or not mine or request.state != "offered":
        if effect.answer == "accepted":
            turn.say(turn.person(scene.owner), say("offer.closed"), None)
        return
    if effect.answer == "accepted" and may_still(turn, request, scene.owner):
        pair(turn, request, scene.owner)
    else:
        if effect.answer == "accepted":
            turn.say(turn.person(scene.owner), say("offer.closed"), None)
        back_to_queue(turn, request.id)
    match_waiting(turn)


def may_still(turn: Turn, request: Request, volunteer: int) -> bool:
    """What may have changed since the offer was made: asked again when the yes comes."""
    serves = turn.person(volunteer).volunteer == "approved" and not care.resting(turn.unit, volunteer)[0]
    suits = turn.person(request.person).age_band == "adult" or volunteers.youth(turn.unit, volunteer)
    talks = in_chat(turn, request.person) or bool(links.open_of(turn.unit, request.person))  # or writes a report: for nobody new
    grouped = any(circles.running_of(turn.unit, one) for one in (request.person, volunteer))
    return serves and suits and not talks and not grouped and volunteer not in bonds.blocked_with(turn.unit, request.person)


def back_to_queue(turn: Turn, request: int) -> None:
    """Nobody who was asked is left: the person waits for the next ones, at their old place."""
    if not requests.has_open_offers(turn.unit, request):
        requests.set_state(turn.unit, request, "waiting")


def take_back(turn: Turn, request: int, why: str) -> None:
    """Whoever was asked for this request is told that no answer is needed any more."""
    for volunteer in requests.close_offers(turn.unit, request, "closed"):
        turn.post_to("offer", volunteer, request, RequestClosed(why))


def pair(turn: Turn, request: Request, volunteer: int) -> None:
    """``volunteer`` said yes first."""
    requests.set_state(turn.unit, request.id, "paired")
    turn.unit.measure("sebaya_pairing_seconds", requests.waited(turn.unit, request.id))
    take_back(turn, request.id, "taken")
    shared, again = requests.why(turn.unit, request.id, volunteer)
    person = turn.person(request.person)
    aliases = (_known_as(turn, request.person, volunteer) if again else None) or two_aliases(turn, request.person, volunteer)
    link = links.add(turn.unit, "peer", request.person, volunteer, aliases, request.id)
    updates.audit(turn.unit, volunteer, "peer.paired", link.id)
    young = {person.age_band, turn.person(volunteer).age_band} != {"adult"}
    known = {"shared": shared, "young": young, "again": again}
    open_topic(turn, link)
    turn.start("peer_chat", volunteer, link.id, link=link.id, side="volunteer", alias=aliases[0], **known)
    waiting = conversations.find(turn.unit, "peer_request", person.id)
    if waiting is not None:
        turn.post(waiting, Paired(link.id, aliases[1], shared, young, again))
    else:  # whatever became of it: nobody is left talking to somebody who is not there
        turn.start("peer_chat", person.id, link.id, link=link.id, side="person", alias=aliases[1], **known)
    _put_off(turn, volunteer)


def _put_off(turn: Turn, volunteer: int) -> None:
    """A volunteer who waits for company too keeps the place, but nobody is asked for them while they are in a chat: one at a time."""
    own = requests.open_of(turn.unit, volunteer)
    if own is not None:
        requests.set_state(turn.unit, own.id, "waiting")
        take_back(turn, own.id, "left")


def _known_as(turn: Turn, person: int, helper: int) -> tuple[str, str] | None:
    """Two who meet again by their own wish keep the names they know each other by, unless somebody else bears one of them just now."""
    before = links.last_between(turn.unit, person, helper)
    if before is None:
        return None
    names = (before.person_alias, before.helper_alias)
    return None if set(names) & (links.aliases_in_use(turn.unit, person) | links.aliases_in_use(turn.unit, helper)) else names


def two_aliases(turn: Turn, person: int, helper: int) -> tuple[str, str]:
    """A pseudonym for each side, made for this pair alone and unlike what either is already talking to."""
    taken = links.aliases_in_use(turn.unit, person) | links.aliases_in_use(turn.unit, helper)
    names = [n for n in turn.world.renderer.texts.names[turn.person(person).language]["aliases"] if n not in taken]
    first, second = turn.world.chance.sample(names, 2)
    return first, second
