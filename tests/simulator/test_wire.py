"""The wire: verbs, encodings, method names, statuses, and errors of the server itself."""

from __future__ import annotations

import json

import aiohttp
import pytest

TEXT = "Halo, dunia"


async def test_get_with_a_query_works(api, rani, session):
    async with session.get(api.url("sendMessage"), params={"chat_id": rani.id, "text": TEXT}) as answer:
        assert (await answer.json())["result"]["text"] == TEXT


async def test_post_with_a_form_works(api, rani):
    assert (await api("sendMessage", chat_id=rani.id, text=TEXT))["text"] == TEXT


async def test_post_with_json_works(api, rani, session):
    async with session.post(api.url("sendMessage"), json={"chat_id": rani.id, "text": TEXT, "disable_notification": True}) as answer:
        assert (await answer.json())["result"]["text"] == TEXT


async def test_post_with_json_takes_nested_objects_unencoded(api, rani, session):
    markup = {"inline_keyboard": [[{"text": "Ya", "callback_data": "y"}]]}
    async with session.post(api.url("sendMessage"), json={"chat_id": rani.id, "text": TEXT, "reply_markup": markup}) as answer:
        assert (await answer.json())["result"]["reply_markup"] == markup


async def test_post_with_multipart_fields_works(api, rani, session):
    form = aiohttp.FormData(default_to_multipart=True)
    form.add_field("chat_id", str(rani.id))
    form.add_field("text", TEXT)
    async with session.post(api.url("sendMessage"), data=form) as answer:
        assert (await answer.json())["result"]["text"] == TEXT


async def test_query_and_body_are_taken_together(api, rani, session):
    async with session.post(api.url("sendMessage"), params={"chat_id": rani.id}, data={"text": TEXT}) as answer:
        assert (await answer.json())["result"]["text"] == TEXT


@pytest.mark.parametrize("name", ["sendmessage", "SENDMESSAGE", "SendMessage", "sendMessage"])
async def test_method_names_in_any_case(api, rani, name):
    assert (await api(name, chat_id=rani.id, text=TEXT))["text"] == TEXT


async def test_the_http_status_equals_error_code(api):
    status, body = await api.full("sendMessage", chat_id=42, text=TEXT)
    assert (status, body["error_code"]) == (400, 400)


async def test_unknown_token_is_401_unauthorized(api):
    status, body = await api.full("getMe", token="42:unknown")
    assert (status, body) == (401, {"ok": False, "error_code": 401, "description": "Unauthorized"})


async def test_malformed_token_is_401_invalid_token_specified(api):
    assert await api.refused("getMe", token="nonsense") == "Unauthorized: invalid token specified"


async def test_unknown_method_is_404_method_not_found_and_a_violation(api, telegram):
    status, body = await api.full("sendTelepathy")
    assert (status, body["description"]) == (404, "Not Found: method not found")
    assert "sendTelepathy" in telegram.violations[-1]


async def test_a_known_method_that_is_not_built_says_so_in_the_violation(api, telegram):
    assert await api.refused("sendInvoice") == "Not Found: method not found"
    assert "this simulator does not have it" in telegram.violations[-1]


async def test_absent_fields_are_absent_and_dates_are_whole_seconds(api, rani):
    message = await api("sendMessage", chat_id=rani.id, text=TEXT)
    assert set(message) == {"message_id", "from", "chat", "date", "text"}
    assert isinstance(message["date"], int)


async def test_broken_json_is_400(api, session):
    async with session.post(api.url("getMe"), data=b"{nonsense", headers={"Content-Type": "application/json"}) as answer:
        assert answer.status == 400
        assert "can't parse JSON" in (await answer.json())["description"]


async def test_text_that_is_not_utf8_is_400_strings_must_be_encoded_in_utf8(api, session):
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    async with session.post(api.url("sendMessage"), data=b"text=\xff\xfe", headers=headers) as answer:
        assert (await answer.json())["description"] == "Bad Request: strings must be encoded in UTF-8"


async def test_answers_are_json_with_the_right_type(api, session):
    async with session.get(api.url("getMe")) as answer:
        assert answer.content_type == "application/json"
        assert json.loads(await answer.read())["ok"] is True


async def test_get_me_tells_what_the_bot_may(api, telegram):
    me = await api("getMe")
    assert (me["id"], me["is_bot"], me["can_join_groups"]) == (telegram.bot.id, True, True)


async def test_get_me_with_ptb_and_aiogram(ptb, aio, telegram):
    assert (await ptb.get_me()).username == telegram.bot.username
    assert (await aio.get_me()).username == telegram.bot.username
    assert telegram.violations == []


async def test_many_calls_on_one_connection_do_not_mix(api, rani, session):
    texts = [f"no. {number}" for number in range(50)]
    for text in texts:
        assert (await api("sendMessage", chat_id=rani.id, text=text))["text"] == text


async def test_log_out_and_close_are_accepted(api):
    assert await api("logOut") is True
    assert await api("close") is True
