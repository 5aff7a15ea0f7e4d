"""What a step leads to: the new state and its timer, the effects, and what those set off in other conversations, until all is quiet."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from bot import effects
from bot.effects import several
from bot.effects.linking import CHAT_FLOW
from bot.facts import facts_for, in_chat
from bot.store import conversations, timers
from bot.store.conversations import Conversation
from bot.store.people import Person
from bot.turn import Begin, Post, Scene, Turn
from conversations import interrupts
from conversations.flows import FLOWS
from conversations.kit import Effect, End, Flow, Next, Resumed, Step, say, trait

log = logging.getLogger(__name__)
OVER_A_CHAT = frozenset({"case_note", "case_form"})  # what a counselor is asked in between
MOST_EVENTS = 500  # a turn that sets off more than this is a programming error, not a conversation


class Stage:
    """The conversations of one turn. ``settle`` ends it: what was set off is played then, not in the middle of a step."""

    def __init__(self, turn: Turn) -> None:
        self.turn = turn

    def front(self, person: Person) -> tuple[Conversation | None, Flow | None, Any]:
        """The conversation that has the word, with its flow and state. One that can no longer be read ends politely."""
        while True:
            front = conversations.front_of(self.turn.unit, person.id)
            if front is None:
                return None, None, None
            opened = self.open(front)
            if opened is not None:
                return front, *opened

    def open(self, conversation: Conversation) -> tuple[Flow, Any] | None:
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

    def apply(self, conversation: Conversation | None, flow: Flow | None, step: Step, owner: int | None, actor: int | None) -> None:
        """``actor``: who caused it, where a conversation belongs to several people; the menu's steps have no conversation."""
        turn = self.turn
        if conversation is not None:
            turn.touched.add(conversation.id)
        if isinstance(step, Next) and conversation is not None and flow is not None:
            conversation = conversations.move(turn.unit, conversation, flow, step.state)
            self._set_timer(conversation.id, step.expires)
        self.run(step.effects, Scene(owner, actor, conversation, conversation.subject if conversation else 0))
        if isinstance(step, End) and conversation is not None:
            self._end(conversation, owner, in_silence=not step.effects)

    def _end(self, conversation: Conversation, owner: int | None, *, in_silence: bool) -> None:
        """It goes; whoever had it on top is brought back to what lies under it, or asked which of the other chats goes on."""
        turn = self.turn
        top = conversations.front_of(turn.unit, owner) if owner is not None else None
        conversations.remove(turn.unit, conversation.id)
        if owner is None:
            return
        if conversation.flow == "peer_chat" and several.others(turn, owner, conversation.id):
            if top is None or top.id == conversation.id or top.flow == "chats":
                turn.start("chats", owner)
        elif top is not None and top.id == conversation.id and (not in_silence or in_chat(turn, owner)):
            turn.uncovered.append(owner)  # not where a form has just run out of time in silence: nobody is there to be asked the one before
        elif top is not None and top.flow == "chats" and conversation.flow in CHAT_FLOW.values():
            conversations.remove(turn.unit, top.id)

    def run(self, wanted: tuple[Effect, ...], scene: Scene) -> None:
        for effect in wanted:
            effects.run(effect, self.turn, scene)

    def _set_timer(self, conversation: int, expires: timedelta | None) -> None:
        if expires is None:
            timers.drop(self.turn.unit, "expire", conversation)
        else:
            timers.put(self.turn.unit, "expire", conversation, self.turn.unit.now + int(expires.total_seconds() * 1000))

    # ---------------------------------------------------------------------------------------------------------------- what was set off

    def settle(self) -> None:
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
        turn, unit, flow = self.turn, self.turn.unit, FLOWS[begin.flow]
        beneath = self._would_interrupt(begin, flow)
        if beneath and not begin.args.get(trait(flow, "BENEATH")):
            if aside := trait(flow, "ASIDE"):
                turn.start(aside, begin.owner, begin.subject, **begin.args)
            return
        before = conversations.find(unit, begin.flow, begin.owner, begin.subject)
        if before is not None and trait(flow, "LASTING") and not beneath:
            conversations.raise_front(unit, before.id)
            turn.post(before, Resumed())
            return
        if before is not None:
            conversations.remove(unit, before.id)
        step = flow.start(facts_for(turn, flow, begin.owner, subject=begin.subject), **begin.args)
        conversation = self._add(begin, flow, step, beneath=beneath) if isinstance(step, Next) else None
        self.run(step.effects, Scene(begin.owner, begin.owner, conversation, begin.subject))
        if conversation is not None and begin.owner is not None and begin.flow in CHAT_FLOW.values():
            several.ask_if_unclear(turn, begin.owner, conversation.id)

    def _add(self, begin: Begin, flow: Flow, step: Next, *, beneath: bool) -> Conversation:
        """A new conversation; ``beneath`` the talks that have the word: it is come back to when they are over."""
        unit = self.turn.unit
        conversation = conversations.add(unit, flow, begin.owner, begin.subject, step.state)
        self.turn.touched.add(conversation.id)
        self._set_timer(conversation.id, step.expires)
        if beneath and begin.owner is not None:
            for talk in filter(exclusive, conversations.fronts_of(unit, begin.owner)):
                conversations.raise_front(unit, talk.id)
        return conversation

    def _would_interrupt(self, begin: Begin, flow: Flow) -> bool:
        """Somebody who is talking with a human is not drawn away by a form."""
        if begin.owner is None or not trait(flow, "FRONT") or trait(flow, "EXCLUSIVE") or begin.flow in OVER_A_CHAT:
            return False
        front = conversations.front_of(self.turn.unit, begin.owner)
        return front is not None and exclusive(front)

    def _post(self, post: Post) -> None:
        conversation = conversations.get(self.turn.unit, post.conversation)
        opened = self.open(conversation) if conversation is not None else None
        if conversation is None or opened is None:
            return
        flow, state = opened
        facts = facts_for(self.turn, flow, conversation.owner, subject=conversation.subject)
        self.apply(conversation, flow, flow.step(state, post.event, facts), conversation.owner, conversation.owner)


def exclusive(conversation: Conversation) -> bool:
    """Whether it is a talk between humans, on top of which nothing else is begun."""
    return conversation.flow in FLOWS and bool(trait(FLOWS[conversation.flow], "EXCLUSIVE"))


def settle(turn: Turn) -> None:
    """Plays what was set off outside an update or timer: by Telegram's answer to something the bot asked."""
    Stage(turn).settle()
