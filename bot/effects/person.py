"""What a person sets about themselves, their check-ins, their daily prompt, and /stop."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from bot.effects import fires, handles, parting, peers
from bot.store import care, conversations, moods, people, prompt_plans, timers, volunteers
from bot.store.people import Person
from bot.turn import Scene, Turn
from conversations.checkins import Plan
from conversations.effects import (
    AddToMood,
    GiveConsent,
    PausePrompts,
    SaveMood,
    SetAgeBand,
    SetLanguage,
    SetName,
    SetPrompt,
    SetTopics,
    StopEverything,
)
from conversations.kit import Timeout
from conversations.schedule import local_day, next_prompt, offset_of, still_sensible

REMINDERS = frozenset({"plan_step", "referral", "follow"})  # come back by themselves on their day: /stop ends them, a pause of the daily question not


def owner(turn: Turn, scene: Scene) -> Person:
    """The person an effect is about. Raises LookupError in a conversation that belongs to nobody."""
    if scene.owner is None:
        raise LookupError("this conversation has no owner")
    return turn.person(scene.owner)


def moment(turn: Turn) -> datetime:
    """The time of this transaction, aware, in UTC."""
    return datetime.fromtimestamp(turn.unit.now / 1000, UTC)


@handles(GiveConsent)
def give_consent(effect: GiveConsent, turn: Turn, scene: Scene) -> None:
    person = owner(turn, scene)
    people.give_consent(turn.unit, person.id, effect.version)
    turn.changed(person.id)


@handles(SetLanguage)
def set_language(effect: SetLanguage, turn: Turn, scene: Scene) -> None:
    person = owner(turn, scene)
    people.set_language(turn.unit, person.id, effect.language)
    turn.changed(person.id)


@handles(SetName)
def set_name(effect: SetName, turn: Turn, scene: Scene) -> None:
    person = owner(turn, scene)
    people.set_name(turn.unit, person.id, effect.name)
    turn.changed(person.id)


@handles(SetAgeBand)
def set_age_band(effect: SetAgeBand, turn: Turn, scene: Scene) -> None:
    person = owner(turn, scene)
    people.set_age_band(turn.unit, person.id, effect.band)
    turn.changed(person.id)


@handles(SetTopics)
def set_topics(effect: SetTopics, turn: Turn, scene: Scene) -> None:
    people.set_topics(turn.unit, owner(turn, scene).id, effect.topics)


@handles(SetPrompt)
def set_prompt(effect: SetPrompt, turn: Turn, scene: Scene) -> None:
    person = owner(turn, scene)
    people.set_prompt(turn.unit, person.id, effect.hour, effect.zone)
    turn.changed(person.id)
    plan_prompt(turn, person.id)
    if care.has_timer(turn.unit, "shift", person.id):  # shifts follow the volunteer's own zone: what comes next is worked out anew
        timers.put(turn.unit, "shift", person.id, turn.unit.now)


@handles(PausePrompts)
def pause_prompts(effect: PausePrompts, turn: Turn, scene: Scene) -> None:
    person = owner(turn, scene)
    people.set_paused(turn.unit, person.id, effect.paused)
    turn.changed(person.id)
    plan_prompt(turn, person.id)


def plan_prompt(turn: Turn, number: int) -> None:
    """Sets the timer of the next daily prompt, or takes it away where none is wanted or possible."""
    person = turn.person(number)
    if person.hour is None or person.paused or not person.reachable or not person.consent:
        timers.drop(turn.unit, "prompt", person.id)
        return
    plan = prompt_plans.get(turn.unit, person.id)
    offset = offset_of(person.id, turn.world.place.prompt_spread)
    due = next_prompt(moment(turn), person.hour, person.zone, _last_day(person.last_prompt, plan), offset)
    timers.put(turn.unit, "prompt", person.id, int(due.timestamp() * 1000))


def _last_day(last_prompt: str, plan: Plan) -> str:
    """The last local date on which nobody is to be asked: that of the last question, the days until a week is over, days off."""
    held = (date.fromisoformat(last_prompt) + timedelta(days=plan.every - 1)).isoformat() if last_prompt and plan.every > 1 else last_prompt
    return max(held, plan.rest_until)


@fires("prompt")
def prompt_due(turn: Turn, number: int, due_at: int) -> None:
    """A daily prompt fell due. Once per local day, only while it still makes sense after a down time, and not on top of a check-in of today."""
    person = turn.person(number)
    today = local_day(moment(turn), person.zone)
    due = datetime.fromtimestamp(due_at / 1000, UTC)
    wanted = person.hour is not None and not person.paused and person.reachable
    sensible = still_sensible(due, moment(turn), person.zone, turn.world.place.prompt_window)
    if wanted and sensible and today > person.last_prompt and moods.last_day(turn.unit, person.id) < today:
        people.set_last_prompt(turn.unit, person.id, today)
        turn.changed(person.id)
        turn.start("prompt", person.id)
    plan_prompt(turn, person.id)


@handles(SaveMood)
def save_mood(effect: SaveMood, turn: Turn, scene: Scene) -> None:
    person = owner(turn, scene)
    moods.add(turn.unit, person.id, effect.mood, local_day(moment(turn), person.zone))
    prompt_plans.answered(turn.unit, person.id)


@handles(AddToMood)
def add_to_mood(effect: AddToMood, turn: Turn, scene: Scene) -> None:
    moods.add_to_last(turn.unit, owner(turn, scene).id, effect.what, effect.note)


@handles(StopEverything)
def stop(effect: StopEverything, turn: Turn, scene: Scene) -> None:
    """An open alert stays open: somebody was called, and only a human may end that. ``stop.done`` says so."""
    person = owner(turn, scene)
    people.set_paused(turn.unit, person.id, True)
    if person.volunteer == "approved":
        volunteers.set_duty(turn.unit, person.id, False)
    turn.changed(person.id)
    plan_prompt(turn, person.id)
    peers.withdraw(turn, person.id, "ended")
    parting.leave_group(turn, person.id)
    for kind in ("shift", "own_check", "debrief", "rested", "day_limit"):  # planned anew when they go on duty again
        timers.drop(turn.unit, kind, person.id)
    for conversation in conversations.fronts_of(turn.unit, person.id):
        if conversation.flow == "screen":
            turn.post(conversation, Timeout())  # no answer to these questions counts as the serious one
        elif conversation.flow != "case_note":
            conversations.remove(turn.unit, conversation.id)
    for conversation in conversations.backgrounds_of(turn.unit, person.id):
        if conversation.flow in REMINDERS:
            conversations.remove(turn.unit, conversation.id)
