"""Corners: rarer refusals, quizzes, replies across chats, rights, groups changed from elsewhere, uploads that are too large."""

from __future__ import annotations

import asyncio
import base64
import json

import aiohttp
import pytest

from simulator import ControlError, made_up
from simulator.entities.parse import parse
from simulator.files import LARGEST_DOWNLOAD


@pytest.fixture
def group(telegram, rani):
    return telegram.group("Tim", [rani, telegram.person("Budi")], forum=False)


async def refused(api, method, text, /, **params):
    assert await api.refused(method, **params) == f"Bad Request: {text}"


async def test_a_quiz_has_a_right_answer_and_why(api, rani):
    options = [{"text": "satu"}, {"text": "dua"}]
    sent = await api(
        "sendPoll",
        chat_id=rani.id,
        question="?",
        options=options,
        type="quiz",
        correct_option_ids=[1],
        explanation="*a*",
        explanation_parse_mode="MarkdownV2",
    )
    assert sent["poll"]["correct_option_ids"] == [1]
    assert sent["poll"]["explanation"] == "a"
    wrong = {"chat_id": rani.id, "question": "?", "options": options, "type": "quiz"}
    await refused(api, "sendPoll", "wrong correct option ID specified", **wrong)
    await refused(api, "sendPoll", "wrong correct option ID specified", **wrong, correct_option_ids=[7])


@pytest.mark.parametrize(
    ("params", "text"),
    [
        ({"question": "x" * 301, "options": ["a"]}, "poll question length must not exceed 300"),
        ({"question": "?", "options": []}, "poll must have at least 1 option"),
        ({"question": "?", "options": [" "]}, "poll options must be non-empty"),
        ({"question": "?", "options": ["x" * 101]}, "poll options length must not exceed 100"),
    ],
)
async def test_polls_that_are_refused(api, rani, params, text):
    await refused(api, "sendPoll", text, chat_id=rani.id, **params)


async def test_places_contacts_and_dice_that_are_refused(api, rani):
    chat = {"chat_id": rani.id}
    await refused(api, "sendLocation", "wrong location specified", **chat, latitude=91, longitude=0)
    await refused(api, "sendContact", "first name must be non-empty", **chat, phone_number="1", first_name="")
    await refused(api, "sendContact", "phone number must be non-empty", **chat, phone_number="", first_name="x")
    await refused(api, "sendDice", "wrong emoji specified", **chat, emoji="🪑")
    message = await api("sendMessage", **chat, text="x")
    await refused(api, "stopPoll", "message with poll to stop not found", **chat, message_id=message["message_id"])
    await refused(api, "editMessageLiveLocation", "message can't be edited", **chat, message_id=message["message_id"], latitude=1, longitude=1)


async def test_a_poll_of_a_person_cannot_be_stopped_by_the_bot(api, rani):
    (sent,) = await rani.sends(poll={"question": "?", "options": ["a"]})
    await refused(api, "stopPoll", "poll can't be stopped", chat_id=rani.id, message_id=sent["message_id"])


async def test_votes_that_are_refused(api, rani):
    message = await rani.says("x")
    with pytest.raises(ControlError, match="no open poll"):
        await rani.votes(message, 0)
    poll = await api("sendPoll", chat_id=rani.id, question="?", options=["a"])
    with pytest.raises(ControlError, match="options are numbers"):
        await rani.votes(poll, 5)


async def test_a_reply_to_a_message_of_another_chat_is_external(api, rani, group):
    said = await rani.says("satu dua", chat=group)
    parameters = {"message_id": said["message_id"], "chat_id": group.id, "quote": "dua"}
    sent = await api("sendMessage", chat_id=rani.id, text="x", reply_parameters=parameters)
    assert sent["external_reply"]["chat"]["id"] == group.id
    assert sent["quote"]["text"] == "dua"
    gone = {"message_id": 999, "chat_id": group.id}
    await refused(api, "sendMessage", "message to be replied not found", chat_id=rani.id, text="x", reply_parameters=gone)
    await refused(api, "sendMessage", "chat not found", chat_id=rani.id, text="x", reply_parameters={"message_id": 1, "chat_id": -5})
    assert await api("sendMessage", chat_id=rani.id, text="x", reply_parameters={**gone, "allow_sending_without_reply": True})


async def test_promoting_titles_and_taking_rights_back(api, telegram, rani, group):
    owner_rights = {**group.chat.members[telegram.bot.id].rights, "can_promote_members": True}
    group.chat.members[telegram.bot.id].rights = owner_rights
    budi = next(user for user in group.chat.members if user not in (rani.id, telegram.bot.id))
    where = {"chat_id": group.id, "user_id": budi}
    assert await api("promoteChatMember", **where, can_pin_messages=True) is True
    assert await api("setChatAdministratorCustomTitle", **where, custom_title="Kepala") is True
    member = await api("getChatMember", **where)
    assert (member["status"], member["can_pin_messages"], member["custom_title"]) == ("administrator", True, "Kepala")
    await refused(api, "banChatMember", "user is an administrator of the chat", **where)
    await refused(api, "setChatAdministratorCustomTitle", "ADMIN_RANK_INVALID", **where, custom_title="x" * 17)
    assert await api("promoteChatMember", **where) is True
    await refused(api, "setChatAdministratorCustomTitle", "user is not an administrator", **where, custom_title="x")
    await refused(api, "promoteChatMember", "can't edit the chat owner", chat_id=group.id, user_id=rani.id)
    await refused(api, "promoteChatMember", "can't promote self", chat_id=group.id, user_id=telegram.bot.id)
    await refused(api, "banChatMember", "can't restrict self", chat_id=group.id, user_id=telegram.bot.id)
    stranger = telegram.person("S").id
    await refused(api, "promoteChatMember", "USER_NOT_PARTICIPANT", chat_id=group.id, user_id=stranger)
    every = dict.fromkeys(telegram.world.group(group.id).permissions or {"can_send_messages": True}, True)
    await api("restrictChatMember", **where, permissions={"can_send_polls": True, **every})


async def test_an_unban_puts_a_member_out_unless_told_otherwise(api, telegram, rani, group):
    budi = next(user for user in group.chat.members if user not in (rani.id, telegram.bot.id))
    assert await api("unbanChatMember", chat_id=group.id, user_id=budi, only_if_banned=True) is True
    assert budi in group.chat.members_here()
    assert await api("unbanChatMember", chat_id=group.id, user_id=budi) is True
    assert budi not in group.chat.members_here()


async def test_methods_for_groups_are_refused_in_private_chats(api, rani):
    private = {"chat_id": rani.id}
    await refused(api, "leaveChat", "chat member status can't be changed in private chats", **private)
    await refused(api, "banChatMember", "chat member status can't be changed in private chats", **private, user_id=rani.id)
    await refused(api, "getChatAdministrators", "there are no administrators in the private chat", **private)
    await refused(api, "setChatTitle", "can't change private chat title", **private, title="x")
    assert await api("getChatMemberCount", **private) == 2
    assert (await api("getChatMember", **private, user_id=rani.id))["status"] == "member"


async def test_titles_and_descriptions_that_are_refused(api, group):
    where = {"chat_id": group.id}
    await refused(api, "setChatTitle", "chat title is not modified", **where, title="Tim")
    await refused(api, "setChatTitle", "title must be non-empty", **where, title=" ")
    await refused(api, "setChatDescription", "chat description is too long", **where, description="x" * 256)
    await refused(api, "setChatDescription", "chat description is not modified", **where, description="")
    await refused(api, "revokeChatInviteLink", "INVITE_HASH_EXPIRED", **where, invite_link="x")
    await refused(api, "unpinAllForumTopicMessages", "the chat is not a forum", **where, message_thread_id=5)
    assert await api("setChatPermissions", **where, permissions={"can_send_photos": True}) is True
    assert group.chat.permissions["can_send_messages"] is True


async def test_a_group_may_be_named_by_its_username(api, telegram, group):
    group.chat.username = "tim_konselor"
    telegram.world.refresh_chat(group.chat)
    assert (await api("sendMessage", chat_id="@tim_konselor", text="x"))["chat"]["id"] == group.id
    assert (await api("getChat", chat_id="@Tim_Konselor"))["active_usernames"] == ["tim_konselor"]


async def test_topics_are_unpinned_alone(api, telegram, rani):
    forum = telegram.group("Forum", [rani], forum=True)
    thread = (await api("createForumTopic", chat_id=forum.id, name="x"))["message_thread_id"]
    one = await api("sendMessage", chat_id=forum.id, text="x", message_thread_id=thread)
    two = await api("sendMessage", chat_id=forum.id, text="y")
    for message in (one, two):
        await api("pinChatMessage", chat_id=forum.id, message_id=message["message_id"])
    assert await api("unpinAllForumTopicMessages", chat_id=forum.id, message_thread_id=thread) is True
    assert forum.chat.pinned == [two["message_id"]]
    assert await api("unpinAllGeneralForumTopicMessages", chat_id=forum.id) is True
    assert forum.chat.pinned == []


@pytest.mark.parametrize(("name", "text"), [(" ", "topic name must be non-empty"), ("x" * 129, "TOPIC_TITLE_TOO_LONG")])
async def test_topic_names_have_1_to_128_characters(api, telegram, rani, name, text):
    forum = telegram.group("Forum", [rani], forum=True)
    await refused(api, "createForumTopic", text, chat_id=forum.id, name=name)
    await refused(api, "createForumTopic", "wrong color specified", chat_id=forum.id, name="x", icon_color=5)
    await refused(api, "closeForumTopic", "TOPIC_ID_INVALID", chat_id=forum.id, message_thread_id=1)


async def test_copies_and_forwards_in_bulk_that_are_refused(api, rani):
    base = {"chat_id": rani.id, "from_chat_id": rani.id}
    await refused(api, "copyMessages", "message identifiers are not specified", **base, message_ids=[])
    await refused(api, "copyMessages", "too many messages to copy", **base, message_ids=list(range(1, 102)))
    await refused(api, "forwardMessages", "messages to forward not found", **base, message_ids=[77])
    await refused(api, "deleteMessages", "message identifiers are not specified", chat_id=rani.id, message_ids=[])
    await refused(api, "deleteMessages", "too many message identifiers specified", chat_id=rani.id, message_ids=list(range(1, 102)))
    photo = await rani.sends_photo("x")
    (copy,) = await api("copyMessages", **base, message_ids=[photo["message_id"]], remove_caption=True)
    assert "caption" not in rani.chat.messages[copy["message_id"]]


async def test_dates_in_html_and_numbers_that_are_none():
    shown = parse('<tg-time unix="1700000000" format="r">x</tg-time>', "HTML")
    assert shown == ("x", [{"type": "date_time", "offset": 0, "length": 1, "unix_time": 1700000000, "date_time_format": "r"}])
    assert parse("&#0; &#xD800; &#99999999;", "HTML")[0] == "&#0; &#xD800; &#99999999;"


async def test_custom_emoji_with_a_wrong_link_are_400(api, rani):
    text = "can't parse entities: Custom emoji URL must have an emoji identifier"
    await refused(api, "sendMessage", text, chat_id=rani.id, text="![x](http://a.b)", parse_mode="MarkdownV2")


async def test_a_file_above_20_mb_cannot_be_downloaded(api, rani, telegram):
    stored = telegram.world.files.add("document", "x", "x/y", b"x" * (LARGEST_DOWNLOAD + 1))
    await refused(api, "getFile", "file is too big", file_id=stored.file_id)


async def test_an_album_may_be_edited_only_to_what_fits(api, rani):
    media = [{"type": "photo", "media": "https://example.org/1.jpg"}, {"type": "photo", "media": "https://example.org/2.jpg"}]
    first, _ = await api("sendMediaGroup", chat_id=rani.id, media=media)
    other = {"type": "animation", "media": "https://example.org/x.mp4"}
    text = await api.refused("editMessageMedia", chat_id=rani.id, message_id=first["message_id"], media=other)
    assert text.startswith("Bad Request: message can't be edited")
    await refused(api, "editMessageText", "MESSAGE_ID_INVALID", inline_message_id="x", text="y")


async def test_people_cannot_do_what_the_app_would_not_let_them(api, rani, telegram, group):
    other = telegram.person("Luar")
    message = await api("sendMessage", chat_id=group.id, text="x", reply_markup={"inline_keyboard": [[{"text": "a", "url": "https://x.y"}]]})
    with pytest.raises(ControlError, match="does not call the bot"):
        telegram.people.tap(rani.account, group.chat, message["message_id"], button="a")
    with pytest.raises(ControlError, match="not a member"):
        telegram.people.tap(other.account, group.chat, message["message_id"], data="x")
    with pytest.raises(ControlError, match="not a member"):
        await other.reacts(message, "👍", chat=group)
    with pytest.raises(ControlError, match="not Rani's own"):
        await rani.edits(message, "x", chat=group)
    with pytest.raises(ControlError, match="quoted words"):
        await rani.replies(message, "x", quote="nothing", chat=group)
    with pytest.raises(ControlError, match="already"):
        await rani.joins(group)
    with pytest.raises(ControlError, match="is not in"):
        await other.leaves(group)
    with pytest.raises(ControlError, match="not blocked"):
        await rani.unblocks()
    protected = await api("sendMessage", chat_id=rani.id, text="x", protect_content=True)
    with pytest.raises(ControlError, match="cannot be forwarded"):
        await rani.forwards(protected)
    rani.deactivates()
    with pytest.raises(ControlError, match="deactivated"):
        await rani.says("x")


async def test_starting_by_a_link_unblocks(rani, api):
    await rani.blocks()
    await rani.starts("abc")
    kinds = [next(iter(set(update) - {"update_id"})) for update in await api("getUpdates")]
    assert kinds == ["my_chat_member", "my_chat_member", "message"]


async def test_groups_are_changed_from_elsewhere(control, api, telegram, rani):
    made = await control.post("/groups", {"title": "Lama", "members": [rani.id], "type": "group", "bot_admin": False})
    path = f"/groups/{made['id']}"
    assert (await control.full("PATCH", path, {"title": "Baru", "bot_rights": {"can_manage_topics": True}}))[1]["title"] == "Baru"
    new = (await control.full("PATCH", path, {"migrate": True}))[1]["id"]
    assert (await control.full("PATCH", path, {"title": "x"}))[0] == 409
    assert (await control.full("PATCH", f"/groups/{new}", {"forum": True}))[1]["is_forum"] is True
    topic = await control.post(f"/groups/{new}/topics", {"name": "Kasus", "person": rani.id})
    where = f"/groups/{new}/topics/{topic['message_thread_id']}"
    assert (await control.full("PATCH", where, {"name": "Kasus 2", "closed": True}))[1]["topics"][1]["closed"] is True
    assert len((await control.full("PATCH", where, {"delete": True}))[1]["topics"]) == 1
    assert (await control.full("PATCH", f"/groups/{new}/topics/1", {"delete": True}))[0] == 409
    assert (await control.full("PATCH", where, {"name": "x"}))[0] == 404
    await control.full("PATCH", f"/groups/{new}", {"kick_bot": True})
    assert (await control.full("PATCH", f"/groups/{new}", {"add_bot": True}))[0] == 200
    assert await api("sendMessage", chat_id=new, text="x")
    for body, status in (({"title": " "}, 400), ({"title": "x", "type": "channel"}, 400), ({"title": "x", "type": "group", "forum": True}, 400)):
        assert (await control.full("POST", "/groups", body))[0] == status
    assert (await control.full("PATCH", f"/groups/{new}", {"bot": 5}))[0] == 404


async def test_media_with_wrong_fields_are_refused_from_elsewhere(control, rani):
    path = f"/people/{rani.id}/send"
    for spec in ({"photo": {"colour": 1}}, {"poll": {"options": []}}, {"album": [{"photo": True}]}, {"location": {"latitude": 1}}, {"dice": "x"}):
        assert (await control.full("POST", path, spec))[0] == 400
    assert (await control.post(path, {"photo": {"data": "data:image/png;base64," + base64.b64encode(b"x").decode()}}))["message"]["photo"]
    assert (await control.post(path, {"album": 3}))["messages"][2]


async def test_a_page_that_does_not_keep_up_is_let_go(telegram):
    queue: asyncio.Queue[str | None] = asyncio.Queue()
    telegram.control.hub._join(queue)
    for number in range(5_100):
        telegram.world.emit({"type": "clock", "now": number, "speed": 1})
    assert queue not in telegram.control.hub.pages


async def test_an_upload_above_50_mb_is_413(api, rani, session):
    form = aiohttp.FormData()
    form.add_field("chat_id", str(rani.id))
    form.add_field("document", b"x" * (50 * 1024 * 1024 + 1), filename="x.bin")
    async with session.post(api.url("sendDocument"), data=form) as answer:
        assert answer.status == 413
        assert (await answer.json())["description"] == "Request Entity Too Large"


async def test_a_failure_inside_is_a_500_and_a_violation(api, telegram, rani, monkeypatch):
    monkeypatch.setattr(telegram.core.messages, "post", lambda *given: 1 / 0)
    assert await api.refused("sendMessage", chat_id=rani.id, text="x") == "Internal Server Error"
    assert "failed inside the simulator" in telegram.violations[-1]


async def test_commands_and_names_that_are_refused(api, rani):
    command = {"command": "x", "description": "y"}
    await refused(api, "setMyCommands", "BOT_COMMANDS_TOO_MUCH", commands=[command] * 101)
    await refused(api, "setMyCommands", "command description must be non-empty", commands=[{**command, "description": " "}])
    await refused(api, "setMyCommands", "BOT_COMMAND_DESCRIPTION_INVALID", commands=[{**command, "description": "x" * 257}])
    await refused(api, "setMyCommands", "invalid language code specified", commands=[command], language_code="Indonesian")
    await refused(api, "setMyName", "BOT_TITLE_INVALID", name="x" * 65)
    assert await api("setChatMenuButton", chat_id=rani.id, menu_button={"type": "default"}) is True
    assert (
        await api(
            "setMyDefaultAdministratorRights",
            rights=json.loads(
                '{"is_anonymous": false, "can_manage_chat": true, '
                '"can_delete_messages": true, "can_manage_video_chats": false, "can_restrict_members": false, "can_promote_members": false, '
                '"can_change_info": false, "can_invite_users": false, "can_post_stories": false, "can_edit_stories": false, '
                '"can_delete_stories": false}'
            ),
        )
        is True
    )
    assert (await api("getMyDefaultAdministratorRights"))["can_delete_messages"] is True


def test_pictures_are_measured():
    from simulator.content import dimensions

    png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (12).to_bytes(4, "big") + (34).to_bytes(4, "big")
    assert dimensions(png) == (12, 34)
    assert dimensions(made_up.jpeg(3)) == made_up.SIZE == dimensions(b"nonsense")
