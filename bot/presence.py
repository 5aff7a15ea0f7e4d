"""Whose Telegram account it is: somebody new, known, back again, or lost because they blocked the bot."""

from __future__ import annotations

from bot.effects import applying, parting, peers
from bot.effects.guidance import give_back
from bot.effects.person import plan_prompt
from bot.stage import exclusive
from bot.store import alerts, conversations, people, volunteers
from bot.store.people import Person
from bot.telegram.incoming import Sender
from bot.turn import Turn
from conversations.kit import Undelivered, say


def person_of(turn: Turn, sender: Sender, *, private: bool) -> Person:
    """The person behind an account; ``private``: they wrote in the private chat, so it is open (again)."""
    person = people.by_telegram_id(turn.unit, sender.telegram_id)
    if person is None:
        config = turn.world.config
        language = sender.language if sender.language in config.languages else config.default_language
        person = people.add(turn.unit, sender.telegram_id, language, config.zones[language][0], reachable=private)
        if private:
            applying.show_waiting(turn, person)
    elif private and not person.reachable:
        people.set_reachable(turn.unit, person.id, True)
        person = people.by_id(turn.unit, person.id)
        plan_prompt(turn, turn.know(person).id)
        if person.consent:  # somebody back; where they blocked the bot in a chat, its keys still stand
            turn.say(person, say("menu.welcome_back", keyboard="main"), None)
        applying.show_waiting(turn, person)
    return turn.know(person)


def lost(turn: Turn, person: Person) -> bool:
    """They blocked the bot: close what depends on them and tell the other side kindly. False if that was known already."""
    if not person.reachable:
        return False
    people.set_reachable(turn.unit, person.id, False)
    if person.volunteer == "approved":
        volunteers.set_duty(turn.unit, person.id, False)
    turn.changed(person.id)
    plan_prompt(turn, person.id)
    parting.leave_group(turn, person.id)
    for conversation in conversations.fronts_of(turn.unit, person.id):
        if exclusive(conversation):
            conversations.remove(turn.unit, conversation.id)
    peers.withdraw(turn, person.id, "left")
    parting.tell(turn, person)
    give_back(turn, person.id)
    for alert in alerts.all_open(turn.unit):
        if person.id in {alert.person, alert.handler}:
            who = "person" if person.id == alert.person else "handler"
            turn.post_to("escalation", None, alert.id, Undelivered(who, "blocked"))
    return True
