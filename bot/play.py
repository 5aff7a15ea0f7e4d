"""One turn played out: who acts, which conversation has the word, its step, the effects, and what they set off, until all is quiet."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from bot import effects
from bot.effects import case_work, parting, peers, room_words, rooms, several
from bot.effects.alerts import staff
from bot.effects.linking import CHAT_FLOW
from bot.effects.person import plan_prompt
from bot.facts import facts_for, in_chat
from bot.store import alerts, conversations, people, timers, volunteers
from bot.store.conversations import Conversation
from bot.store.outbox import Outgoing
from bot.store.people import Person
from bot.telegram.reader import Grouped, Membership, RoomChanged, Sender, Tapped, Written
from bot.turn import Begin, Post, Scene, Tap, Turn
from conversations import interrupts, menu
from conversations.flows import FLOWS
from conversations.kit import (
    Change,
    Choice,
    Command,
    Effect,
    End,
    Event,
    Flow,
    Keep,
    Next,
    Resumed,
    Step,
    Timeout,
    Undelivered,
    say,
    trait,
)

log = logging.getLogger(__name__)
LATE = 60_000  # ms; a timer that fires later than this fell due while the bot was down
OVER_A_CHAT = frozenset({"case_note", "case_form"})  # what a counselor is asked in between
MOST_EVENTS = 500  # a turn that sets off more than this is a programming error, not a conversation


class Play:
    def __init__(self, turn: Turn) -> None:
        self.turn = turn

    # ------------------------------------------------------------------------------------------------------------------- ways in

    def written(self, incoming: Written) -> None:
        person = self._person(incoming.sender, private=True)
        self._hear(person, incoming.event)
        self._settle()

    def tapped(self, tapped: Tapped) -> None:
        """A button. Whatever happens, the tap is answered."""
        turn, unit = self.turn, self.turn.unit
        turn.tap = Tap(tapped.query, tapped.chat or tapped.sender.telegram_id, tapped.message)
        person = self._person(tapped.sender, private=tapped.private)
        if tapped.menu == "go" and tapped.token == "-":
            if tapped.private:
                self._hear(person, Command(tapped.value))
        else:
            conversation = conversations.by_token(unit, tapped.token)
            if conversation is None or conversation.flow != tapped.flow:
                turn.toast(person.language, "tap.stale")
            elif self._may_tap(person, conversation, tapped):
                self._choose(person, conversation, tapped)
        self._settle()
        turn.toast(person.language, "")

    def membership(self, change: Membership) -> None:
        """Blocked or unblocked. Somebody who comes back gets their daily prompt again; somebody who left lets go of what others wait for."""
        person = self._person(change.sender, private=change.reachable)
        if change.reachable:
            plan_prompt(self.turn, person.id)
        else:
            self._lost(person)
        self._settle()

    def timer(self, kind: str, subject: int, due_at: int) -> None:
        if kind in effects.FIRES:
            effects.FIRES[kind](self.turn, subject, due_at)
        else:
            self._expired(conversations.get(self.turn.unit, subject), due_at)
        self._settle()

    def in_group(self, incoming: Grouped | RoomChanged) -> None:
        """Something in the counselors' group; of any other group nothing is heard."""
        room = rooms.current(self.turn)
        if room is None or incoming.chat != room.chat:
            return
        if isinstance(incoming, Grouped):
            room_words.heard(self.turn, self._person(incoming.sender, private=False), incoming)
        else:
            room_words.changed(self.turn, incoming)
        self._settle()

    def _expired(self, conversation: Conversation | None, due_at: int) -> None:
        """A chat that seemed silent because the bot was down first gets a moment for what was written meanwhile to come in."""
        unit = self.turn.unit
        chat = conversation is not None and conversation.flow in FLOWS and trait(FLOWS[conversation.flow], "EXCLUSIVE")
        if conversation is not None and chat and unit.now - due_at > LATE:
            timers.put(unit, "expire", conversation.id, unit.now + LATE)
        else:
            self.turn.post(conversation, Timeout())

    def undelivered(self, row: Outgoing, why: str) -> None:
        if row.hook.startswith("who:"):  # Telegram says nothing of them: the number is all there is
            _, reader, about = row.hook.split(":")
            case_work.show_who(self.turn, int(reader), int(about), {"id": row.params["chat_id"]})
        if row.hook.startswith("who:") or rooms.recovered(self.turn, row, why):
            self._settle()
            return
        config, room = self.turn.world.config, rooms.current(self.turn)
        who = people.by_telegram_id(self.turn.unit, row.chat)
        lost = why == "blocked" and who is not None and self._lost(who)
        conversation = conversations.get(self.turn.unit, row.conversation) if row.conversation else None
        of_staff = config.staff_name(row.chat) or (who is not None and who.staff)
        part = "group" if room is not None and row.chat == room.chat else "staff" if of_staff else "person"
        own = who is not None and conversation is not None and conversation.owner == who.id
        if row.method.startswith("send") and not own and not lost:  # nobody is told in the very chat that takes no messages: that would never end
            self.turn.post(conversation, Undelivered(part, why))
        self._settle()

    def tell_coordinators(self, key: str) -> None:
        for reader in staff(self.turn, ("coordinators",)):
            self.turn.send(reader.chat, "reply", self.turn.world.renderer.text(reader.language, key, {}))

    # -------------------------------------------------------------------------------------------------------------------- people

    def _person(self, sender: Sender, *, private: bool) -> Person:
        turn = self.turn
        person = people.by_telegram_id(turn.unit, sender.telegram_id)
        if person is None:
            config = turn.world.config
            language = sender.language if sender.language in config.languages else config.default_language
            person = people.add(turn.unit, sender.telegram_id, language, config.zones[language][0], reachable=private)
        elif private and not person.reachable:
            people.set_reachable(turn.unit, person.id, True)
            person = people.by_id(turn.unit, person.id)
            plan_prompt(turn, turn.know(person).id)
        return turn.know(person)

    def _lost(self, person: Person) -> bool:
        """They blocked the bot: close what depends on them and tell the other side kindly. False if that was known already."""
        turn = self.turn
        if not person.reachable:
            return False
        people.set_reachable(turn.unit, person.id, False)
        if person.volunteer == "approved":
            volunteers.set_duty(turn.unit, person.id, False)
        turn.changed(person.id)
        plan_prompt(turn, person.id)
        parting.leave_group(turn, person.id)
        for conversation in conversations.fronts_of(turn.unit, person.id):
            if conversation.flow in FLOWS and trait(FLOWS[conversation.flow], "EXCLUSIVE"):
                conversations.remove(turn.unit, conversation.id)
        peers.withdraw(turn, person.id, "left")
        parting.tell(turn, person)
        for alert in alerts.all_open(turn.unit):
            if person.id in {alert.person, alert.handler}:
                who = "person" if person.id == alert.person else "handler"
                turn.post_to("escalation", None, alert.id, Undelivered(who, "blocked"))
        return True

    # ---------------------------------------------------------------------------------------------------------------------- words

    def _hear(self, person: Person, event: Event) -> None:
        """Words or a command: interrupts first, then the conversation that has the word, else the menu."""
        front, flow, state = self._front(person)
        pointed = several.chat_of(self.turn, person, event)
        if pointed is not None and front is not None and pointed.id != front.id and (opened := self._open(pointed)) is not None:
            front, (flow, state) = pointed, opened
        facts = facts_for(self.turn, flow, person.id, subject=front.subject if front else 0)
        stop = interrupts.step(event, facts, flow, state)
        self._run(stop.effects, Scene(person.id, person.id, front, front.subject if front else 0))
        ended = bool(stop.effects) and front is not None and conversations.get(self.turn.unit, front.id) is None
        if stop.handled or ended:
            if front is not None and not ended:
                self.turn.touched.add(front.id)
            return
        if front is not None and front.flow in CHAT_FLOW.values() and several.of_another(self.turn, person, event, front.subject):
            self.turn.say(person, say("relay.elsewhere"), front)
        elif front is None or flow is None:
            self._apply(None, None, menu.step(event, facts), person.id, person.id)
        else:
            self._apply(front, flow, flow.step(state, event, facts), person.id, person.id)

    def _front(self, person: Person) -> tuple[Conversation | None, Flow | None, Any]:
        """The conversation that has the word, with its flow and state. One that can no longer be read ends politely."""
        while True:
            front = conversations.front_of(self.turn.unit, person.id)
            if front is None:
                return None, None, None
            opened = self._open(front)
            if opened is not None:
                return front, *opened

    def _open(self, conversation: Conversation) -> tuple[Flow, Any] | None:
        """Flow and state; None (and the conversation ended, its owner told) when a newer or broken program wrote them."""
        flow = FLOWS.get(conversation.flow)
        try:
            if flow is None:
                raise ValueError(f"no flow {conversation.flow}")
            return flow, conversation.unpack(self.turn.unit, flow)
        except (ValueError, TypeError) as error:
            log.error("a conversation of the flow %s could not be read: %s", conversation.flow, error)
            conversations.remove(self.turn.unit, conversation.id)
            if conversation.owner is not None:
                self.turn.say(self.turn.person(conversation.owner), say("trouble", interrupts.MAIN), None)
            elif flow is not None:  # an alert or an application: it begins anew, so that it cannot end in silence
                self.turn.start(flow.NAME, None, conversation.subject)
            return None

    # ----------------------------------------------------------------------------------------------------------------------- taps

    def _may_tap(self, person: Person, conversation: Conversation, tapped: Tapped) -> bool:
        """Buttons are forgeable: the owner's are for the owner, shared ones for those the access table names, in staff's own places."""
        turn, room = self.turn, rooms.current(self.turn)
        flow = FLOWS.get(conversation.flow)
        if flow is not None and trait(flow, "SHARED"):
            in_place = tapped.private or (room is not None and tapped.chat == room.chat)
            allowed = in_place and turn.world.access.allowed(person, self._needs(flow, conversation))
        else:
            allowed = conversation.owner == person.id
        if not allowed:
            turn.toast(person.language, "tap.not_allowed", alert=True)
        return allowed

    def _needs(self, flow: Flow, conversation: Conversation) -> str:
        """The permission a tap on something shared needs; one that cannot be read needs the usual one, and is begun anew when it is tapped."""
        of_state = trait(flow, "permission")
        opened = self._open(conversation) if of_state is not None else None
        return str(of_state(opened[1]) if opened is not None else trait(flow, "ACCESS"))

    def _choose(self, person: Person, conversation: Conversation, tapped: Tapped) -> None:
        opened = self._open(conversation)
        if opened is None:
            return
        flow, state = opened
        front, front_flow, _ = self._front(person) if conversation.front else (None, None, None)
        if front is not None and front_flow is not None and front.id != conversation.id:
            if trait(front_flow, "EXCLUSIVE") and not trait(flow, "EXCLUSIVE"):
                self.turn.toast(person.language, "tap.in_chat", alert=True)
                return
            if not trait(front_flow, "EXCLUSIVE"):
                conversations.raise_front(self.turn.unit, conversation.id)
        facts = facts_for(self.turn, flow, conversation.owner, person.id, conversation.subject)
        step = flow.step(state, Choice(tapped.menu, tapped.value), facts)
        if not isinstance(step, Keep) and conversation.owner is not None and not any(isinstance(e, Change) for e in step.effects):
            self._mark_choice(tapped)
        self._apply(conversation, flow, step, conversation.owner, person.id)

    def _mark_choice(self, tapped: Tapped) -> None:
        """The chosen answer stays readable under the question, and its buttons go: a history one can follow, nothing stale to tap."""
        if tapped.message and tapped.text:
            text = f"{tapped.text}\n\n✓ {tapped.label}" if tapped.label else tapped.text
            params: dict[str, Any] = {"chat_id": tapped.chat, "message_id": tapped.message, "text": text}
            self.turn.call(tapped.chat, "reply", "editMessageText", params | ({"entities": tapped.entities} if tapped.entities else {}))

    # ---------------------------------------------------------------------------------------------------------------------- steps

    def _apply(self, conversation: Conversation | None, flow: Flow | None, step: Step, owner: int | None, actor: int | None) -> None:
        turn = self.turn
        if conversation is not None:
            turn.touched.add(conversation.id)
        if isinstance(step, Next) and conversation is not None and flow is not None:
            conversation = conversations.move(turn.unit, conversation, flow, step.state)
            self._set_timer(conversation.id, step.expires)
        self._run(step.effects, Scene(owner, actor, conversation, conversation.subject if conversation else 0))
        if isinstance(step, End) and conversation is not None:
            top = conversations.front_of(turn.unit, owner) if owner is not None else None
            conversations.remove(turn.unit, conversation.id)
            if owner is not None and conversation.flow == "peer_chat" and several.others(turn, owner, conversation.id):
                if top is None or top.id == conversation.id or top.flow == "chats":
                    turn.start("chats", owner)
            elif top is not None and top.id == conversation.id and owner is not None and (step.effects or in_chat(turn, owner)):
                turn.uncovered.append(owner)  # not where a form has just run out of time in silence: nobody is there to be asked the one before
            elif top is not None and top.flow == "chats" and conversation.flow in CHAT_FLOW.values():
                conversations.remove(turn.unit, top.id)

    def _run(self, wanted: tuple[Effect, ...], scene: Scene) -> None:
        for effect in wanted:
            effects.run(effect, self.turn, scene)

    def _set_timer(self, conversation: int, expires: timedelta | None) -> None:
        if expires is None:
            timers.drop(self.turn.unit, "expire", conversation)
        else:
            timers.put(self.turn.unit, "expire", conversation, self.turn.unit.now + int(expires.total_seconds() * 1000))

    def _settle(self) -> None:
        """Plays what was set off; then whoever's top conversation ended is brought back to the one below."""
        played = 0
        while True:
            while self.turn.queue:
                played += 1
                if played > MOST_EVENTS:
                    raise RuntimeError("conversations set each other off without end")
                item = self.turn.queue.popleft()
                if isinstance(item, Begin):
                    self._begin(item)
                else:
                    self._post(item)
            if not self._resume():
                return

    def _resume(self) -> bool:
        """Asks the open question of an uncovered conversation again. True if that put something into the queue."""
        for owner in dict.fromkeys(self.turn.uncovered):
            below = conversations.front_of(self.turn.unit, owner)
            if below is not None and below.id not in self.turn.touched:
                self.turn.post(below, Resumed())
        self.turn.uncovered.clear()
        return bool(self.turn.queue)

    def _begin(self, begin: Begin) -> None:
        turn, unit = self.turn, self.turn.unit
        flow = FLOWS[begin.flow]
        if begin.owner is not None and trait(flow, "FRONT") and not trait(flow, "EXCLUSIVE") and begin.flow not in OVER_A_CHAT:
            front = conversations.front_of(unit, begin.owner)
            if front is not None and front.flow in FLOWS and trait(FLOWS[front.flow], "EXCLUSIVE"):
                if aside := trait(flow, "ASIDE"):
                    turn.start(aside, begin.owner, begin.subject, **begin.args)
                return  # somebody who is talking with a human is not drawn away by a form
        before = conversations.find(unit, begin.flow, begin.owner, begin.subject)
        if before is not None and trait(flow, "LASTING"):
            conversations.raise_front(unit, before.id)
            turn.post(before, Resumed())
            return
        if before is not None:
            conversations.remove(unit, before.id)
        step = flow.start(facts_for(turn, flow, begin.owner, subject=begin.subject), **begin.args)
        conversation = None
        if isinstance(step, Next):
            conversation = conversations.add(unit, flow, begin.owner, begin.subject, step.state)
            turn.touched.add(conversation.id)
            self._set_timer(conversation.id, step.expires)
        self._run(step.effects, Scene(begin.owner, begin.owner, conversation, begin.subject))
        if conversation is not None and begin.owner is not None and begin.flow in CHAT_FLOW.values():
            several.ask_if_unclear(turn, begin.owner, conversation.id)

    def _post(self, post: Post) -> None:
        conversation = conversations.get(self.turn.unit, post.conversation)
        opened = self._open(conversation) if conversation is not None else None
        if conversation is None or opened is None:
            return
        flow, state = opened
        facts = facts_for(self.turn, flow, conversation.owner, subject=conversation.subject)
        self._apply(conversation, flow, flow.step(state, post.event, facts), conversation.owner, conversation.owner)


def settle(turn: Turn) -> None:
    """Plays what was set off outside an update or timer: by Telegram's answer to something the bot asked."""
    Play(turn)._settle()
