"""The control API and its WebSocket: what people do from elsewhere, and who may ask."""

from __future__ import annotations

import asyncio
import base64
import json

import pytest

from simulator import Simulator
from simulator import seed as seeds


@pytest.fixture
async def telegram():
    async with Simulator(world=True, allow_violations=True) as running:
        yield running


async def test_the_first_world_is_there(control):
    state = await control.get("/state")
    assert [person["first_name"] for person in state["people"]][:2] == ["Rani", "Alex"]
    assert {column["title"] for column in state["columns"]} >= {"Rani", "Dimas", "Sari", "Tim Konselor"}
    assert (state["bots"][0]["username"], state["limits"]["on"], state["faults"]) == ("sebaya_local_bot", False, [])
    group = state["chats"][0]
    assert (group["id"], group["title"], set(group["members"])) == (-1001000000501, "Tim Konselor", {301, 302, 401, 7000000001})


async def test_volunteers_may_be_written_to_and_a_new_person_not(api):
    assert await api("sendMessage", chat_id=201, text="x")
    assert await api.refused("sendMessage", chat_id=101, text="x") == "Bad Request: chat not found"


def test_the_seed_file_is_a_mapping(tmp_path):
    (tmp_path / "x.yaml").write_text("- 1")
    with pytest.raises(ValueError, match="a mapping"):
        seeds.load(tmp_path / "x.yaml")


async def test_send_edit_react_and_delete(control, api):
    message = (await control.post("/people/101/send", {"text": "halo"}))["message"]
    await control.post("/people/101/edit", {"message": message["message_id"], "text": "hai"})
    await control.post("/people/101/react", {"message": message["message_id"], "emoji": "👍"})
    (shown,) = (await control.get("/chats/101/messages"))["messages"]
    assert (shown["text"], shown["reactions"]) == ("hai", [{"emoji": "👍", "from": 101}])
    await control.post("/people/101/delete", {"message": message["message_id"]})
    assert (await control.get("/chats/101/messages"))["messages"] == []
    assert [next(iter(set(update) - {"update_id"})) for update in await api("getUpdates")] == ["message", "edited_message"]


async def test_media_are_sent_with_data_and_read_back(control, session, telegram):
    data = base64.b64encode(b"\x89PNG tidak").decode()
    sent = (await control.post("/people/101/send", {"photo": {"data": data, "mime": "image/png"}, "caption": "x"}))["message"]
    async with session.get(f"{telegram.url}/control/files/{sent['photo'][-1]['file_id']}") as answer:
        assert (await answer.read(), answer.content_type) == (b"\x89PNG tidak", "image/png")
    page = (await control.post("/people/101/send", {"document": {"data": data, "mime": "text/html", "name": "x.html"}}))["message"]
    async with session.get(f"{telegram.url}/control/files/{page['document']['file_id']}") as answer:
        assert answer.content_type == "application/octet-stream"
        assert answer.headers["Content-Disposition"] == "attachment"


async def test_albums_places_polls_and_forwards(control):
    album = await control.post("/people/101/send", {"album": [{"photo": True}, {"video": True}], "caption": "x"})
    assert len({message["media_group_id"] for message in album["messages"]}) == 1
    for spec in ({"location": True}, {"contact": True}, {"dice": True}, {"poll": {"question": "?", "options": ["a", "b"]}}):
        assert (await control.post("/people/101/send", spec))["message"]
    forwarded = await control.post("/people/101/send", {"forward_from": {"message": album["messages"][0]["message_id"]}})
    assert forwarded["message"]["forward_origin"]["type"] == "user"


async def test_taps_wait_for_the_answer(control, api):
    markup = {"inline_keyboard": [[{"text": "Ya", "callback_data": "y"}]]}
    sent = await api("sendMessage", chat_id=201, text="x", reply_markup=markup)
    tap = asyncio.create_task(control.post("/people/201/tap", {"message": sent["message_id"], "button": "Ya", "wait": 5}))
    (update,) = await api("getUpdates", timeout=5)
    await api("answerCallbackQuery", callback_query_id=update["callback_query"]["id"], text="OK")
    assert (await tap)["answer"] == {"text": "OK", "show_alert": False}
    forged = await control.post("/people/201/tap", {"message": sent["message_id"], "data": "forged"})
    assert forged["answer"] is None


async def test_keyboards_commands_and_transcripts(control, api, session, telegram):
    await api("sendMessage", chat_id=201, text="Pilih", reply_markup={"keyboard": [["Mulai"]]})
    await api("setMyCommands", commands=[{"command": "help", "description": "Bantuan"}])
    assert (await control.get("/chats/201/keyboard?person=201"))["keyboard"]["keyboard"] == [[{"text": "Mulai"}]]
    assert (await control.get("/commands?person=201"))["commands"] == [{"command": "help", "description": "Bantuan"}]
    async with session.get(telegram.url + "/control/transcript/201") as answer:
        assert "Sebaya (bot): Pilih" in await answer.text()


async def test_people_are_added_changed_and_block(control, api):
    made = await control.post("/people", {"first_name": "Putri", "language_code": "id"})
    number = made["id"]
    await control.post(f"/people/{number}/start", {"payload": "undangan_1"})
    assert (await api("getUpdates"))[-1]["message"]["text"] == "/start undangan_1"
    status, changed = await control.full("PATCH", f"/people/{number}", {"language_code": "en", "first_name": "Putri A"})
    assert (status, changed["language_code"], changed["first_name"]) == (200, "en", "Putri A")
    assert (await control.post(f"/people/{number}/block", {"blocked": True}))["blocked"] is True
    assert await api.refused("sendMessage", chat_id=number, text="x") == "Forbidden: bot was blocked by the user"
    await control.post(f"/people/{number}/block", {"blocked": False})
    await control.full("PATCH", f"/people/{number}", {"deactivated": True})
    assert await api.refused("sendMessage", chat_id=number, text="x") == "Forbidden: user is deactivated"


async def test_groups_are_made_changed_and_migrated(control, api):
    made = await control.post("/groups", {"title": "Baru", "members": [301, 302], "forum": True})
    thread = (await api("createForumTopic", chat_id=made["id"], name="x"))["message_thread_id"]
    await control.post("/people/301/send", {"chat": made["id"], "thread": thread, "text": "dalam topik"})
    shown = (await control.get(f"/chats/{made['id']}/messages?thread={thread}"))["messages"]
    assert [message.get("text") for message in shown] == [None, "dalam topik"]
    status, new = await control.full("PATCH", f"/groups/{made['id']}", {"migrate": True})
    assert status == 200
    assert new["id"] != made["id"]
    await control.full("PATCH", f"/groups/{new['id']}", {"kick_bot": True})
    assert await api.refused("sendMessage", chat_id=new["id"], text="x") == "Forbidden: bot was kicked from the supergroup chat"


async def test_joining_and_leaving(control):
    assert 101 in (await control.post("/people/101/join", {"chat": -1001000000501}))["members"]
    assert 101 not in (await control.post("/people/101/leave", {"chat": -1001000000501}))["members"]


async def test_the_clock_is_read_moved_and_sped_up(control, telegram):
    before = (await control.get("/clock"))["now"]
    assert (await control.post("/clock", {"advance": 86400}))["now"] - before == pytest.approx(86400, abs=5)
    assert (await control.post("/clock", {"speed": 60}))["speed"] == 60
    assert (await control.post("/clock", {"set": 1_900_000_000}))["now"] == pytest.approx(1_900_000_000, abs=600)


async def test_faults_and_limits_are_set_and_taken_away(control, api):
    fault = await control.post("/faults", {"kind": "500", "method": "getMe", "times": 1})
    assert await api.refused("getMe") == "Internal Server Error"
    assert (await control.get("/faults"))["faults"][0]["struck"] == 1
    assert (await control.full("DELETE", f"/faults/{fault['id']}"))[1]["faults"] == []
    assert (await control.post("/limits", {"on": True, "chat": 2}))["chat"] == 2
    assert (await control.post("/latency", {"mean_ms": 1, "jitter_ms": 1, "seed": 1}))["mean_ms"] == 1


async def test_the_journal_is_read_by_number_method_and_chat(control, api):
    await api("getMe")
    await api("sendMessage", chat_id=201, text="x")
    journal = await control.get("/journal?method=sendMessage&chat=201")
    (entry,) = journal["entries"]
    assert (entry["params"]["text"], entry["status"], journal["last"]) == ("x", 200, 2)
    assert (await control.get("/journal?after=2"))["entries"] == []


async def test_wait_returns_the_first_matching_call(control, api, telegram):
    wait = asyncio.create_task(control.post("/wait", {"after": 0, "method": "sendMessage", "chat": 201, "text": "^b", "timeout": 5}))
    await api("sendMessage", chat_id=201, text="a")
    await api("sendMessage", chat_id=201, text="bcd")
    assert (await wait)["params"]["text"] == "bcd"
    assert (await control.full("POST", "/wait", {"after": 0, "method": "getChat", "timeout": 0}))[0] == 408


async def test_update_ids_jump(control, telegram):
    before = telegram.world.queues[telegram.bot.id].next_id
    assert (await control.post("/updates", {"jump": 50}))["next_update_id"] == before + 50


async def test_reset_brings_back_the_first_world_but_not_the_update_ids(control, telegram):
    await control.post("/people/101/send", {"text": "halo"})
    before = telegram.world.queues[telegram.bot.id].next_id
    await control.post("/reset")
    assert (await control.get("/chats/101/messages"))["messages"] == []
    assert telegram.world.queues[telegram.bot.id].next_id == before
    assert len((await control.get("/state"))["people"]) == 7


async def test_snapshot_and_restore(control, api):
    await control.post("/people/101/send", {"text": "halo"})
    await control.post("/people/101/send", {"photo": True})
    name = (await control.post("/snapshot"))["name"]
    before = await control.get("/state")
    await control.post("/people/101/send", {"text": "lagi"})
    await control.post("/people", {"first_name": "Putri"})
    await control.post("/restore", {"name": name})
    after = await control.get("/state")
    assert (after["people"], after["chats"]) == (before["people"], before["chats"])
    assert len((await control.get("/chats/101/messages"))["messages"]) == 2
    assert (await control.full("POST", "/restore", {"name": "nothing"}))[0] == 404
    assert await api("sendMessage", chat_id=101, text="x")


@pytest.mark.parametrize(
    ("verb", "path", "body", "status", "reason"),
    [
        ("POST", "/people/101/send", {}, 400, "exactly one of"),
        ("POST", "/people/101/send", {"text": 5}, 400, "'text' must be str, not int"),
        ("POST", "/people/101/send", {"text": "x", "colour": "red"}, 400, "unknown field 'colour'"),
        ("POST", "/people/101/send", {"text": " "}, 400, "an empty text"),
        ("POST", "/people/101/send", {"text": "x" * 4097}, 400, "at most 4096"),
        ("POST", "/people/101/send", {"photo": {"data": "%%%"}}, 400, "not base64"),
        ("POST", "/people/101/send", {"text": "x", "reply_to": 99}, 404, "no message 99"),
        ("POST", "/people/999/send", {"text": "x"}, 404, "no person 999"),
        ("POST", "/people/101/send", {"text": "x", "chat": -1001000000501}, 409, "not a member"),
        ("POST", "/people/101/tap", {"message": 1, "data": "x"}, 404, "no message 1"),
        ("POST", "/people/101/tap", {"message": 1}, 400, "one of 'data' and 'button' is needed"),
        ("POST", "/people/101/block", {"blocked": "yes"}, 400, "'blocked' must be bool"),
        ("POST", "/people", {"language_code": "id"}, 400, "'first_name' is missing"),
        ("POST", "/people", {"first_name": "x", "id": 101}, 409, "taken"),
        ("POST", "/people/101/dance", {}, 404, "people cannot dance"),
        ("POST", "/people/101/start", {"payload": "a b"}, 400, "payload"),
        ("POST", "/groups", {"title": "x", "members": [999]}, 404, "no person 999"),
        ("POST", "/groups", {"title": "x", "bot_rights": {"can_fly": True}}, 400, "no right can_fly"),
        ("POST", "/clock", {}, 400, "is needed"),
        ("POST", "/clock", {"set": -5}, 400, "cannot show"),
        ("POST", "/clock", {"speed": "fast"}, 400, "'speed' must be"),
        ("POST", "/faults", {"kind": "earthquake"}, 400, "kind must be one of"),
        ("POST", "/faults", {"kind": "500", "method": "sendTelepathy"}, 400, "no method"),
        ("POST", "/limits", {"chat": -1}, 400, "positive number"),
        ("POST", "/latency", {"mean_ms": -1}, 400, "between 0 and"),
        ("POST", "/wait", {"text": "["}, 400, "regular expression"),
        ("POST", "/updates", {"jump": 0}, 400, "positive"),
        ("POST", "/nonsense", {}, 404, "no such control call"),
        ("GET", "/reset", None, 405, "no such control call"),
        ("GET", "/journal?limit=many", None, 400, "must be a number"),
        ("GET", "/chats/-5/messages", None, 404, "no group"),
        ("GET", "/files/nothing", None, 404, "no such file"),
        ("DELETE", "/faults?id=99", None, 404, "no fault 99"),
    ],
)
async def test_bad_control_calls_are_refused_with_a_reason(control, verb, path, body, status, reason):
    got, answer = await control.full(verb, path, body)
    assert (got, reason in answer["error"]) == (status, True), answer


async def test_a_body_that_is_no_json_object_is_400(session, telegram):
    for body in (b"{", b"[]", b"5"):
        async with session.post(telegram.url + "/control/reset", data=body) as answer:
            assert answer.status == 400


@pytest.mark.parametrize(
    "headers", [{"Host": "evil.example"}, {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Host": "127.0.0.1.evil.example"}]
)
@pytest.mark.parametrize("path", ["/control/state", "/control/ws", "/"])
async def test_a_page_from_elsewhere_gets_403(session, telegram, headers, path):
    async with session.get(telegram.url + path, headers=headers) as answer:
        assert answer.status == 403


async def test_the_own_page_is_welcome(session, telegram):
    for host in (f"127.0.0.1:{telegram.port}", f"localhost:{telegram.port}"):
        async with session.get(telegram.url + "/control/state", headers={"Host": host, "Origin": f"http://{host}"}) as answer:
            assert answer.status == 200


async def test_no_way_out_of_the_page_s_folder(session, telegram):
    for path in ("/../client.py", "/%2e%2e/client.py", "/..%2fclient.py", "/nothing.js"):
        async with session.get(telegram.url + path) as answer:
            assert answer.status == 404


async def test_the_page_is_served_with_its_types_and_never_kept(session, telegram):
    async with session.get(telegram.url + "/") as answer:
        assert (answer.status, answer.content_type, answer.headers["Cache-Control"]) == (200, "text/html", "no-store")
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


# -- the WebSocket


async def until(socket, kind):
    while True:
        event = json.loads((await asyncio.wait_for(socket.receive(), 5)).data)
        if event["type"] == kind:
            return event


async def test_everything_is_told_over_the_websocket(session, telegram, control, api):
    async with session.ws_connect(telegram.url + "/control/ws") as socket:
        hello = await until(socket, "hello")
        assert {"now", "seq"} <= set(hello)
        await control.post("/people/101/send", {"text": "halo"})
        event = await until(socket, "message")
        assert (event["chat"], event["message"]["text"], event["message"]["reactions"]) == (101, "halo", [])
        sent = await api("sendMessage", chat_id=101, text="x", reply_markup={"keyboard": [["a"]]})
        assert (await until(socket, "keyboard"))["keyboard"]["keyboard"] == [[{"text": "a"}]]
        assert (await until(socket, "call"))["entry"]["method"] == "sendMessage"
        number = sent["message_id"]
        await api("editMessageText", chat_id=101, message_id=number, text="y")
        assert (await until(socket, "edited"))["message"]["text"] == "y"
        await api("setMessageReaction", chat_id=101, message_id=number, reaction=[{"type": "emoji", "emoji": "👍"}])
        assert (await until(socket, "reaction"))["reactions"][0]["emoji"] == "👍"
        await api("sendChatAction", chat_id=101, action="typing")
        assert (await until(socket, "typing"))["action"] == "typing"
        await api("pinChatMessage", chat_id=101, message_id=number)
        assert (await until(socket, "pinned"))["message"]["message_id"] == number
        await api("deleteMessage", chat_id=101, message_id=number)
        assert (await until(socket, "deleted"))["messages"] == [number]
        await control.post("/clock", {"advance": 5})
        assert "now" in await until(socket, "clock")
        await control.post("/faults", {"kind": "500", "nth": 1000})
        assert len((await until(socket, "faults"))["faults"]) == 1
        await api("setMyCommands", commands=[])
        assert await until(socket, "commands")
        await control.full("PATCH", "/people/101", {"first_name": "Rani B"})
        assert (await until(socket, "person"))["person"]["first_name"] == "Rani B"
        await control.post("/reset")
        assert await until(socket, "state")


async def test_answers_to_taps_are_told_over_the_websocket(session, telegram, control, api):
    markup = {"inline_keyboard": [[{"text": "Ya", "callback_data": "y"}]]}
    sent = await api("sendMessage", chat_id=201, text="x", reply_markup=markup)
    async with session.ws_connect(telegram.url + "/control/ws") as socket:
        tap = await control.post("/people/201/tap", {"message": sent["message_id"], "data": "y"})
        await api("answerCallbackQuery", callback_query_id=tap["callback_query_id"], text="OK", show_alert=True)
        event = await until(socket, "callback_answer")
        assert (event["person"], event["chat"], event["message"]) == (201, 201, sent["message_id"])
        assert (event["text"], event["show_alert"]) == ("OK", True)
