"""Locations, venues, contacts, dice and polls."""

from __future__ import annotations

import random
from typing import Any

from simulator import keyboards, sending
from simulator.call import Call
from simulator.entities import utf16
from simulator.entities.formatted import formatted
from simulator.errors import bad_request
from simulator.methods.registry import method
from simulator.model import Json

DICE = {"🎲": 6, "🎯": 6, "🎳": 6, "🏀": 5, "⚽": 5, "🎰": 64}
MOST_OPTIONS = 12


def location(p: Json) -> Json:
    """A Location; 400 for a place that is not on earth."""
    if not (-90 <= p["latitude"] <= 90 and -180 <= p["longitude"] <= 180):
        raise bad_request("wrong location specified")
    optional = ("horizontal_accuracy", "live_period", "heading", "proximity_alert_radius")
    return {"latitude": p["latitude"], "longitude": p["longitude"], **{name: p[name] for name in optional if name in p}}


@method("sendLocation")
def send_location(call: Call) -> Json:
    """A point on the map."""
    return sending.send(call, {"location": location(call.p)})


@method("sendVenue")
def send_venue(call: Call) -> Json:
    """A place with a name and an address."""
    p = call.p
    optional = ("foursquare_id", "foursquare_type", "google_place_id", "google_place_type")
    place = location({"latitude": p["latitude"], "longitude": p["longitude"]})
    venue = {"location": place, "title": p["title"], "address": p["address"], **{name: p[name] for name in optional if name in p}}
    return sending.send(call, {"venue": venue, "location": place})


@method("sendContact")
def send_contact(call: Call) -> Json:
    """A telephone number with a name."""
    names = ("phone_number", "first_name", "last_name", "vcard")
    contact = {name: call.p[name] for name in names if call.p.get(name)}
    if "first_name" not in contact:
        raise bad_request("first name must be non-empty")
    if "phone_number" not in contact:
        raise bad_request("phone number must be non-empty")
    return sending.send(call, {"contact": contact})


@method("sendDice")
def send_dice(call: Call) -> Json:
    """An emoji with a random value."""
    emoji = call.p.get("emoji") or "🎲"
    if emoji not in DICE:
        raise bad_request("wrong emoji specified")
    return sending.send(call, {"dice": {"emoji": emoji, "value": random.randint(1, DICE[emoji])}})


@method("sendPoll")
def send_poll(call: Call) -> Json:
    """A poll or a quiz."""
    return sending.send(call, {"poll": poll(call.p)})


def poll(p: Json) -> Json:
    """A Poll without votes. 400 where the real server would not take it."""
    question, entities = formatted(p["question"], p.get("question_parse_mode"), p.get("question_entities"))
    if not question:
        raise bad_request("poll question must be non-empty")
    if utf16.length(question) > 300:
        raise bad_request("poll question length must not exceed 300")
    kind = p.get("type") or "regular"
    shown: Json = {
        "id": str(random.getrandbits(62)),
        "question": question,
        "options": options(p["options"]),
        "total_voter_count": 0,
        "is_closed": bool(p.get("is_closed")),
        "is_anonymous": p.get("is_anonymous", True),
        "type": kind,
        "allows_multiple_answers": bool(p.get("allows_multiple_answers")),
        "allows_revoting": p.get("allows_revoting", kind == "regular"),
        "members_only": bool(p.get("members_only")),
    }
    if entities:
        shown["question_entities"] = entities
    if kind == "quiz":
        shown.update(quiz(p, len(shown["options"])))
    return shown


def options(given: list[Any]) -> list[Json]:
    """The options of a new poll."""
    texts = [one if isinstance(one, str) else one["text"] for one in given]
    if not texts:
        raise bad_request("poll must have at least 1 option")
    if len(texts) > MOST_OPTIONS:
        raise bad_request(f"poll can't have more than {MOST_OPTIONS} options")
    if any(not text.strip() for text in texts):
        raise bad_request("poll options must be non-empty")
    if any(utf16.length(text) > 100 for text in texts):
        raise bad_request("poll options length must not exceed 100")
    return [{"persistent_id": str(number), "text": text, "voter_count": 0} for number, text in enumerate(texts)]


def quiz(p: Json, count: int) -> Json:
    """What a quiz has more: the right answers and why."""
    right = p.get("correct_option_ids") or ([p["correct_option_id"]] if "correct_option_id" in p else [])
    if not right or any(not 0 <= number < count for number in right):
        raise bad_request("wrong correct option ID specified")
    fields: Json = {"correct_option_ids": right}
    if len(right) == 1:
        fields["correct_option_id"] = right[0]
    if p.get("explanation"):
        fields["explanation"], entities = formatted(p["explanation"], p.get("explanation_parse_mode"), p.get("explanation_entities"))
        if entities:
            fields["explanation_entities"] = entities
    return fields


@method("stopPoll")
def stop_poll(call: Call) -> Json:
    """Close a poll; returns it."""
    chat = call.writable()
    message = call.message(chat, "message with poll to stop not found")
    if "poll" not in message:
        raise bad_request("message with poll to stop not found")
    if message["from"]["id"] != call.bot.id:
        raise bad_request("poll can't be stopped")
    if message["poll"]["is_closed"]:
        raise bad_request("poll has already been closed")
    closed = {**message["poll"], "is_closed": True}
    markup = keyboards.shown_in_message(keyboards.checked(call.p.get("reply_markup")))
    kept = {name: value for name, value in message.items() if name != "reply_markup"}
    call.messages.replace(chat, {**kept, "poll": closed, **markup}, edited=False)
    return closed
