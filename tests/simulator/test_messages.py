"""Messages: who may be written to, replies and quotes, edits, deletions, reactions, buttons, keyboards, pins."""

from __future__ import annotations

import pytest
import telegram as ptb_library
from telegram.error import BadRequest, Forbidden

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


def inline(*rows):
    return {"inline_keyboard": [[{"text": text, "callback_data": data} for text, data in row] for row in rows]}


YES = inline([("Ya", "y")])


# -- who may be written to


async def test_a_bot_cannot_write_first_400_chat_not_found(api, telegram):
    stranger = telegram.person("Stranger")
    assert await api.refused("sendMessage", chat_id=stranger.id, text="x") == "Bad Request: chat not found"


async def test_writing_to_nobody_is_400_chat_not_found(api):
    for chat in (123456, -100123, "@nobody", 0):
        assert await api.refused("sendMessage", chat_id=chat, text="x") == "Bad Request: chat not found"


async def test_a_block_is_403_bot_was_blocked_by_the_user_and_an_update(api, rani):
    await rani.blocks()
    assert await api.refused("sendMessage", chat_id=rani.id, text="x") == "Forbidden: bot was blocked by the user"
    (update,) = await api("getUpdates")
    change = update["my_chat_member"]
    assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == ("member", "kicked")
    assert change["from"]["id"] == change["chat"]["id"] == rani.id


async def test_an_unblock_is_an_update_and_opens_the_chat_again(api, rani):
    await rani.blocks()
    await rani.unblocks()
    assert (await api("getUpdates"))[1]["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert await api("sendMessage", chat_id=rani.id, text="x")


async def test_a_deactivated_account_is_403_user_is_deactivated(api, rani):
    rani.deactivates()
    assert await api.refused("sendMessage", chat_id=rani.id, text="x") == "Forbidden: user is deactivated"


async def test_writing_to_another_bot_is_403(api, telegram):
    other = telegram.world.add_bot("7000000777:other", "other_bot", "Other")
    assert await api.refused("sendMessage", chat_id=other.id, text="x") == "Forbidden: bot can't send messages to bots"


async def test_the_errors_arrive_as_the_right_exceptions(ptb, aio, rani):
    from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError

    with pytest.raises(BadRequest, match="Chat not found"):
        await ptb.send_message(5, "x")
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await aio.send_message(5, "x")
    await rani.blocks()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await ptb.send_message(rani.id, "x")
    with pytest.raises(TelegramForbiddenError, match="bot was blocked by the user"):
        await aio.send_message(rani.id, "x")


async def test_message_ids_count_within_each_chat(api, telegram):
    ids = []
    for name in ("Ani", "Budi"):
        person = telegram.person(name)
        await person.says("hi")
        ids.append([(await api("sendMessage", chat_id=person.id, text="x"))["message_id"] for _ in range(3)])
    assert ids == [[2, 3, 4], [2, 3, 4]]


# -- replies


async def test_a_reply_shows_the_message_replied_to_but_not_its_reply(api, rani):
    first = await rani.says("one")
    second = await api("sendMessage", chat_id=rani.id, text="two", reply_parameters={"message_id": first["message_id"]})
    third = await rani.replies(second, "three")
    assert third["reply_to_message"]["text"] == "two"
    assert "reply_to_message" not in third["reply_to_message"]


async def test_a_reply_to_nothing_is_400_message_to_be_replied_not_found(api, rani):
    text = await api.refused("sendMessage", chat_id=rani.id, text="x", reply_parameters={"message_id": 999})
    assert text == "Bad Request: message to be replied not found"


async def test_a_reply_to_nothing_may_be_allowed(api, rani):
    parameters = {"message_id": 999, "allow_sending_without_reply": True}
    assert "reply_to_message" not in await api("sendMessage", chat_id=rani.id, text="x", reply_parameters=parameters)


async def test_a_quote_of_the_bot_shows_text_and_place(api, rani):
    message = await rani.says("satu 😀 dua tiga")
    parameters = {"message_id": message["message_id"], "quote": "dua"}
    sent = await api("sendMessage", chat_id=rani.id, text="x", reply_parameters=parameters)
    assert sent["quote"] == {"text": "dua", "position": 8, "is_manual": True}


async def test_a_quote_that_is_not_in_the_message_is_400_quote_text_invalid(api, rani):
    message = await rani.says("satu")
    parameters = {"message_id": message["message_id"], "quote": "dua"}
    assert await api.refused("sendMessage", chat_id=rani.id, text="x", reply_parameters=parameters) == "Bad Request: QUOTE_TEXT_INVALID"


async def test_a_person_s_quote_reaches_the_bot(api, rani, ptb):
    message = await api("sendMessage", chat_id=rani.id, text="satu dua tiga")
    await rani.replies(message, "yang ini", quote="dua")
    (update,) = await ptb.get_updates()
    assert (update.message.quote.text, update.message.quote.position) == ("dua", 5)
    assert update.message.reply_to_message.text == "satu dua tiga"


# -- edits


async def test_an_edit_changes_the_text_and_sets_edit_date(api, rani):
    message = await api("sendMessage", chat_id=rani.id, text="x")
    edited = await api("editMessageText", chat_id=rani.id, message_id=message["message_id"], text="y")
    assert (edited["text"], edited["message_id"], edited["date"]) == ("y", message["message_id"], message["date"])
    assert isinstance(edited["edit_date"], int)


async def test_an_edit_without_markup_takes_the_keyboard_away(api, rani):
    message = await api("sendMessage", chat_id=rani.id, text="x", reply_markup=YES)
    assert "reply_markup" not in await api("editMessageText", chat_id=rani.id, message_id=message["message_id"], text="y")


async def test_an_edit_that_changes_nothing_is_400_message_is_not_modified(api, rani):
    message = await api("sendMessage", chat_id=rani.id, text="x", reply_markup=YES)
    number = message["message_id"]
    assert await api.refused("editMessageText", chat_id=rani.id, message_id=number, text="x", reply_markup=YES) == NOT_MODIFIED
    assert await api.refused("editMessageReplyMarkup", chat_id=rani.id, message_id=number, reply_markup=YES) == NOT_MODIFIED


async def test_an_edit_of_nothing_is_400_message_to_edit_not_found(api, rani):
    assert await api.refused("editMessageText", chat_id=rani.id, message_id=99, text="x") == "Bad Request: message to edit not found"


async def test_an_edit_of_somebody_else_s_message_is_400_message_can_t_be_edited(api, rani):
    message = await rani.says("mine")
    text = await api.refused("editMessageText", chat_id=rani.id, message_id=message["message_id"], text="x")
    assert text == "Bad Request: message can't be edited"


async def test_an_edit_of_a_text_that_is_none_is_400(api, rani):
    photo = (await rani.sends_photo())["photo"][-1]["file_id"]
    message = await api("sendPhoto", chat_id=rani.id, photo=photo)
    text = await api.refused("editMessageText", chat_id=rani.id, message_id=message["message_id"], text="x")
    assert text == "Bad Request: there is no text in the message to edit"


async def test_a_caption_of_a_text_is_400_there_is_no_caption(api, rani):
    message = await api("sendMessage", chat_id=rani.id, text="x")
    text = await api.refused("editMessageCaption", chat_id=rani.id, message_id=message["message_id"], caption="x")
    assert text == "Bad Request: there is no caption in the message to edit"


async def test_a_markup_edit_changes_only_the_buttons(api, rani):
    message = await api("sendMessage", chat_id=rani.id, text="x", reply_markup=YES)
    other = inline([("Tidak", "n")])
    edited = await api("editMessageReplyMarkup", chat_id=rani.id, message_id=message["message_id"], reply_markup=other)
    assert (edited["text"], edited["reply_markup"]) == ("x", other)


async def test_a_person_s_edit_reaches_the_bot_as_edited_message(api, rani):
    message = await rani.says("x")
    await rani.edits(message, "y")
    update = (await api("getUpdates"))[1]["edited_message"]
    assert (update["text"], update["message_id"]) == ("y", message["message_id"])
    assert "edit_date" in update


# -- deletions


async def test_the_bot_deletes_its_own_and_in_private_the_other_s_message(api, rani):
    mine = await api("sendMessage", chat_id=rani.id, text="x")
    hers = await rani.says("y")
    assert await api("deleteMessage", chat_id=rani.id, message_id=mine["message_id"]) is True
    assert await api("deleteMessage", chat_id=rani.id, message_id=hers["message_id"]) is True
    assert [message.get("text") for message in rani.sees()] == ["/start"]


async def test_a_deletion_of_nothing_is_400_message_to_delete_not_found(api, rani):
    assert await api.refused("deleteMessage", chat_id=rani.id, message_id=99) == "Bad Request: message to delete not found"


async def test_after_48_hours_a_message_can_t_be_deleted_for_everyone(api, rani, telegram):
    message = await api("sendMessage", chat_id=rani.id, text="x")
    telegram.clock.advance(hours=47)
    young = await api("sendMessage", chat_id=rani.id, text="y")
    telegram.clock.advance(hours=2)
    text = await api.refused("deleteMessage", chat_id=rani.id, message_id=message["message_id"])
    assert text == "Bad Request: message can't be deleted for everyone"
    assert await api("deleteMessage", chat_id=rani.id, message_id=young["message_id"]) is True


async def test_delete_messages_skips_what_is_not_there(api, rani):
    numbers = [(await api("sendMessage", chat_id=rani.id, text="x"))["message_id"] for _ in range(3)]
    assert await api("deleteMessages", chat_id=rani.id, message_ids=[*numbers, 999]) is True
    assert len(rani.sees()) == 1


async def test_bots_are_not_told_of_deletions(api, rani):
    message = await rani.says("x")
    await api("getUpdates", offset=-1)
    await rani.deletes(message)
    assert [set(update) for update in await api("getUpdates")] == [{"update_id", "message"}]


# -- reactions


async def test_the_bot_reacts_and_takes_it_back(api, rani, telegram):
    message = await rani.says("x")
    number = message["message_id"]
    assert await api("setMessageReaction", chat_id=rani.id, message_id=number, reaction=[{"type": "emoji", "emoji": "👍"}]) is True
    assert telegram.core.messages.reactions_view(rani.chat, number) == [{"emoji": "👍", "from": telegram.bot.id}]
    await api("setMessageReaction", chat_id=rani.id, message_id=number, reaction=[])
    assert telegram.core.messages.reactions_view(rani.chat, number) == []


async def test_an_emoji_that_is_no_reaction_is_400_reaction_invalid(api, rani):
    message = await rani.says("x")
    reaction = [{"type": "emoji", "emoji": "🪑"}]
    text = await api.refused("setMessageReaction", chat_id=rani.id, message_id=message["message_id"], reaction=reaction)
    assert text == "Bad Request: REACTION_INVALID"


async def test_a_bot_has_one_reaction_400_reactions_too_many(api, rani):
    message = await rani.says("x")
    reaction = [{"type": "emoji", "emoji": "👍"}, {"type": "emoji", "emoji": "👎"}]
    text = await api.refused("setMessageReaction", chat_id=rani.id, message_id=message["message_id"], reaction=reaction)
    assert text == "Bad Request: REACTIONS_TOO_MANY"


async def test_a_reaction_to_nothing_is_400_message_to_react_not_found(api, rani):
    assert await api.refused("setMessageReaction", chat_id=rani.id, message_id=99) == "Bad Request: message to react not found"


async def test_reactions_with_both_libraries(ptb, aio, rani):
    message = await rani.says("x")
    await ptb.set_message_reaction(rani.id, message["message_id"], "❤")
    await aio.get_updates(allowed_updates=["message_reaction"])
    await rani.reacts(message, "👍")
    await rani.reacts(message, None)
    one, two = (await aio.get_updates())[-2:]
    assert one.message_reaction.new_reaction[0].emoji == two.message_reaction.old_reaction[0].emoji == "👍"
    assert two.message_reaction.new_reaction == []


# -- inline keyboards


async def test_a_tap_reaches_the_bot_with_message_data_and_chat_instance(api, rani):
    sent = await api("sendMessage", chat_id=rani.id, text="x", reply_markup=YES)
    await rani.taps("Ya")
    (update,) = await api("getUpdates")
    query = update["callback_query"]
    assert (query["data"], query["from"]["id"], query["message"]["message_id"]) == ("y", rani.id, sent["message_id"])
    assert query["chat_instance"]


async def test_an_answer_to_a_tap_arrives_once(api, rani):
    await api("sendMessage", chat_id=rani.id, text="x", reply_markup=YES)
    query = await rani.taps("Ya")
    assert await api("answerCallbackQuery", callback_query_id=query["id"], text="OK", show_alert=True) is True
    assert query["answer"] == {"text": "OK", "show_alert": True}
    assert await api.refused("answerCallbackQuery", callback_query_id=query["id"]) == TOO_OLD


async def test_an_answer_that_comes_too_late_is_400_query_is_too_old(api, rani, telegram):
    await api("sendMessage", chat_id=rani.id, text="x", reply_markup=YES)
    query = await rani.taps("Ya")
    telegram.clock.advance(minutes=5)
    assert await api.refused("answerCallbackQuery", callback_query_id=query["id"]) == TOO_OLD


async def test_an_answer_to_nothing_is_400_query_is_too_old(api):
    assert await api.refused("answerCallbackQuery", callback_query_id="123") == TOO_OLD


async def test_an_answer_of_more_than_200_characters_is_400(api, rani):
    await api("sendMessage", chat_id=rani.id, text="x", reply_markup=YES)
    query = await rani.taps("Ya")
    assert await api.refused("answerCallbackQuery", callback_query_id=query["id"], text="x" * 201) == "Bad Request: MESSAGE_TOO_LONG"


async def test_callback_data_has_1_to_64_bytes_400_button_data_invalid(api, rani):
    assert await api("sendMessage", chat_id=rani.id, text="x", reply_markup=inline([("a", "x" * 64)]))
    for data in ("x" * 65, "é" * 33, ""):
        text = await api.refused("sendMessage", chat_id=rani.id, text="x", reply_markup=inline([("a", data)]))
        assert text == "Bad Request: BUTTON_DATA_INVALID"


async def test_a_button_without_an_action_is_400_text_buttons_are_unallowed(api, rani):
    text = await api.refused("sendMessage", chat_id=rani.id, text="x", reply_markup={"inline_keyboard": [[{"text": "a"}]]})
    assert text == "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"


async def test_a_button_without_text_is_400(api, rani):
    text = await api.refused("sendMessage", chat_id=rani.id, text="x", reply_markup=inline([("", "b")]))
    assert text == "Bad Request: inline keyboard button text must be non-empty"
    text = await api.refused("sendMessage", chat_id=rani.id, text="x", reply_markup={"inline_keyboard": [[{"callback_data": "b"}]]})
    assert text == "Bad Request: can't parse inline keyboard button: Can't find field \"text\""


@pytest.mark.parametrize(
    ("parameter", "called"),
    [("reply_markup", "reply keyboard markup"), ("reply_parameters", "reply parameters"), ("entities", "entities")],
)
async def test_broken_json_in_a_parameter_is_400_can_t_parse_it(api, rani, parameter, called):
    text = await api.refused("sendMessage", chat_id=rani.id, text="x", **{parameter: "{nonsense"})
    assert text == f"Bad Request: can't parse {called} JSON object"


async def test_a_button_with_a_bad_address_is_400(api, rani):
    markup = {"inline_keyboard": [[{"text": "a", "url": "nonsense"}]]}
    text = await api.refused("sendMessage", chat_id=rani.id, text="x", reply_markup=markup)
    assert text == "Bad Request: inline keyboard button URL 'nonsense' is invalid: Wrong HTTP URL"


async def test_more_than_100_buttons_are_400_reply_markup_is_too_long(api, rani):
    assert await api("sendMessage", chat_id=rani.id, text="x", reply_markup=inline(*[[("a", "b")]] * 100))
    text = await api.refused("sendMessage", chat_id=rani.id, text="x", reply_markup=inline(*[[("a", "b")]] * 101))
    assert text == "Bad Request: reply markup is too long"


async def test_an_inline_keyboard_without_buttons_is_none(api, rani):
    assert "reply_markup" not in await api("sendMessage", chat_id=rani.id, text="x", reply_markup={"inline_keyboard": []})


async def test_taps_and_answers_with_ptb_and_aiogram(ptb, aio, rani):
    button = ptb_library.InlineKeyboardButton("Ya", callback_data="y")
    await ptb.send_message(rani.id, "x", reply_markup=ptb_library.InlineKeyboardMarkup([[button]]))
    await rani.taps("Ya")
    second = await rani.taps("Ya")
    one, two = await ptb.get_updates()
    await ptb.answer_callback_query(one.callback_query.id, "satu")
    await aio.answer_callback_query(two.callback_query.id, "dua")
    assert second["answer"]["text"] == "dua"
    await one.callback_query.edit_message_text("done")
    assert (await rani.hears("done"))["text"] == "done"


# -- reply keyboards


async def test_a_reply_keyboard_is_shown_pressed_and_removed(api, rani):
    markup = {"keyboard": [["Mulai", "Selesai"]], "resize_keyboard": True}
    message = await api("sendMessage", chat_id=rani.id, text="x", reply_markup=markup)
    assert "reply_markup" not in message
    assert rani.sees_keyboard()["keyboard"] == [[{"text": "Mulai"}, {"text": "Selesai"}]]
    assert (await rani.presses("Selesai"))["text"] == "Selesai"
    await api("sendMessage", chat_id=rani.id, text="x", reply_markup={"remove_keyboard": True})
    assert rani.sees_keyboard() is None


async def test_a_key_without_text_is_400(api, rani):
    text = await api.refused("sendMessage", chat_id=rani.id, text="x", reply_markup={"keyboard": [[{"text": ""}]]})
    assert text == "Bad Request: keyboard button text must be non-empty"


async def test_a_selective_keyboard_is_shown_to_the_one_replied_to(api, telegram):
    ani, budi = telegram.person("Ani"), telegram.person("Budi")
    group = telegram.group("Tim", [ani, budi])
    asked = await budi.says("?", chat=group)
    markup = {"keyboard": [["a"]], "selective": True}
    await api("sendMessage", chat_id=group.id, text="x", reply_markup=markup, reply_parameters={"message_id": asked["message_id"]})
    assert ani.sees_keyboard(group) is None
    assert budi.sees_keyboard(group) is not None


# -- pins, actions, protection, effects


async def test_a_pin_is_shown_by_get_chat_and_taken_off_again(api, rani):
    message = await api("sendMessage", chat_id=rani.id, text="x")
    assert await api("pinChatMessage", chat_id=rani.id, message_id=message["message_id"]) is True
    assert (await api("getChat", chat_id=rani.id))["pinned_message"]["message_id"] == message["message_id"]
    assert rani.sees()[-1]["pinned_message"]["text"] == "x"
    assert await api("unpinChatMessage", chat_id=rani.id) is True
    assert "pinned_message" not in await api("getChat", chat_id=rani.id)
    assert await api("unpinAllChatMessages", chat_id=rani.id) is True


async def test_a_pin_of_nothing_is_400_message_to_pin_not_found(api, rani):
    assert await api.refused("pinChatMessage", chat_id=rani.id, message_id=99) == "Bad Request: message to pin not found"
    assert await api.refused("unpinChatMessage", chat_id=rani.id) == "Bad Request: message to unpin not found"


async def test_a_chat_action_is_taken_and_a_wrong_one_is_400(api, rani):
    assert await api("sendChatAction", chat_id=rani.id, action="typing") is True
    assert await api.refused("sendChatAction", chat_id=rani.id, action="yawning") == "Bad Request: wrong parameter action in request"


async def test_protected_content_is_marked_and_cannot_be_forwarded(api, rani):
    message = await api("sendMessage", chat_id=rani.id, text="x", protect_content=True)
    assert message["has_protected_content"] is True
    text = await api.refused("forwardMessage", chat_id=rani.id, from_chat_id=rani.id, message_id=message["message_id"])
    assert text == "Bad Request: message can't be forwarded"
    text = await api.refused("copyMessage", chat_id=rani.id, from_chat_id=rani.id, message_id=message["message_id"])
    assert text == "Bad Request: message can't be copied"


async def test_link_previews_are_kept_with_the_message(ptb, rani):
    options = ptb_library.LinkPreviewOptions(is_disabled=True)
    assert (await ptb.send_message(rani.id, "https://example.org", link_preview_options=options)).link_preview_options.is_disabled


# -- copies and forwards


async def test_a_copy_has_the_content_but_no_link_to_the_first(api, rani):
    message = await rani.says("*halo* /help")
    copy = await api("copyMessage", chat_id=rani.id, from_chat_id=rani.id, message_id=message["message_id"])
    assert set(copy) == {"message_id"}
    shown = rani.chat.messages[copy["message_id"]]
    assert (shown["text"], shown["entities"]) == (message["text"], message["entities"])
    assert "forward_origin" not in shown


async def test_a_copy_may_get_another_caption(api, rani):
    photo = await rani.sends_photo("one")
    copy = await api("copyMessage", chat_id=rani.id, from_chat_id=rani.id, message_id=photo["message_id"], caption="two")
    assert rani.chat.messages[copy["message_id"]]["caption"] == "two"


async def test_a_forward_names_the_first_sender(api, rani):
    message = await rani.says("halo")
    forward = await api("forwardMessage", chat_id=rani.id, from_chat_id=rani.id, message_id=message["message_id"])
    assert forward["forward_origin"]["sender_user"]["id"] == rani.id
    again = await api("forwardMessage", chat_id=rani.id, from_chat_id=rani.id, message_id=forward["message_id"])
    assert again["forward_origin"] == forward["forward_origin"]


async def test_copies_and_forwards_of_nothing_are_400(api, rani):
    base = {"chat_id": rani.id, "from_chat_id": rani.id, "message_id": 99}
    assert await api.refused("copyMessage", **base) == "Bad Request: message to copy not found"
    assert await api.refused("forwardMessage", **base) == "Bad Request: message to forward not found"


async def test_service_messages_cannot_be_copied_or_forwarded(api, rani):
    message = await api("sendMessage", chat_id=rani.id, text="x")
    await api("pinChatMessage", chat_id=rani.id, message_id=message["message_id"])
    base = {"chat_id": rani.id, "from_chat_id": rani.id, "message_id": rani.sees()[-1]["message_id"]}
    assert await api.refused("copyMessage", **base) == "Bad Request: message can't be copied"
    assert await api.refused("forwardMessage", **base) == "Bad Request: message can't be forwarded"


async def test_many_are_copied_in_order_and_albums_stay_albums(api, rani):
    text = await rani.says("x")
    album = await rani.sends_album(3)
    numbers = [text["message_id"], *(message["message_id"] for message in album)]
    copies = await api("copyMessages", chat_id=rani.id, from_chat_id=rani.id, message_ids=numbers)
    groups = {rani.chat.messages[copy["message_id"]].get("media_group_id") for copy in copies[1:]}
    assert len(copies) == 4
    assert len(groups) == 1
    assert groups != {album[0]["media_group_id"]}


async def test_ids_out_of_order_are_400(api, rani):
    text = await api.refused("forwardMessages", chat_id=rani.id, from_chat_id=rani.id, message_ids=[2, 1])
    assert text == "Bad Request: message identifiers must be in a strictly increasing order"


async def test_a_person_s_forward_reaches_the_bot(api, rani, telegram):
    group = telegram.group("Tim", [rani])
    said = await rani.says("halo tim", chat=group)
    await rani.forwards(said, source=group)
    update = (await api("getUpdates"))[-1]["message"]
    assert update["forward_origin"]["sender_user"]["id"] == rani.id
    assert update["text"] == "halo tim"


# -- polls, places, dice


async def test_a_poll_is_voted_on_and_stopped(api, rani, telegram):
    sent = await api("sendPoll", chat_id=rani.id, question="Apa?", options=["a", "b"], is_anonymous=False)
    await rani.votes(sent, 1)
    kinds = [next(iter(set(update) - {"update_id"})) for update in await api("getUpdates")]
    assert kinds == ["poll_answer", "poll"]
    stopped = await api("stopPoll", chat_id=rani.id, message_id=sent["message_id"])
    assert (stopped["is_closed"], [option["voter_count"] for option in stopped["options"]]) == (True, [0, 1])
    text = await api.refused("stopPoll", chat_id=rani.id, message_id=sent["message_id"])
    assert text == "Bad Request: poll has already been closed"


async def test_a_poll_without_question_or_with_too_many_options_is_400(api, rani):
    text = await api.refused("sendPoll", chat_id=rani.id, question=" ", options=["a", "b"])
    assert text == "Bad Request: poll question must be non-empty"
    text = await api.refused("sendPoll", chat_id=rani.id, question="x", options=[str(n) for n in range(13)])
    assert text == "Bad Request: poll can't have more than 12 options"


async def test_places_contacts_and_dice_are_sent_by_both_libraries(ptb, aio, rani):
    assert (await ptb.send_location(rani.id, -6.2, 106.8)).location.latitude == -6.2
    assert (await aio.send_location(rani.id, -6.2, 106.8)).location.longitude == 106.8
    assert (await ptb.send_venue(rani.id, -6.2, 106.8, "Rumah", "Jalan 1")).venue.title == "Rumah"
    assert (await ptb.send_contact(rani.id, "+62812", "Ani")).contact.first_name == "Ani"
    assert 1 <= (await aio.send_dice(rani.id)).dice.value <= 6
    assert (await ptb.send_poll(rani.id, "Apa?", ["a", "b"])).poll.options[1].text == "b"
    assert (await aio.send_poll(rani.id, "Apa?", ["a", "b"])).poll.question == "Apa?"


async def test_a_live_location_moves_and_stops(api, rani):
    sent = await api("sendLocation", chat_id=rani.id, latitude=1, longitude=2, live_period=600)
    where = {"chat_id": rani.id, "message_id": sent["message_id"]}
    assert (await api("editMessageLiveLocation", **where, latitude=3, longitude=4))["location"]["latitude"] == 3
    assert "live_period" not in (await api("stopMessageLiveLocation", **where))["location"]
