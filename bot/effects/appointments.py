"""Appointments: booked without ever meeting another one, moved, cancelled, begun, over; both sides and both calendars are told each time."""

from __future__ import annotations

from bot.counselors import times_of
from bot.effects import handles
from bot.effects.alerts import staff
from bot.effects.guidance import connect
from bot.effects.solving import give_shared
from bot.facts import facts_for
from bot.ics import calendar
from bot.lookups.guidance import name_of
from bot.store import appointments, conversations, counsel, hours, links, updates
from bot.store.appointments import Appointment
from bot.turn import Scene, Turn
from conversations.appointment import EARLY, Booked, ways
from conversations.effects.appointments import (
    BeginAppointment,
    Book,
    CancelAppointment,
    FinishAppointment,
    LookForTalk,
    SendCalendar,
    SetDay,
    SetWeekday,
    ShowAppointments,
    TellUnanswered,
)
from conversations.flows import FLOWS
from conversations.kit import Rearranged, Ref, go, say
from conversations.slots import when


@handles(Book)
def book(effect: Book, turn: Turn, scene: Scene) -> None:
    """The time is looked up anew: what a button offered may be gone, or may never have been offered."""
    assert scene.owner is not None
    if effect.move:
        _move(effect, turn, scene)
        return
    counselor = turn.person(effect.counselor)
    open_still = turn.world.access.allowed(counselor, "guidance") and effect.at in times_of(turn, counselor) and counselor.id != scene.owner
    wish = counsel.of(turn.unit, scene.owner)
    words = wish.words if wish is not None and wish.field == effect.field else ""
    minutes = turn.world.place.offered.minutes
    booked = appointments.book(turn.unit, scene.owner, counselor.id, effect.field, effect.way, words, effect.at, minutes) if open_still else None
    if booked is None:
        turn.post(scene.conversation, Rearranged("gone"))
        return
    if wish is not None and wish.state == "draft":
        counsel.end(turn.unit, scene.owner, "closed")
    updates.audit(turn.unit, scene.owner, "appointment.booked", booked)
    turn.post(scene.conversation, Rearranged("booked", effect.at))
    made = appointments.get(turn.unit, booked)
    for side, who in (("person", made.person), ("counselor", made.counselor)):
        _begin(turn, made, side, who)
    give_shared(turn, made.person, made.counselor)


def _begin(turn: Turn, made: Appointment, side: str, who: int) -> None:
    turn.start(
        "appointment",
        who,
        made.id,
        appointment=made.id,
        side=side,
        at=made.starts_at,
        minutes=made.minutes,
        way=made.way,
        other=name_of(turn, made.other(who)),
        words=made.words,
        field=made.field,
    )


def _move(effect: Book, turn: Turn, scene: Scene) -> None:
    """Either side moves it within the counselor's hours."""
    assert scene.owner is not None
    before = appointments.get(turn.unit, effect.move)
    before.other(scene.owner)
    mine = scene.owner in {before.person, before.counselor} and before.state == "booked"
    fits = mine and effect.at in times_of(turn, turn.person(before.counselor))
    if not fits or not appointments.move(turn.unit, before, effect.at):
        turn.post(scene.conversation, Rearranged("gone"))
        return
    updates.audit(turn.unit, scene.owner, "appointment.moved", before.id)
    turn.post(scene.conversation, Rearranged("moved", effect.at))
    for who in (before.person, before.counselor):
        by = "" if who == scene.owner else name_of(turn, scene.owner)
        turn.post_to("appointment", who, before.id, Rearranged("moved", effect.at, by))


@handles(SendCalendar)
def send_calendar(effect: SendCalendar, turn: Turn, scene: Scene) -> None:
    """Below what is said of it, so that it is plain what the file is."""
    assert scene.owner is not None
    found, reader, renderer = appointments.get(turn.unit, effect.appointment), turn.person(scene.owner), turn.world.renderer
    title = renderer.texts.render(reader.language, "appointment.title", plain=True)
    key = "appointment.file_cancelled" if found.state == "cancelled" else "appointment.file"
    content = calendar(found, turn.unit.now, title, turn.world.config.organisation)
    turn.send_file(reader.telegram_id, "reply", "sebaya.ics", content, renderer.text(reader.language, key, {}))


@handles(CancelAppointment)
def cancel(effect: CancelAppointment, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    found = appointments.get(turn.unit, effect.appointment)
    if scene.owner not in {found.person, found.counselor} or not appointments.end(turn.unit, found.id, "cancelled"):
        return
    updates.audit(turn.unit, scene.owner, "appointment.cancelled", found.id)
    for who in (found.person, found.counselor):
        by = "" if who == scene.owner else name_of(turn, scene.owner)
        turn.post_to("appointment", who, found.id, Rearranged("cancelled", found.starts_at, by))


@handles(FinishAppointment)
def finish(effect: FinishAppointment, turn: Turn, scene: Scene) -> None:
    """Only the counselor of it says so. Whoever did not come is asked kindly, never blamed."""
    found = appointments.get(turn.unit, effect.appointment)
    if scene.owner != found.counselor or not appointments.end(turn.unit, found.id, effect.outcome):
        return
    updates.audit(turn.unit, scene.owner, f"appointment.{effect.outcome}", found.id)
    told = effect.outcome == "unclear" or (effect.outcome != "done" and _waited_in_vain(turn, found))
    if not told:
        _after(turn, found, effect.outcome)


def _after(turn: Turn, over: Appointment, key: str) -> None:
    """The person hears how it stands, and can have another time."""
    person = turn.person(over.person)
    ways_on = go("book", "counselor", "menu")
    turn.say(person, say(f"appointment.after.{key}", ways_on, other=name_of(turn, over.counselor), when=when(over.starts_at, person.zone)), None)


def _waited_in_vain(turn: Turn, over: Appointment) -> bool:
    """It was to be a talk through the bot, and none was opened."""
    return over.way == "chat" and not links.opened_for(turn.unit, over.id)


@handles(LookForTalk)
def look_for_talk(effect: LookForTalk, turn: Turn, scene: Scene) -> None:
    found = appointments.get(turn.unit, effect.appointment)
    if scene.owner == found.person and _waited_in_vain(turn, found):
        _after(turn, found, "not_held")


@handles(TellUnanswered)
def tell_unanswered(effect: TellUnanswered, turn: Turn, scene: Scene) -> None:
    found, config, renderer = appointments.get(turn.unit, effect.appointment), turn.world.config, turn.world.renderer
    if not _waited_in_vain(turn, found):
        _after(turn, found, "unclear")
    at = when(found.starts_at, config.zones[config.default_language][0])
    for reader in staff(turn, ("coordinators",)):
        text = renderer.text(reader.language, "appointment.nobody_said", {"counselor": name_of(turn, found.counselor), "when": at})
        turn.send(reader.chat, "reply", text, renderer.inline(reader.language, (go("board", "help"),), "", ""))


@handles(BeginAppointment)
def begin(effect: BeginAppointment, turn: Turn, scene: Scene) -> None:
    found = appointments.get(turn.unit, effect.appointment)
    if scene.owner != found.counselor or found.state != "booked":
        return
    if not turn.world.access.allowed(turn.person(found.counselor), "guidance") or turn.unit.now < found.starts_at - EARLY:
        turn.toast(turn.person(found.counselor).language, "tap.not_allowed", alert=True)
        return
    connect(turn, found.person, found.counselor, found.id)


@handles(ShowAppointments)
def show(effect: ShowAppointments, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    person = turn.person(scene.owner)
    for one in appointments.coming(turn.unit, person.id):
        conversation = conversations.find(turn.unit, "appointment", person.id, one.id)
        if conversation is None:
            continue
        state = conversation.unpack(turn.unit, FLOWS["appointment"])
        facts = facts_for(turn, None, person.id)
        buttons = (ways(state, facts),) if isinstance(state, Booked) else ()
        line = say(
            "appointments.one",
            *buttons,
            when=when(one.starts_at, person.zone),
            other=name_of(turn, one.other(person.id)),
            field=Ref(f"field.{one.field}"),
            way=Ref(f"way.{one.way}"),
        )
        turn.say(person, line, conversation)


@handles(SetWeekday)
def set_weekday(effect: SetWeekday, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    if turn.world.access.allowed(turn.person(scene.owner), "guidance"):
        hours.set_week(turn.unit, scene.owner, effect.weekday, effect.spans)


@handles(SetDay)
def set_day(effect: SetDay, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    if turn.world.access.allowed(turn.person(scene.owner), "guidance"):
        hours.set_day(turn.unit, scene.owner, effect.day, effect.spans)
