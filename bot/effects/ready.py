"""Texts that volunteers have ready: sent into the chat as if typed, in the language of the one who reads them."""

from __future__ import annotations

from bot.effects import handles
from bot.effects.linking import open_link
from bot.effects.relay import relay
from bot.store import serving
from bot.store.links import Link
from bot.store.people import Person
from bot.turn import Scene, Turn
from conversations.effects import Relay
from conversations.effects.serving import DropReady, SaveReady, SendReady, ShowReady
from conversations.kit import Button, Menu, Ref, Text, menu, say
from conversations.masking import mask

BACK = menu("chat", "more")


@handles(ShowReady)
def show(effect: ShowReady, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    person = turn.person(scene.owner)
    if effect.change:
        turn.change(person.language, "ready.choose", {}, (_names(turn, person), BACK), scene.conversation)
    else:
        turn.say(person, say("ready.choose", _names(turn, person), BACK), scene.conversation)


def _names(turn: Turn, person: Person) -> Menu:
    """One's own first, then those everybody has."""
    own = [Button(f"own-{one.id}", "pick.plain", {"label": one.name}) for one in serving.ready(turn.unit, person.id)]
    shared = [Button(f"all-{name}", "pick.plain", {"label": Ref(f"ready.shared.{name}.name")}) for name in turn.world.place.ready_texts]
    return Menu("ready", (*own, *shared), columns=2)


@handles(SendReady)
def send(effect: SendReady, turn: Turn, scene: Scene) -> None:
    """A name nobody knows is answered with those there are."""
    assert scene.owner is not None
    link = open_link(turn, scene)
    if link is None:
        return
    person = turn.person(scene.owner)
    text = _find(turn, person, link, effect.name)
    if not text:
        turn.say(person, say("ready.unknown", _names(turn, person), BACK), scene.conversation)
        return
    if turn.world.config.relay.mask_contacts:
        text = mask(text)[0]
    tapped = turn.tap.message if turn.tap is not None else 0
    relay(Relay(Text(text, message=effect.message or tapped)), turn, scene)
    if tapped:
        turn.change(person.language, "ready.sent", {"text": text}, (), scene.conversation)
    else:
        turn.say(person, say("ready.sent", text=text), scene.conversation)


def _find(turn: Turn, person: Person, link: Link, name: str) -> str:
    """The text of that name, or of that button; empty if there is none. One's own goes before a shared one of the same name."""
    wanted = name.casefold()
    for one in serving.ready(turn.unit, person.id):
        if wanted in {one.name.casefold(), f"own-{one.id}"}:
            return one.text
    texts, reader = turn.world.renderer.texts, turn.person(link.other(person.id))
    for shared in turn.world.place.ready_texts:
        names = {texts.render(language, f"ready.shared.{shared}.name", plain=True).casefold() for language in texts.languages}
        if wanted in names | {f"all-{shared}"}:
            return texts.render(reader.language, f"ready.shared.{shared}.text", plain=True)
    return ""


@handles(SaveReady)
def save(effect: SaveReady, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    serving.save_ready(turn.unit, scene.owner, effect.name, effect.text)


@handles(DropReady)
def drop(effect: DropReady, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    serving.drop_ready(turn.unit, scene.owner, effect.number)
