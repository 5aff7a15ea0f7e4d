"""Groups: planned, seats given and passed on, opened, led, closed. Ages are looked at when a seat is taken and again when it begins."""

from __future__ import annotations

from bot.effects import handles, run
from bot.effects.circle_relay import flush_albums
from bot.lookups.circles import bands_of
from bot.lookups.guidance import name_of
from bot.store import circles, conversations, updates
from bot.store.circles import Circle, Seat
from bot.turn import Scene, Turn
from conversations.circling import FEWEST, MOST, band_of
from conversations.effects import RaiseAlert
from conversations.effects.circles import (
    CancelCircle,
    DraftCircle,
    EnterCircle,
    GiveSeat,
    KeepWords,
    Lead,
    LeaveCircle,
    OpenCircle,
    PlanCircle,
    TakeSeat,
    WarnLeader,
)
from conversations.kit import CircleChanged, Ref, Say, go, say
from conversations.slots import when

MINUTES = 60


@handles(DraftCircle)
def draft(effect: DraftCircle, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    circles.save_draft(turn.unit, scene.owner, effect.draft)


@handles(PlanCircle)
def plan(effect: PlanCircle, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    leader = turn.person(scene.owner)
    if effect.band not in bands_of(turn, leader) or not FEWEST <= effect.seats <= MOST:
        turn.say(leader, say("tap.not_allowed", go("menu")), None)
        return
    kind = "counseling" if "counselor" in turn.world.access.roles(leader) else "circle"
    new = Circle(0, kind, leader.id, effect.topic, effect.seats, effect.band, leader.language, effect.at, MINUTES, "planned", None)
    number = circles.add(turn.unit, new)
    updates.audit(turn.unit, leader.id, "circle.planned", number)
    _start_seat(turn, circles.get(turn.unit, number), leader.id, "leader", _leader_name(turn, number))


def _leader_name(turn: Turn, circle: int) -> str:
    """A counselor is known by name, a volunteer by a pseudonym, the same all through."""
    found = circles.get(turn.unit, circle)
    if found.kind == "counseling":
        return name_of(turn, found.leader)
    names = turn.world.renderer.texts.names[found.language]["aliases"]
    return str(names[found.id % len(names)])


def _start_seat(turn: Turn, circle: Circle, person: int, side: str, alias: str) -> None:
    known = {"circle": circle.id, "side": side, "topic": circle.topic, "at": circle.starts_at, "minutes": circle.minutes, "alias": alias}
    turn.start("circle_seat", person, circle.id, **known)


@handles(TakeSeat)
def take_seat(effect: TakeSeat, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    person, circle = turn.person(scene.owner), circles.get(turn.unit, effect.circle)
    fits = circle.band == band_of(person.age_band) and circle.language == person.language and circle.leader != person.id
    before = circles.seat(turn.unit, circle.id, person.id)
    removed = before is not None and before.state == "removed"
    if not fits or removed or circle.state in {"closed", "cancelled"}:
        turn.say(person, say("groups.not_for_you", go("groups", "peer", "menu")), None)
    elif before is None or before.state == "left":
        free = len(circles.seats(turn.unit, circle.id)) < circle.seats
        circles.put(turn.unit, circle.id, person.id, _alias(turn, circle), "joined" if free else "waiting")
        if free:
            _seated(turn, circle, person.id)
        else:
            turn.say(person, say("groups.on_the_list", go("groups", "menu"), place=len(circles.seats(turn.unit, circle.id, "waiting"))), None)


def _alias(turn: Turn, circle: Circle) -> str:
    """A pseudonym nobody else in this group has or had."""
    taken = {seat.alias for seat in circles.every_seat(turn.unit, circle.id)} | {_leader_name(turn, circle.id)}
    names = [name for name in turn.world.renderer.texts.names[circle.language]["aliases"] if name not in taken]
    return str(turn.world.chance.choice(names))


def _seated(turn: Turn, circle: Circle, person: int) -> None:
    seat = circles.seat(turn.unit, circle.id, person)
    assert seat is not None
    _start_seat(turn, circle, person, "member", seat.alias)
    if circle.running:
        turn.post_to("circle_seat", person, circle.id, CircleChanged("opened"))


@handles(GiveSeat)
def give_seat(effect: GiveSeat, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    _free_seat(turn, circles.get(turn.unit, effect.circle), scene.owner, "left")


def _free_seat(turn: Turn, circle: Circle, person: int, state: str) -> None:
    """Out of the list or the seat; the first who waits moves up and hears of it."""
    before = circles.seat(turn.unit, circle.id, person)
    if before is None or before.state not in {"joined", "waiting"}:
        return
    circles.put(turn.unit, circle.id, person, before.alias, state)
    turn.post_to("circle_seat", person, circle.id, CircleChanged("given_up"))
    waiting = circles.seats(turn.unit, circle.id, "waiting")
    if before.state == "joined" and waiting and not circle.running:
        first = waiting[0]
        circles.put(turn.unit, circle.id, first.person, first.alias, "joined")
        turn.say(turn.person(first.person), say("groups.moved_up"), None)
        _seated(turn, circle, first.person)


@handles(OpenCircle)
def open_circle(effect: OpenCircle, turn: Turn, scene: Scene) -> None:
    """Whoever turned 18, or said only now how old they are, hears kindly that this is not their group."""
    assert scene.owner is not None
    circle = circles.get(turn.unit, effect.circle)
    leader = turn.person(circle.leader)
    if scene.owner != circle.leader or circle.state != "planned":
        return
    if circle.band not in bands_of(turn, leader):
        turn.say(leader, say("tap.not_allowed", go("menu")), None)
        return
    circles.set_state(turn.unit, circle.id, "open")
    updates.audit(turn.unit, leader.id, "circle.opened", circle.id)
    for seat in circles.seats(turn.unit, circle.id):
        member = turn.person(seat.person)
        if band_of(member.age_band) != circle.band:
            _free_seat(turn, circles.get(turn.unit, circle.id), member.id, "left")
            turn.say(member, say("groups.not_for_you", go("groups", "peer", "menu")), None)
        else:
            turn.post_to("circle_seat", member.id, circle.id, CircleChanged("opened"))
    turn.post_to("circle_seat", leader.id, circle.id, CircleChanged("opened"))
    turn.start("circle", leader.id, circle.id, circle=circle.id, side="leader", alias=_leader_name(turn, circle.id), band=circle.band)


@handles(CancelCircle)
def cancel(effect: CancelCircle, turn: Turn, scene: Scene) -> None:
    circle = circles.get(turn.unit, effect.circle)
    if scene.owner != circle.leader or circle.state != "planned":
        return
    _over(turn, circle, "cancelled")
    for seat in circles.seats(turn.unit, circle.id, "waiting"):
        member = turn.person(seat.person)
        told = say("seat.cancelled", go("groups", "peer", "menu"), topic=Ref(f"topic.{circle.topic}"), when=when(circle.starts_at, member.zone))
        turn.say(member, told, None)


def _over(turn: Turn, circle: Circle, state: str) -> None:
    circles.set_state(turn.unit, circle.id, state)
    updates.audit(turn.unit, circle.leader, f"circle.{state}", circle.id)
    for person in (*(seat.person for seat in circles.seats(turn.unit, circle.id)), circle.leader):
        turn.post_to("circle_seat", person, circle.id, CircleChanged(state))


@handles(EnterCircle)
def enter(effect: EnterCircle, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    person, circle = turn.person(scene.owner), circles.get(turn.unit, effect.circle)
    seat = circles.seat(turn.unit, circle.id, person.id)
    if conversations.find(turn.unit, "circle", person.id, circle.id) is not None:
        turn.toast(person.language, "circle.inside_already")
    elif circle.running and person.id == circle.leader:
        turn.start("circle", person.id, circle.id, circle=circle.id, side="leader", alias=_leader_name(turn, circle.id), band=circle.band)
    elif not circle.running or seat is None or seat.state != "joined" or band_of(person.age_band) != circle.band:
        turn.toast(person.language, "tap.stale", alert=True)
    else:
        circles.came(turn.unit, circle.id, person.id)
        tell(turn, circle.id, say("circle.came_in", lane="relay", alias=seat.alias), but=person.id)
        turn.start("circle", person.id, circle.id, circle=circle.id, side="member", alias=seat.alias, band=circle.band)


def tell(turn: Turn, circle: int, said: Say, *, but: int = 0) -> None:
    """A line to everybody who is in."""
    for person in circles.inside(turn.unit, circle):
        if person != but:
            turn.say(turn.person(person), said, conversations.find(turn.unit, "circle", person, circle))


@handles(LeaveCircle)
def leave(effect: LeaveCircle, turn: Turn, scene: Scene) -> None:
    """The same line whatever the reason. The seat stays theirs as long as the group runs: they may come back."""
    assert scene.owner is not None
    circle = circles.get(turn.unit, effect.circle)
    flush_albums(turn, circle.id, scene.owner)
    seat = circles.seat(turn.unit, circle.id, scene.owner)
    if seat is not None:
        tell(turn, circle.id, say("circle.went_out", lane="relay", alias=seat.alias), but=scene.owner)
        if circle.speaker == scene.owner:
            _next(turn, circle, scene.owner)


@handles(WarnLeader)
def warn_leader(effect: WarnLeader, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    circle = circles.get(turn.unit, effect.circle)
    seat = circles.seat(turn.unit, circle.id, scene.owner)
    if seat is not None:
        told = say("circle.leader_warned", lane="crisis", alias=seat.alias)
        turn.say(turn.person(circle.leader), told, conversations.find(turn.unit, "circle", circle.leader, circle.id))


@handles(Lead)
def lead(effect: Lead, turn: Turn, scene: Scene) -> None:
    """Only the leader of this very group, and only while it runs; of a member only who has a seat in it."""
    circle = circles.get(turn.unit, effect.circle)
    if scene.owner != circle.leader or not circle.running:
        return
    seat = circles.seat(turn.unit, circle.id, effect.member) if effect.member else None
    match effect.action:
        case "close":
            _close(turn, circle)
        case "pause":
            circles.set_state(turn.unit, circle.id, "paused")
            tell(turn, circle.id, say("circle.paused", lane="relay"))
        case "go_on" | "free":
            circles.set_state(turn.unit, circle.id, "open")
            tell(turn, circle.id, say("circle.open_again", lane="relay"))
        case "round" | "next":
            _next(turn, circle, circle.speaker if effect.action == "next" else None)
        case action if seat is not None and seat.state == "joined":
            _to_member(turn, circle, seat, action)


def _next(turn: Turn, circle: Circle, after: int | None) -> None:
    """The word to the next one who is in, in the order of the seats; after the last one the round is over."""
    here = set(circles.inside(turn.unit, circle.id))
    order = [seat for seat in circles.seats(turn.unit, circle.id) if seat.person in here or seat.person == after]
    places = [seat.person for seat in order]
    rest = [seat for seat in (order[places.index(after) + 1 :] if after in places else order) if not seat.muted]
    if rest:
        _give_word(turn, circle, rest[0])
    else:
        circles.set_state(turn.unit, circle.id, "open")
        tell(turn, circle.id, say("circle.round_over", lane="relay"))


def _give_word(turn: Turn, circle: Circle, seat: Seat) -> None:
    circles.set_state(turn.unit, circle.id, "round", seat.person)
    tell(turn, circle.id, say("circle.word_for", lane="relay", alias=seat.alias), but=seat.person)
    member = turn.person(seat.person)
    turn.say(member, say("circle.your_word", lane="relay"), conversations.find(turn.unit, "circle", member.id, circle.id))


def _to_member(turn: Turn, circle: Circle, seat: Seat, action: str) -> None:
    leader, member = turn.person(circle.leader), turn.person(seat.person)
    inside = conversations.find(turn.unit, "circle", member.id, circle.id)
    match action:
        case "word":
            _give_word(turn, circle, seat)
        case "mute" | "unmute":
            circles.mute(turn.unit, circle.id, member.id, muted=action == "mute")
            muted = action == "mute"
            if inside is not None:
                turn.say(member, say("circle.you_muted" if muted else "circle.you_unmuted", lane="relay"), inside)
            turn.say(leader, say("circle.muted_by_you" if muted else "circle.unmuted_by_you", lane="relay", alias=seat.alias), None)
        case "remove":
            updates.audit(turn.unit, leader.id, "circle.removed", circle.id)
            _free_seat(turn, circle, member.id, "removed")
            turn.post(inside, CircleChanged("removed"))
            tell(turn, circle.id, say("circle.went_out", lane="relay", alias=seat.alias), but=member.id)
        case "help":
            run(RaiseAlert("high", "volunteer"), turn, Scene(member.id, leader.id, None))
            turn.say(leader, say("chat.volunteer.called", lane="crisis", alias=seat.alias), None)


def _close(turn: Turn, circle: Circle) -> None:
    """Everybody who is in is asked for a word; the leader hears who came."""
    flush_albums(turn, circle.id)  # sent before the end: it still arrives
    _over(turn, circle, "closed")
    for person in circles.inside(turn.unit, circle.id):
        turn.post_to("circle", person, circle.id, CircleChanged("closed"))
    came = [seat.alias for seat in circles.every_seat(turn.unit, circle.id) if seat.came]
    turn.say(turn.person(circle.leader), say("circle.who_came", go("groups", "menu"), count=len(came), names=", ".join(came) or "–"), None)


@handles(KeepWords)
def keep_words(effect: KeepWords, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    circle = circles.get(turn.unit, effect.circle)
    seat = circles.seat(turn.unit, circle.id, scene.owner)
    if seat is not None and seat.came:
        circles.keep_words(turn.unit, circle.id, scene.owner, effect.words)
        turn.say(turn.person(circle.leader), say("circle.words_from", alias=seat.alias, words=effect.words), None)
