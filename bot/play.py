"""The ways into one turn: words, taps, timers and what became of messages; who acts, and which conversation has the word.

What a step leads to is ``stage.py``.
"""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from bot import effects, presence
from bot.effects import case_work, crew, room_words, rooms, several
from bot.effects.linking import CHAT_FLOW
from bot.effects.person import moment, plan_prompt
from bot.facts import facts_for
from bot.stage import Stage, exclusive
from bot.store import conversations, people, timers
from bot.store.conversations import Conversation
from bot.store.outbox import Outgoing
from bot.store.people import Person
from bot.telegram.incoming import Grouped, Membership, RoomChanged, Tapped, Written
from bot.turn import Scene, Tap, Turn
from conversations import interrupts, menu
from conversations.flows import FLOWS
from conversations.kit import Change, Choice, Command, Event, Flow, Keep, Text, Timeout, Undelivered, say, trait
from conversations.later import by_day

LATE = 60_000  # ms; a timer that fires later than this fell due while the bot was down


class Play:
    def __init__(self, turn: Turn) -> None:
        self.turn = turn
        self._stage = Stage(turn)

    # ------------------------------------------------------------------------------------------------------------------- ways in

    def written(self, incoming: Written) -> None:
        person = presence.person_of(self.turn, incoming.sender, private=True)
        self._hear(person, incoming.event)
        self._stage.settle()

    def tapped(self, tapped: Tapped) -> None:
        """A button. Whatever happens, the tap is answered."""
        turn, unit = self.turn, self.turn.unit
        turn.tap = Tap(tapped.query, tapped.chat or tapped.sender.telegram_id, tapped.message)
        person = presence.person_of(self.turn, tapped.sender, private=tapped.private)
        if tapped.menu == "go" and tapped.token == "-":
            if tapped.private:
                self._hear(person, Command(tapped.value))
        else:
            conversation = conversations.by_token(unit, tapped.token)
            if conversation is None or conversation.flow != tapped.flow:
                turn.toast(person.language, "tap.stale")
            elif self._may_tap(person, conversation, tapped):
                self._choose(person, conversation, tapped)
        self._stage.settle()
        turn.toast(person.language, "")

    def membership(self, change: Membership) -> None:
        """Blocked or unblocked. Somebody who comes back gets their daily prompt again; somebody who left lets go of what others wait for."""
        person = presence.person_of(self.turn, change.sender, private=change.reachable)
        if change.reachable:
            plan_prompt(self.turn, person.id)
        else:
            presence.lost(self.turn, person)
        self._stage.settle()

    def timer(self, kind: str, subject: int, due_at: int) -> None:
        if kind in effects.FIRES:
            effects.FIRES[kind](self.turn, subject, due_at)
        else:
            self._expired(conversations.get(self.turn.unit, subject), due_at)
        self._stage.settle()

    def in_group(self, incoming: Grouped | RoomChanged) -> None:
        """Something in the counselors' group; of any other group nothing is heard."""
        room = rooms.current(self.turn)
        if room is None or incoming.chat != room.chat:
            return
        if isinstance(incoming, Grouped):
            room_words.heard(self.turn, presence.person_of(self.turn, incoming.sender, private=False), incoming)
        else:
            room_words.changed(self.turn, incoming)
        self._stage.settle()

    def _expired(self, conversation: Conversation | None, due_at: int) -> None:
        """A chat that seemed silent because the bot was down first gets a moment for what was written meanwhile to come in; what can wait is not
        said at night, which it would be after a long time of being down."""
        unit = self.turn.unit
        if conversation is not None and exclusive(conversation) and unit.now - due_at > LATE:
            timers.put(unit, "expire", conversation.id, unit.now + LATE)
        elif conversation is not None and (morning := self._morning(conversation)) > unit.now:
            timers.put(unit, "expire", conversation.id, morning)
        else:
            self.turn.post(conversation, Timeout())

    def _morning(self, conversation: Conversation) -> int:
        """When what can wait is said, epoch ms; now by day."""
        flow = FLOWS.get(conversation.flow)
        if conversation.owner is None or flow is None or not trait(flow, "BY_DAY"):
            return self.turn.unit.now
        zone = ZoneInfo(self.turn.person(conversation.owner).zone)
        return int(by_day(moment(self.turn).astimezone(zone)).timestamp() * 1000)

    def started(self) -> None:
        crew.left(self.turn)
        self._stage.settle()

    def undelivered(self, row: Outgoing, why: str) -> None:
        if row.hook.startswith("who:"):  # Telegram says nothing of them: the number is all there is
            _, reader, about = row.hook.split(":")
            case_work.show_who(self.turn, int(reader), int(about), {"id": self.turn.person(int(about)).telegram_id})
        elif not rooms.recovered(self.turn, row, why):
            self._tell_of(row, why)
        self._stage.settle()

    def _tell_of(self, row: Outgoing, why: str) -> None:
        """The conversation hears that its message never arrives, and in whose chat."""
        config, room = self.turn.world.config, rooms.current(self.turn)
        who = people.by_telegram_id(self.turn.unit, row.chat)
        lost = why == "blocked" and who is not None and presence.lost(self.turn, who)
        conversation = conversations.get(self.turn.unit, row.conversation) if row.conversation else None
        of_staff = config.staff_name(row.chat) or (who is not None and who.staff)
        part = "group" if room is not None and row.chat == room.chat else "staff" if of_staff else "person"
        own = who is not None and conversation is not None and conversation.owner == who.id
        if row.method.startswith("send") and not own and not lost:  # nobody is told in the very chat that takes no messages: that would never end
            self.turn.post(conversation, Undelivered(part, "blocked" if why == "blocked" else "refused"))

    # ---------------------------------------------------------------------------------------------------------------------- words

    def _hear(self, person: Person, event: Event) -> None:
        """Words or a command: interrupts first, then the conversation that has the word, else the menu."""
        front, flow, state = self._stage.front(person)
        pointed = several.chat_of(self.turn, person, event)
        if pointed is not None and front is not None and pointed.id != front.id and not several.asked_over_it(event, front):
            opened = self._stage.open(pointed)
            front, (flow, state) = (pointed, opened) if opened is not None else (front, (flow, state))
        facts = facts_for(self.turn, flow, person.id, subject=front.subject if front else 0)
        stop = interrupts.step(event, facts, flow, state)
        self._stage.run(stop.effects, Scene(person.id, person.id, front, front.subject if front else 0))
        ended = bool(stop.effects) and front is not None and conversations.get(self.turn.unit, front.id) is None
        if stop.handled or ended:
            if front is not None and not ended:
                self.turn.touched.add(front.id)
            return
        if front is not None and front.flow in CHAT_FLOW.values() and several.of_another(self.turn, person, event, front.subject):
            self.turn.say(person, say("relay.elsewhere"), front)
        elif front is None or flow is None:
            if not self._answered_in_words(person, event):
                self._stage.apply(None, None, menu.step(event, facts), person.id, person.id)
        else:
            self._stage.apply(front, flow, flow.step(state, event, facts), person.id, person.id)

    def _answered_in_words(self, person: Person, event: Event) -> bool:
        """With nothing open: whether a conversation in the background has asked something to which these words are an answer."""
        for asking in reversed(conversations.backgrounds_of(self.turn.unit, person.id) if isinstance(event, Text) else []):
            reads = asking.flow in FLOWS and trait(FLOWS[asking.flow], "READS")
            if reads and (opened := self._stage.open(asking)) is not None:
                flow, state = opened
                step = flow.step(state, event, facts_for(self.turn, flow, person.id, subject=asking.subject))
                if not isinstance(step, Keep) or step.effects:
                    self._stage.apply(asking, flow, step, person.id, person.id)
                    return True
        return False

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
        opened = self._stage.open(conversation) if of_state is not None else None
        return str(of_state(opened[1]) if opened is not None else trait(flow, "ACCESS"))

    def _choose(self, person: Person, conversation: Conversation, tapped: Tapped) -> None:
        opened = self._stage.open(conversation)
        if opened is None:
            return
        flow, state = opened
        front, front_flow, _ = self._stage.front(person) if conversation.front else (None, None, None)
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
        self._stage.apply(conversation, flow, step, conversation.owner, person.id)

    def _mark_choice(self, tapped: Tapped) -> None:
        """The chosen answer stays readable under the question, and its buttons go: a history one can follow, nothing stale to tap."""
        if tapped.message and tapped.text:
            text = f"{tapped.text}\n\n✓ {tapped.label}" if tapped.label else tapped.text
            params: dict[str, Any] = {"chat_id": tapped.chat, "message_id": tapped.message, "text": text}
            self.turn.call(tapped.chat, "reply", "editMessageText", params | ({"entities": tapped.entities} if tapped.entities else {}))
