"""Pictures and sound in the relay: at once, or held until the other side says yes; albums gathered and kept whole.

Only the file itself, its caption and its formatting pass. Kinds whose Telegram file carries a name of its own (a video's file name, a sticker's
set) are uploaded anew under a neutral name; the sender does that when their turn comes.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.effects import fires, handles
from bot.effects.linking import chat_of, flow_of, open_link, reply_to
from bot.effects.several import CAPTION_LIMIT, head_for, headed, say_head, switch, too_long
from bot.effects.topics import into
from bot.store import links, media, timers
from bot.store.links import Link
from bot.store.media import Items
from bot.telegram.render import relayed
from bot.turn import Scene, Turn
from conversations.effects import DeliverMedia, RelayMedia
from conversations.kit import Media, MediaAnswered, MediaOffered, say

METHODS = {
    "photo": "sendPhoto",
    "voice": "sendVoice",
    "video_note": "sendVideoNote",
    "sticker": "sendSticker",
    "animation": "sendAnimation",
    "audio": "sendAudio",
    "video": "sendVideo",
}
NAMELESS = frozenset({"photo", "voice", "video_note"})  # their file carries nothing but itself
CAPTIONLESS = frozenset({"sticker", "video_note"})
UPLOAD = 45_000_000  # bytes of one upload: Telegram takes 50 MB, and all of them are held in memory
HEAVIEST = 20_000_000  # bytes that can be fetched of a file: what one counts as whose size is not known
ALBUM_QUIET = 900  # ms without another part after which an album counts as whole


@handles(RelayMedia)
def relay_media(effect: RelayMedia, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    link = open_link(turn, scene)
    if link is None:
        return
    item = effect.content
    if not item.album:
        flush_albums(turn, link, scene.owner)
        _pass_on(turn, link, scene.owner, (item,), ask=effect.ask)
        return
    known = next((a for a in media.albums_of(turn.unit, link.id, scene.owner) if a.album == item.album), None)
    if known is None:
        flush_albums(turn, link, scene.owner)
    items = (*known.items, item) if known else (item,)
    ask = effect.ask or (known is not None and known.ask)
    number = media.put_album(turn.unit, link.id, scene.owner, item.album, items, ask=ask, number=known.id if known else 0)
    timers.put(turn.unit, "album", number, turn.unit.now + ALBUM_QUIET)


@fires("album")
def album_due(turn: Turn, number: int, due_at: int) -> None:
    """No further part came: the album is whole."""
    found = media.album(turn.unit, number)
    if found is not None:
        media.remove_album(turn.unit, number)
        link = links.get(turn.unit, found.link)
        if not link.closed:
            _pass_on(turn, link, found.sender, found.items, ask=found.ask)


def flush_albums(turn: Turn, link: Link, sender: int) -> None:
    """Whatever the sender writes next must not overtake their album."""
    for found in media.albums_of(turn.unit, link.id, sender):
        timers.drop(turn.unit, "album", found.id)
        album_due(turn, found.id, turn.unit.now)


def change_waiting(turn: Turn, link: Link, sender: int, message: int, change: Callable[[Media], Items]) -> bool:
    """Changes (or, with no items, takes away) what has not left yet: a part of an album on its way in, or something held. False: not there."""
    for album in media.albums_of(turn.unit, link.id, sender):
        if any(item.message == message for item in album.items):
            items = _changed(album.items, message, change)
            if items:
                media.put_album(turn.unit, link.id, sender, album.album, items, ask=album.ask, number=album.id)
            else:
                media.remove_album(turn.unit, album.id)
            return True
    for held in media.held_of(turn.unit, link.id, sender):
        if any(item.message == message for item in held.items):
            media.set_held(turn.unit, held.id, _changed(held.items, message, change))
            return True
    return False


def _changed(items: Items, message: int, change: Callable[[Media], Items]) -> Items:
    return tuple(new for item in items for new in (change(item) if item.message == message else (item,)))


def _pass_on(turn: Turn, link: Link, sender: int, items: Items, *, ask: bool) -> None:
    if not ask:
        _send(turn, link, sender, items)
        return
    number = media.hold(turn.unit, link.id, sender, items)
    turn.post_to(flow_of(link, link.other(sender)), link.other(sender), link.id, MediaOffered(number, items[0].kind))


@handles(DeliverMedia)
def deliver(effect: DeliverMedia, turn: Turn, scene: Scene) -> None:
    """Only the side that something was held for can answer, and only once."""
    assert scene.owner is not None
    link = open_link(turn, scene)
    held = media.take_held(turn.unit, effect.number) if link is not None else None
    if link is not None and held is None:
        turn.say(turn.person(scene.owner), say("relay.gone"), scene.conversation)
    if link is None or held is None or held.link != link.id or held.sender == scene.owner:
        return
    if effect.accepted:
        _send(turn, link, held.sender, held.items)
    turn.post_to(flow_of(link, held.sender), held.sender, link.id, MediaAnswered(effect.accepted))


def _send(turn: Turn, link: Link, sender: int, items: Items) -> None:
    for part in portions(items):
        _send_one(turn, link, sender, part)


def portions(items: Items) -> list[Items]:
    """An album as the messages it takes: one, unless what is to be uploaded anew is too much at once."""
    parts: list[Items] = []
    room = 0
    for item in items:
        size = 0 if item.kind in NAMELESS else item.size or HEAVIEST
        if not parts or size > room:
            parts.append(())
            room = UPLOAD
        parts[-1] = (*parts[-1], item)
        room -= size
    return parts


def _send_one(turn: Turn, link: Link, sender: int, items: Items) -> None:
    """One message, or an album as one."""
    chat, _ = chat_of(turn, link, sender)
    target, topic = chat_of(turn, link, link.other(sender))
    head, conversation = head_for(turn, link, link.other(sender)), turn.conversation(flow_of(link, sender), sender, link.id)
    protect = {"protect_content": True} if turn.world.config.relay.protect else {}
    where = topic | protect | into(turn, link.id, link.other(sender))
    above, shown = apart(items, head)
    for words in above:
        turn.send(target, "relay", words | where, conversation=conversation)
    top = _headed(shown[0], head)
    if head and top is None:
        say_head(turn, target, head)
    heads = [head if top else ""] + [""] * len(items)
    numbers = [
        links.add_relayed(turn.unit, link.id, sender, (chat, item.message), target, item.caption, kind=item.kind, head=above)
        for item, above in zip(items, heads, strict=False)
    ]
    items = (top or shown[0], *shown[1:])
    hook = "relayed:" + ",".join(map(str, numbers))
    params: dict[str, Any] = {"chat_id": target, **where, **reply_to(turn, link.id, chat, items[0].reply_to)}
    if len(items) == 1:
        item = items[0]
        params |= switch(turn, link, link.other(sender), head)
        turn.call(target, "relay", METHODS[item.kind], params | {item.kind: _file(item)} | _words(item), conversation=conversation, hook=hook)
    else:
        parts = [{"type": item.kind, "media": _file(item), **_words(item)} for item in items]
        turn.call(target, "relay", "sendMediaGroup", params | {"media": parts}, conversation=conversation, hook=hook)


def apart(items: Items, head: str) -> tuple[list[dict[str, Any]], Items]:
    """Captions that are too long for a bot, as messages to go before, and the items without them. Whoever pays Telegram may write 4,096 characters
    below a picture, a bot 1,024."""
    long = [item for item in items if too_long(item.caption, CAPTION_LIMIT)]
    above = [relayed(*(headed(head, item.caption, item.entities) or (item.caption, item.entities))) for item in long]
    return above, tuple(replace(item, caption="", entities="") if item in long else item for item in items)


def _headed(item: Media, head: str) -> Media | None:
    """With the pseudonym above its caption; None where it has no place."""
    top = headed(head, item.caption, item.entities, CAPTION_LIMIT) if head and item.kind not in CAPTIONLESS else None
    return replace(item, caption=top[0], entities=top[1]) if top else None


def _file(item: Media) -> Any:
    return item.file if item.kind in NAMELESS else {"reupload": item.file, "name": item.name}


def _words(item: Media) -> dict[str, Any]:
    words: dict[str, Any] = {}
    if item.caption and item.kind not in CAPTIONLESS:
        words["caption"] = item.caption
        if item.entities:
            words["caption_entities"] = json.loads(item.entities)
    if item.spoiler and item.kind in {"photo", "video", "animation"}:
        words["has_spoiler"] = True
    return words
