"""One turn: everything that happens in one savepoint because of one update or timer.

Effects' handlers get the ``Turn`` and the ``Scene`` (the conversation that wants the effect). They write rows, queue messages and post events
to other conversations; the engine plays those until nothing is left. Nothing is sent here.
"""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.access import Access
from bot.config import Config
from bot.store import cases, conversations, files, links, outbox, people, topics
from bot.store.conversations import Conversation
from bot.store.database import Unit
from bot.store.outbox import Outgoing
from bot.store.people import Person
from bot.telegram.render import Renderer
from conversations.kit import Event, Menu, Place, Say

IN_TOPIC = frozenset({"case_room", "interject"})  # conversations that speak in the topic of a case


@dataclass(slots=True)
class Abilities:
    """What this bot account can do, as Telegram says at the start."""

    private_topics: bool = False


@dataclass(frozen=True, slots=True)
class World:
    """What stays the same for the life of the program."""

    config: Config
    place: Place
    renderer: Renderer
    access: Access
    chance: random.Random
    bot: int = 0  # the bot's own Telegram id; 0: not known (yet)
    abilities: Abilities = field(default_factory=Abilities)


@dataclass(frozen=True, slots=True)
class Tap:
    """The button that caused this turn, for toasts and changes in place."""

    query: str
    chat: int
    message: int


@dataclass(slots=True)
class Scene:
    """Whose effect it is: the owner (None in shared conversations), who acted, the conversation (None: the menu)."""

    owner: int | None
    actor: int | None
    conversation: Conversation | None
    subject: int = 0


@dataclass(frozen=True, slots=True)
class Begin:
    """A conversation to be started; ``owner`` None for a shared one."""

    flow: str
    owner: int | None
    subject: int
    args: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Post:
    """An event for a conversation that exists."""

    conversation: int
    event: Event


@dataclass(slots=True)
class Turn:
    unit: Unit
    world: World
    tap: Tap | None = None
    answered: bool = False
    out: list[Outgoing] = field(default_factory=list)
    queue: deque[Begin | Post] = field(default_factory=deque)
    touched: set[int] = field(default_factory=set)
    uncovered: list[int] = field(default_factory=list)
    _people: dict[int, Person] = field(default_factory=dict)

    # ---------------------------------------------------------------------------------------------------------------------- people

    def person(self, number: int) -> Person:
        """Raises LookupError when they are gone."""
        if number not in self._people:
            self._people[number] = people.by_id(self.unit, number)
        return self._people[number]

    def staff_name(self, person: Person) -> str:
        """What the person is told the counselor or coordinator is called; empty for nobody of the staff."""
        return self.world.config.staff_name(person.telegram_id) or person.staff

    def know(self, person: Person) -> Person:
        self._people[person.id] = person
        return person

    def changed(self, number: int) -> None:
        """Their row was written: read it again when it is next needed."""
        self._people.pop(number, None)

    # -------------------------------------------------------------------------------------------------------------------- messages

    def say(self, to: Person, said: Say, conversation: Conversation | None) -> None:
        """A text to a person in their private chat."""
        flow, token, number = (conversation.flow, conversation.token, conversation.id) if conversation else ("", "", 0)
        renderer = self.world.renderer
        if conversation is not None and flow in IN_TOPIC:
            self._say_in_topic(said, conversation)
            return
        params = renderer.text(to.language, said.key, said.args)
        markup = renderer.inline(to.language, said.menus, flow, token)
        if markup is None and said.keyboard:
            markup = renderer.keyboard(to.language, self._keyboard(to, said.keyboard))
        if said.picture is not None:
            of = renderer.filled(to.language, said.picture.of)
            self.send_picture(to.telegram_id, said.lane, said.picture.name, of, params, markup, conversation=number)
            return
        if flow == "peer_chat" and conversation is not None and topics.wanted(self.unit, conversation.subject, to.id):
            params = {**params, "message_thread_id": {"topic": conversation.subject}}
        self.send(to.telegram_id, said.lane, params, markup, conversation=number)

    def _say_in_topic(self, said: Say, conversation: Conversation) -> None:
        """To the counselors, in the topic of the case that the talk is about, in the language of their group."""
        group, case = self.world.config.group, links.get(self.unit, conversation.subject).room
        language = group.language if group is not None else self.world.config.default_language
        params = self.world.renderer.text(language, said.key, said.args) | {"message_thread_id": {"case": case}}
        markup = self.world.renderer.inline(language, said.menus, conversation.flow, conversation.token)
        place = cases.place_of(self.unit, case) if case else {}
        if place:
            self.send(place["chat_id"], said.lane, params, markup, conversation=conversation.id)

    def _keyboard(self, to: Person, name: str) -> str:
        if name != "main":
            return name
        roles = self.world.access.roles(to)
        return "staff" if roles & {"counselor", "coordinator"} else "volunteer" if "volunteer" in roles else "person"

    def send(self, chat: int, lane: str, params: Mapping[str, Any], markup: Any = None, *, conversation: int = 0, hook: str = "") -> None:
        """A message to any chat."""
        whole = {"chat_id": chat, **params, **({"reply_markup": markup} if markup else {})}
        self.call(chat, lane, "sendMessage", whole, conversation=conversation, hook=hook)

    def send_file(
        self,
        chat: int,
        lane: str,
        name: str,
        content: bytes,
        params: Mapping[str, Any],
        markup: Any = None,
        *,
        conversation: int = 0,
        photo: bool = False,
    ) -> None:
        """A document (or picture) made by the program, under a text: ``turn.send_file(chat, "reply", "sesi.ics", content, renderer.text(…))``."""
        file = {"file": files.add(self.unit, name, content, chat), "name": name}
        method, field = ("sendPhoto", "photo") if photo else ("sendDocument", "document")
        self._attach(chat, lane, method, {field: file}, params, markup, conversation)

    def send_picture(
        self, chat: int, lane: str, picture: str, of: Mapping[str, Any], params: Mapping[str, Any], markup: Any = None, *, conversation: int = 0
    ) -> None:
        """A picture of ``bot/charts``, drawn from ``of`` (plain JSON data) when its turn to be sent has come."""
        drawn = {"drawn": picture, "of": dict(of), "name": f"{picture}.png"}
        self._attach(chat, lane, "sendPhoto", {"photo": drawn}, params, markup, conversation)

    def _attach(self, chat: int, lane: str, method: str, file: dict[str, Any], params: Mapping[str, Any], markup: Any, conversation: int) -> None:
        caption = {"caption" if name == "text" else name: value for name, value in params.items()}
        whole = {"chat_id": chat, **file, **caption, **({"reply_markup": markup} if markup else {})}
        self.call(chat, lane, method, whole, conversation=conversation)

    def call(self, chat: int, lane: str, method: str, params: dict[str, Any], *, conversation: int = 0, hook: str = "") -> None:
        """Any call of the Bot API, through the outbox."""
        self.out.append(outbox.add(self.unit, chat, lane, method, params, conversation=conversation, hook=hook))

    def toast(self, language: str, key: str, args: Mapping[str, Any] | None = None, *, alert: bool = False) -> None:
        """Answers the tap of this turn, once."""
        if self.tap is None or self.answered:
            return
        self.answered = True
        params: dict[str, Any] = {"callback_query_id": self.tap.query}
        if key:
            params |= {"text": self.world.renderer.toast(language, key, args or {}), "show_alert": alert}
        self.call(self.tap.chat, "reply", "answerCallbackQuery", params)

    def change(self, language: str, key: str, args: Mapping[str, Any], menus: tuple[Menu, ...], conversation: Conversation | None) -> None:
        """Rewrites the message of the tapped button."""
        if self.tap is None or not self.tap.message:
            return
        flow, token = (conversation.flow, conversation.token) if conversation else ("", "")
        params = {"chat_id": self.tap.chat, "message_id": self.tap.message, **self.world.renderer.text(language, key, args)}
        markup = self.world.renderer.inline(language, menus, flow, token)
        self.call(self.tap.chat, "reply", "editMessageText", params | ({"reply_markup": markup} if markup else {}))

    # --------------------------------------------------------------------------------------------------------------- conversations

    def start(self, flow: str, owner: int | None, subject: int = 0, **args: Any) -> None:
        self.queue.append(Begin(flow, owner, subject, args))

    def post(self, conversation: Conversation | None, event: Event) -> None:
        if conversation is not None:
            self.queue.append(Post(conversation.id, event))

    def conversation(self, flow: str, owner: int | None, subject: int) -> int:
        """Its id, 0 if it is not there."""
        found = conversations.find(self.unit, flow, owner, subject)
        return found.id if found is not None else 0

    def post_to(self, flow: str, owner: int | None, subject: int, event: Event) -> None:
        """To the conversation of that flow, if it is still there."""
        self.post(conversations.find(self.unit, flow, owner, subject), event)
