"""Whatever a client sends, the server answers with a refusal, never with a broken one."""

from __future__ import annotations

import json
import random
from collections import Counter

import pytest

from simulator.checks import signatures
from simulator.control import api as control_api
from simulator.control.routes import ROUTES
from simulator.methods import HANDLERS

TEXTS = ["", " ", "x", "<b>", "*_", "😀" * 50, "\u200f\u200b", "x" * 5000, "\0", "@tim", "/start", "http://x.y", "attach://a"]
NUMBERS = [0, 1, -1, 2, 3, 4, 5, 10**20, -(10**20), 1.5, True]
BUTTON = {"text": "a", "callback_data": "b"}
OBJECTS = [
    {},
    [],
    None,
    {"inline_keyboard": [[BUTTON]]},
    {"inline_keyboard": [[{}]]},
    {"keyboard": [["a"]]},
    {"remove_keyboard": True},
    {"force_reply": True},
    [{"type": "emoji", "emoji": "👍"}],
    [{"type": "bold", "offset": 0, "length": 99}],
    [{"type": "bold", "offset": -5, "length": 1}],
    [{"type": "text_link", "offset": 0, "length": 1}],
    [{"type": "photo", "media": "x"}, {"type": "video", "media": "attach://a"}],
    {"type": "photo", "media": "https://x.y/z.jpg"},
    [{"command": "a", "description": "b"}],
    {"type": "chat", "chat_id": 1},
    {"type": "all_private_chats"},
    {"message_id": 2, "quote": "x"},
    {"message_id": 2, "chat_id": "@tim"},
    ["a", "b"],
    [2, 3],
    [{"text": "a"}, {"text": "b"}],
    {"can_send_messages": True},
    {"is_disabled": True},
]


def value(dice, name, places):
    if name in ("chat_id", "from_chat_id", "user_id") and dice.random() < 0.8:
        return dice.choice(places)
    if name in ("message_id", "message_thread_id") and dice.random() < 0.8:
        return dice.randint(1, 8)
    kind = dice.random()
    if kind < 0.4:
        return dice.choice(TEXTS)
    return dice.choice(NUMBERS) if kind < 0.6 else dice.choice(OBJECTS)


@pytest.mark.parametrize("seed", range(4))
async def test_no_request_breaks_the_server(api, telegram, seed):
    dice = random.Random(seed)
    telegram.faults.clear()
    rani = telegram.person("Rani", id=5)
    await rani.says("/start")
    group = telegram.group("Tim", [rani], forum=bool(seed % 2))
    await rani.sends_photo("x")
    await rani.says("halo", chat=group)
    places, statuses = [5, group.id, 0, "@tim", telegram.bot.id, 99], Counter()
    known = {name: signature for name, signature in signatures().items() if name in HANDLERS and name != "getupdates"}
    for name, signature in sorted(known.items()):
        for _ in range(8):
            params = {key: value(dice, key, places) for key in signature.checks if key in signature.required or dice.random() < 0.25}
            for sure in ("chat_id", "message_id"):
                if sure in signature.checks and dice.random() < 0.9:
                    params[sure] = value(dice, sure, places)
            async with api.session.post(api.url(name), json=params) as answer:
                body = await answer.json(content_type=None)
                assert answer.status in (200, 400, 403, 404), (name, params, body)
                assert body["ok"] is (answer.status == 200)
                statuses[answer.status] += 1
    assert statuses[200] > 100


@pytest.mark.parametrize("seed", range(3))
async def test_no_control_call_breaks_the_server(control, telegram, seed):
    dice = random.Random(seed)
    assert control_api.HANDLERS
    rani = telegram.person("Rani", id=5)
    await rani.says("/start")
    group = telegram.group("Tim", [rani], forum=True).id
    fields = ["text", "message", "chat", "thread", "photo", "album", "poll", "location", "contact", "dice", "reply_to", "quote", "emoji", "data"]
    fields += ["button", "options", "blocked", "payload", "title", "members", "forum", "bot_rights", "first_name", "id", "name", "kind", "nth", "on"]
    fields += [
        "forward_from",
        "entities",
        "caption",
        "advance",
        "set",
        "speed",
        "mean_ms",
        "jump",
        "update",
        "bot_admin",
        "migrate",
        "delete",
        "closed",
    ]
    pool = [*TEXTS, *NUMBERS, *OBJECTS, 5, group, 2, {"data": "eA=="}, {"question": "?", "options": ["a"]}, {"latitude": 1, "longitude": 2}, "500"]
    for _ in range(400):
        verb, pattern, _handler = dice.choice([one for one in ROUTES if one[1].pattern not in ("/wait",)])
        path = pattern.pattern.replace(r"(?P<person>-?\d+)", "5").replace(r"(?P<chat>-?\d+)", dice.choice(["5", str(group)]))
        path = path.replace(r"(?P<group>-?\d+)", str(group)).replace(r"(?P<thread>-?\d+)", "1").replace(r"(?P<number>-?\d+)", "1")
        path = path.replace("(?P<verb>[^/]+)", dice.choice(["join", "leave"])).replace("(?P<file_id>[^/]+)", "x")
        body = {name: dice.choice(pool) for name in dice.sample(fields, dice.randint(0, 3))}
        async with control.session.request(verb, control.base + path, data=json.dumps(body)) as answer:
            assert answer.status in (200, 400, 404, 405, 409), (verb, path, body, await answer.text())
