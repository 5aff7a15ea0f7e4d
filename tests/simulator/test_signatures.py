"""Requests are checked against the signatures of the installed python-telegram-bot."""

from __future__ import annotations

import json

import pytest
import telegram as ptb_library

from simulator import Simulator
from simulator.checks import signatures
from simulator.checks.shapes import Shape, type_name
from simulator.errors import Mistyped


def check(method, **params):
    return signatures()[method.lower()].check(params)


def test_every_method_of_the_library_is_known():
    assert len(signatures()) >= 170
    assert signatures()["sendmessage"].required == ("chat_id", "text")


def test_conveniences_of_the_library_never_count_as_parameters():
    assert "read_timeout" not in signatures()["sendmessage"].checks
    assert "filename" not in signatures()["sendphoto"].checks
    assert "location" not in signatures()["sendlocation"].checks


def test_texts_and_json_values_become_the_same():
    assert check("sendMessage", chat_id="5", text="x", disable_notification="true") == check(
        "sendMessage", chat_id=5, text="x", disable_notification=True
    )


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("sendMessage", {"message_thread_id": "x"}),
        ("sendMessage", {"disable_notification": "perhaps"}),
        ("sendMessage", {"entities": "{}"}),
        ("sendMessage", {"entities": '[{"type": "bold"}]'}),
        ("sendMessage", {"reply_parameters": '{"quote": "x"}'}),
        ("sendMessage", {"reply_parameters": '{"message_id": 1, "colour": 2}'}),
        ("sendMessage", {"reply_markup": '{"inline_keyboard": [[{"text": "a", "callback_data": "b", "colour": "red"}]]}'}),
        ("sendLocation", {"latitude": "north"}),
        ("setMyCommands", {"commands": '[{"command": "x"}]'}),
        ("setMyCommands", {"scope": '{"type": "everybody"}'}),
        ("sendMediaGroup", {"media": '[{"type": "photo"}]'}),
        ("setMessageReaction", {"reaction": '[{"type": "emoji"}]'}),
        ("getUpdates", {"offset": "soon"}),
        ("deleteMessages", {"message_ids": '[1, "x"]'}),
    ],
)
def test_mistyped_parameters_are_found(method, params):
    with pytest.raises(Mistyped):
        check(method, **params)


@pytest.mark.parametrize(
    "built",
    [
        ptb_library.InputMediaPhoto("x"),
        ptb_library.BotCommandScopeAllPrivateChats(),
        ptb_library.BotCommandScopeChatMember(1, 2),
        ptb_library.ReactionTypeCustomEmoji("5"),
        ptb_library.ReactionTypeEmoji("👍"),
        ptb_library.MenuButtonWebApp("x", ptb_library.WebAppInfo("https://example.org")),
        ptb_library.MenuButtonCommands(),
        ptb_library.InputPaidMediaPhoto("x"),
    ],
)
def test_type_names_derived_from_class_names_are_the_library_s_own(built):
    assert type_name(type(built)) == built.type
    assert Shape(type(built))(json.loads(built.to_json()))


@pytest.mark.parametrize(
    "built",
    [
        ptb_library.ReplyKeyboardMarkup([["a", ptb_library.KeyboardButton("b", request_contact=True)]], resize_keyboard=True),
        ptb_library.ReplyKeyboardRemove(selective=True),
        ptb_library.ForceReply(input_field_placeholder="x"),
        ptb_library.InlineKeyboardMarkup([[ptb_library.InlineKeyboardButton("a", url="https://example.org")]]),
    ],
)
def test_every_reply_markup_of_the_library_passes(built):
    assert check("sendMessage", reply_markup=built.to_json())["reply_markup"]


async def test_unknown_parameter_is_refused_and_remembered(api, rani, telegram):
    text = await api.refused("sendMessage", chat_id=rani.id, text="x", colour="red")
    assert text == "Bad Request: strict: sendMessage has no parameter 'colour'"
    assert telegram.violations == ["sendMessage has no parameter 'colour'"]


async def test_lenient_ignores_unknown_parameters_as_the_real_server_but_remembers(session):
    async with Simulator(strict=False, allow_violations=True) as telegram:
        rani = telegram.person("Rani")
        await rani.says("hi")
        url = f"{telegram.url}/bot{telegram.token}/sendMessage"
        async with session.post(url, data={"chat_id": rani.id, "text": "x", "colour": "red"}) as answer:
            assert answer.status == 200
        assert telegram.violations == ["sendMessage has no parameter 'colour'"]


async def test_leaving_the_context_with_violations_fails_the_test(session):
    with pytest.raises(AssertionError, match="sendTelepathy"):
        async with Simulator() as telegram, session.get(f"{telegram.url}/bot{telegram.token}/sendTelepathy"):
            pass


async def test_missing_chat_id_is_400_chat_id_is_empty(api):
    assert await api.refused("sendMessage", text="x") == "Bad Request: chat_id is empty"


async def test_missing_text_is_400_message_text_is_empty(api, rani):
    assert await api.refused("sendMessage", chat_id=rani.id) == "Bad Request: message text is empty"


async def test_missing_photo_is_400_there_is_no_photo_in_the_request(api, rani):
    assert await api.refused("sendPhoto", chat_id=rani.id) == "Bad Request: there is no photo in the request"


async def test_missing_message_id_is_400_message_identifier_is_not_specified(api, rani):
    assert await api.refused("deleteMessage", chat_id=rani.id) == "Bad Request: message identifier is not specified"


async def test_markup_that_is_no_object_is_400_object_expected_as_reply_markup(api, rani):
    assert await api.refused("sendMessage", chat_id=rani.id, text="x", reply_markup=[]) == "Bad Request: object expected as reply markup"


async def test_old_names_of_new_objects_are_still_taken(api, rani):
    first = await api("sendMessage", chat_id=rani.id, text="x")
    second = await api("sendMessage", chat_id=rani.id, text="y", reply_to_message_id=first["message_id"], disable_web_page_preview=True)
    assert second["reply_to_message"]["message_id"] == first["message_id"]
    assert second["link_preview_options"] == {"is_disabled": True}
