"""What passes from one side of a chat to the other, and what is kindly refused. The same rules for peers and for counselors' talks.

Words pass with their formatting, contact data covered where the place wants it. Pictures and sound pass by a policy per kind: allow, ask the
other side first, refuse; with a stricter one where somebody is (or may be) under 18. What could tell who somebody is (documents, contacts,
places, forwarded messages) never passes.
"""

from __future__ import annotations

from dataclasses import replace

from conversations.effects import DeliverMedia, Relay, RelayEdit, RelayMedia, RelayReaction, Unsend
from conversations.kit import (
    Button,
    Change,
    Choice,
    Command,
    Edited,
    Effect,
    Event,
    Facts,
    Media,
    MediaAnswered,
    MediaOffered,
    Menu,
    Reacted,
    Text,
    say,
)
from conversations.masking import mask

KINDS = ("photo", "voice", "video_note", "sticker", "animation", "audio", "video")
REVEALING = frozenset({"contact", "location", "venue", "forward", "via_bot", "document", "poll", "game", "story"})


def passed_on(event: Event, facts: Facts, policy: str) -> tuple[Effect, ...]:
    """The effects of an event that belongs to the relay; empty for any other. ``policy``: adults, minors or counsel."""
    covers = facts.place.mask_contacts and policy != "counsel"
    match event:
        case Text(text):
            words, hidden = mask(text, event.contacts) if covers else (text, False)
            return (Relay(replace(event, text=words)), *((say("relay.masked"),) if hidden else ()))
        case Edited(text):
            words, hidden = mask(text, event.contacts) if covers else (text, False)
            return (RelayEdit(replace(event, text=words)), *((say("relay.masked"),) if hidden else ()))
        case Media():
            return _media(event, facts, policy, covers=covers)
        case Reacted():
            return (RelayReaction(event),)
        case Command("unsend", _, reply_to):
            return (Unsend(reply_to),) if reply_to else (say("relay.unsend_how"),)
        case MediaOffered(number, kind):
            answers = Menu("media", (Button(f"show-{number}", "button.media.show"), Button(f"hide-{number}", "button.media.hide")), columns=2)
            return (say(f"relay.offered.{kind}", answers, lane="relay"),)
        case MediaAnswered(accepted):
            return () if accepted else (say("relay.not_wanted", lane="relay"),)
        case Choice("media", value) if value.partition("-")[2].isdecimal():
            shown = value.startswith("show-")
            return Change("relay.shown" if shown else "relay.hidden"), DeliverMedia(int(value.partition("-")[2]), shown)
    return ()


def _media(event: Media, facts: Facts, policy: str, *, covers: bool) -> tuple[Effect, ...]:
    rule = facts.place.media.get(policy, {}).get(event.kind, "refuse")
    if rule == "refuse" or not event.file:
        return (say(_refusal(event.kind, policy)),)
    caption, hidden = mask(event.caption, event.contacts) if covers else (event.caption, False)
    told = (say("relay.masked"),) if hidden else ()
    asked = (say("relay.asked"),) if rule == "ask" and not event.album else ()
    return RelayMedia(replace(event, caption=caption), ask=rule == "ask"), *told, *asked


def _refusal(kind: str, policy: str) -> str:
    if kind in REVEALING:
        return "relay.refused.revealing"
    return "relay.refused.young" if kind in KINDS and policy == "minors" else "relay.refused.kind"
