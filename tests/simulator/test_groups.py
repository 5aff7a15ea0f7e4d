"""Groups: membership and rights, forum topics, migration, privacy mode, commands by scope."""

from __future__ import annotations

import pytest
from telegram import BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat
from telegram.error import ChatMigrated


@pytest.fixture
def ani(telegram):
    return telegram.person("Ani")


@pytest.fixture
def budi(telegram):
    return telegram.person("Budi")


@pytest.fixture
def group(telegram, ani, budi):
    return telegram.group("Tim", [ani, budi])


@pytest.fixture
def forum(telegram, ani, budi):
    return telegram.group("Forum", [ani, budi], forum=True)


async def topic(api, forum, name="Kasus 7"):
    return (await api("createForumTopic", chat_id=forum.id, name=name))["message_thread_id"]


# -- groups


async def test_supergroup_ids_begin_with_minus_100(group):
    assert str(group.id).startswith("-100")


async def test_the_bot_writes_and_people_hear(api, group, ani):
    sent = await api("sendMessage", chat_id=group.id, text="halo tim")
    assert sent["chat"] == {"id": group.id, "title": "Tim", "type": "supergroup"}
    assert (await ani.hears("halo", chat=group))["message_id"] == sent["message_id"]


async def test_what_a_member_writes_reaches_the_bot(api, group, budi):
    await budi.says("halo", chat=group)
    (update,) = await api("getUpdates")
    assert (update["message"]["from"]["id"], update["message"]["chat"]["id"]) == (budi.id, group.id)


async def test_a_bot_that_was_put_out_gets_403_bot_was_kicked(api, group):
    group.kicks_bot()
    assert await api.refused("sendMessage", chat_id=group.id, text="x") == "Forbidden: bot was kicked from the supergroup chat"
    assert (await api("getUpdates"))[0]["my_chat_member"]["new_chat_member"]["status"] == "kicked"


async def test_a_bot_that_left_gets_403_bot_is_not_a_member(api, group):
    assert await api("leaveChat", chat_id=group.id) is True
    assert await api.refused("sendMessage", chat_id=group.id, text="x") == "Forbidden: bot is not a member of the supergroup chat"


async def test_a_bot_that_was_never_in_a_group_gets_400_chat_not_found(api, telegram, group):
    other = telegram.world.add_bot("7000000777:other", "other_bot", "Other")
    assert await api.refused("sendMessage", token=other.token, chat_id=group.id, text="x") == "Bad Request: chat not found"


async def test_migration_gives_400_with_migrate_to_chat_id_and_service_messages(api, telegram, ani, ptb):
    chat = telegram.world.add_group("Lama", kind="group")
    telegram.core.groups.join(chat, telegram.bot.id, ani.account.user)
    new = telegram.core.groups.migrate(chat)
    status, body = await api.full("sendMessage", chat_id=chat.id, text="x")
    assert (status, body["description"]) == (400, "Bad Request: group chat was upgraded to a supergroup chat")
    assert body["parameters"] == {"migrate_to_chat_id": new.id}
    with pytest.raises(ChatMigrated) as raised:
        await ptb.send_message(chat.id, "x")
    assert raised.value.new_chat_id == new.id
    updates = await api("getUpdates")
    assert [update["message"]["migrate_to_chat_id"] for update in updates if "migrate_to_chat_id" in update.get("message", {})] == [new.id]
    assert await api("sendMessage", chat_id=new.id, text="x")


async def test_joining_and_leaving_are_service_messages_and_chat_member_updates(api, telegram, group):
    await api("getUpdates", allowed_updates=["message", "chat_member"])
    citra = telegram.person("Citra")
    await citra.joins(group)
    await citra.leaves(group)
    updates = await api("getUpdates")
    assert [next(iter(set(update) - {"update_id"})) for update in updates] == ["chat_member", "message"] * 2
    assert updates[1]["message"]["new_chat_members"][0]["id"] == citra.id
    assert updates[3]["message"]["left_chat_member"]["id"] == citra.id
    assert updates[0]["chat_member"]["new_chat_member"]["status"] == "member"


async def test_get_chat_tells_title_permissions_and_type(ptb, aio, group):
    one, two = await ptb.get_chat(group.id), await aio.get_chat(group.id)
    assert one.title == two.title == "Tim"
    assert one.permissions.can_send_messages


async def test_members_are_told_and_counted(ptb, aio, group, ani, budi, telegram):
    assert (await ptb.get_chat_member(group.id, ani.id)).status == "creator"
    assert (await aio.get_chat_member(group.id, budi.id)).status == "member"
    assert (await ptb.get_chat_member(group.id, telegram.bot.id)).can_manage_topics
    assert await ptb.get_chat_member_count(group.id) == 3
    assert {member.user.id for member in await aio.get_chat_administrators(group.id)} == {ani.id, telegram.bot.id}


async def test_a_stranger_is_400_participant_id_invalid(api, group, telegram):
    stranger = telegram.person("Stranger")
    assert await api.refused("getChatMember", chat_id=group.id, user_id=stranger.id) == "Bad Request: PARTICIPANT_ID_INVALID"
    assert await api.refused("getChatMember", chat_id=group.id, user_id=12) == "Bad Request: user not found"


async def test_a_ban_puts_out_and_an_unban_lets_in_again(api, group, budi):
    assert await api("banChatMember", chat_id=group.id, user_id=budi.id) is True
    assert (await api("getChatMember", chat_id=group.id, user_id=budi.id))["status"] == "kicked"
    with pytest.raises(Exception, match="banned"):
        await budi.joins(group)
    assert await api("unbanChatMember", chat_id=group.id, user_id=budi.id) is True
    await budi.joins(group)
    assert (await api("getChatMember", chat_id=group.id, user_id=budi.id))["status"] == "member"


async def test_a_ban_ends_when_its_time_is_over(api, group, budi, telegram):
    until = telegram.clock.date() + 3600
    await api("banChatMember", chat_id=group.id, user_id=budi.id, until_date=until)
    assert (await api("getChatMember", chat_id=group.id, user_id=budi.id))["until_date"] == until
    telegram.clock.advance(hours=2)
    assert (await api("getChatMember", chat_id=group.id, user_id=budi.id))["status"] == "left"


async def test_the_owner_cannot_be_banned(api, group, ani):
    assert await api.refused("banChatMember", chat_id=group.id, user_id=ani.id) == "Bad Request: can't remove chat owner"


async def test_restricting_and_promoting(api, group, budi):
    await api("restrictChatMember", chat_id=group.id, user_id=budi.id, permissions={"can_send_messages": False})
    member = await api("getChatMember", chat_id=group.id, user_id=budi.id)
    assert (member["status"], member["can_send_messages"]) == ("restricted", False)


async def test_without_the_right_the_bot_gets_400_not_enough_rights(api, telegram, ani, budi):
    group = telegram.group("Biasa", [ani, budi], bot_admin=False)
    for method in ("banChatMember", "unbanChatMember"):
        text = await api.refused(method, chat_id=group.id, user_id=budi.id)
        assert text == "Bad Request: not enough rights to restrict/unrestrict chat member"
    message = await api("sendMessage", chat_id=group.id, text="x")
    text = await api.refused("pinChatMessage", chat_id=group.id, message_id=message["message_id"])
    assert text == "Bad Request: not enough rights to manage pinned messages in the chat"
    text = await api.refused("setChatTitle", chat_id=group.id, title="x")
    assert text == "Bad Request: not enough rights to change chat title"


async def test_a_member_without_the_right_cannot_delete_others_messages(api, telegram, ani):
    group = telegram.group("Biasa", [ani], bot_admin=False)
    said = await ani.says("/x", chat=group)
    text = await api.refused("deleteMessage", chat_id=group.id, message_id=said["message_id"])
    assert text == "Bad Request: message can't be deleted"


async def test_an_administrator_deletes_also_after_48_hours(api, group, budi, telegram):
    said = await budi.says("x", chat=group)
    telegram.clock.advance(hours=100)
    assert await api("deleteMessage", chat_id=group.id, message_id=said["message_id"]) is True


async def test_permissions_of_the_group_hold_for_a_bot_that_is_a_member(api, telegram, ani):
    group = telegram.group("Biasa", [ani], bot_admin=False)
    group.chat.permissions = {"can_send_messages": False}
    text = await api.refused("sendMessage", chat_id=group.id, text="x")
    assert text == "Bad Request: not enough rights to send text messages to the chat"


async def test_privacy_mode_hides_what_is_not_for_the_bot(api, telegram, ani):
    group = telegram.group("Biasa", [ani], bot_admin=False)
    sent = await api("sendMessage", chat_id=group.id, text="x")
    await ani.says("among us", chat=group)
    await ani.says("/help", chat=group)
    await ani.says("/help@somebody_else_bot", chat=group)
    await ani.replies(sent, "to you", chat=group)
    assert [update["message"]["text"] for update in await api("getUpdates")] == ["/help", "to you"]


async def test_title_description_and_invite_links(api, group, ptb):
    assert await api("setChatTitle", chat_id=group.id, title="Tim Baru") is True
    assert await api("setChatDescription", chat_id=group.id, description="Untuk konselor") is True
    chat = await api("getChat", chat_id=group.id)
    assert (chat["title"], chat["description"]) == ("Tim Baru", "Untuk konselor")
    assert (await ptb.export_chat_invite_link(group.id)).startswith("https://t.me/+")
    link = await ptb.create_chat_invite_link(group.id, name="x", member_limit=2)
    assert (await ptb.revoke_chat_invite_link(group.id, link.invite_link)).is_revoked


# -- topics


async def test_a_topic_is_made_with_its_service_message(api, forum):
    made = await api("createForumTopic", chat_id=forum.id, name="Kasus 7", icon_color=0xFFD67E)
    service = forum.chat.messages[made["message_thread_id"]]
    assert made["icon_color"] == 0xFFD67E
    assert service["forum_topic_created"]["name"] == "Kasus 7"
    assert service["message_thread_id"] == service["message_id"]


async def test_messages_in_a_topic_carry_the_thread(api, forum, ani):
    thread = await topic(api, forum)
    sent = await api("sendMessage", chat_id=forum.id, text="x", message_thread_id=thread)
    assert (sent["message_thread_id"], sent["is_topic_message"]) == (thread, True)
    said = await ani.says("y", chat=forum, thread=thread)
    assert said["reply_to_message"]["forum_topic_created"]["name"] == "Kasus 7"
    assert (await api("getUpdates"))[-1]["message"]["message_thread_id"] == thread


async def test_a_thread_that_is_not_there_is_400_message_thread_not_found(api, forum, group, rani):
    for chat in (forum.id, group.id, rani.id):
        text = await api.refused("sendMessage", chat_id=chat, text="x", message_thread_id=77)
        assert text == "Bad Request: message thread not found"


async def test_general_is_written_to_without_a_thread(api, forum):
    assert "message_thread_id" not in await api("sendMessage", chat_id=forum.id, text="x")
    text = await api.refused("sendMessage", chat_id=forum.id, text="x", message_thread_id=1)
    assert text == "Bad Request: message thread not found"
    assert await api("sendChatAction", chat_id=forum.id, action="typing", message_thread_id=1) is True


async def test_a_topic_is_renamed_closed_reopened_and_deleted(api, forum, ptb, aio):
    thread = await topic(api, forum)
    assert await ptb.edit_forum_topic(forum.id, thread, name="Kasus 8")
    assert await aio.close_forum_topic(forum.id, thread)
    assert forum.chat.topics[thread].closed
    assert await ptb.reopen_forum_topic(forum.id, thread)
    kinds = [name for message in forum.chat.messages.values() for name in message if name.startswith("forum_topic_")]
    assert kinds == ["forum_topic_created", "forum_topic_edited", "forum_topic_closed", "forum_topic_reopened"]
    assert await aio.delete_forum_topic(forum.id, thread)
    text = await api.refused("sendMessage", chat_id=forum.id, text="x", message_thread_id=thread)
    assert text == "Bad Request: message thread not found"
    assert forum.chat.messages == {}


async def test_what_changes_nothing_is_400_topic_not_modified(api, forum):
    thread = await topic(api, forum)
    text = await api.refused("editForumTopic", chat_id=forum.id, message_thread_id=thread, name="Kasus 7")
    assert text == "Bad Request: TOPIC_NOT_MODIFIED"
    await api("closeForumTopic", chat_id=forum.id, message_thread_id=thread)
    assert await api.refused("closeForumTopic", chat_id=forum.id, message_thread_id=thread) == "Bad Request: TOPIC_NOT_MODIFIED"


async def test_a_closed_topic_is_closed_to_members_and_bots_without_the_right(api, telegram, ani, budi):
    forum = telegram.group("Forum", [ani, budi], forum=True, bot_admin=False)
    thread = forum.opens_topic("Kasus", by=ani)
    forum.chat.topics[thread].closed = True
    text = await api.refused("sendMessage", chat_id=forum.id, text="x", message_thread_id=thread)
    assert text == "Bad Request: TOPIC_CLOSED"
    with pytest.raises(Exception, match="is closed"):
        await budi.says("x", chat=forum, thread=thread)
    assert await ani.says("x", chat=forum, thread=thread)


async def test_topics_need_a_forum_and_the_right(api, group, telegram, ani):
    assert await api.refused("createForumTopic", chat_id=group.id, name="x") == "Bad Request: the chat is not a forum"
    forum = telegram.group("Forum", [ani], forum=True, bot_admin=False)
    text = await api.refused("createForumTopic", chat_id=forum.id, name="x")
    assert text == "Bad Request: not enough rights to create a topic"


async def test_general_is_renamed_closed_hidden_and_shown(api, forum):
    chat = {"chat_id": forum.id}
    assert await api("editGeneralForumTopic", **chat, name="Umum") is True
    assert await api("closeGeneralForumTopic", **chat) is True
    assert await api("reopenGeneralForumTopic", **chat) is True
    assert await api("hideGeneralForumTopic", **chat) is True
    assert await api.refused("hideGeneralForumTopic", **chat) == "Bad Request: TOPIC_NOT_MODIFIED"
    assert await api("unhideGeneralForumTopic", **chat) is True
    assert forum.chat.topics[1].name == "Umum"


async def test_topics_in_private_chats_where_the_bot_has_them(api, rani, telegram):
    assert await api.refused("createForumTopic", chat_id=rani.id, name="x") == "Bad Request: the chat is not a forum"
    telegram.bot.has_topics = True
    assert (await api("getMe"))["has_topics_enabled"] is True
    thread = (await api("createForumTopic", chat_id=rani.id, name="Jurnal"))["message_thread_id"]
    sent = await api("sendMessage", chat_id=rani.id, text="x", message_thread_id=thread)
    assert (sent["message_thread_id"], sent["is_topic_message"]) == (thread, True)
    assert (await rani.says("y", thread=thread))["message_thread_id"] == thread


async def test_icon_stickers_are_listed(ptb):
    assert len(await ptb.get_forum_topic_icon_stickers()) > 5


async def test_the_first_topic_of_a_forum_does_not_take_general_s_id(api, telegram, ani):
    forum = telegram.group("Baru", [ani], forum=True)
    assert await topic(api, forum) > 1


# -- what the bot says about itself


async def test_commands_by_scope_and_language(ptb, rani, telegram):
    await ptb.set_my_commands([BotCommand("a", "default")])
    assert [command["command"] for command in rani.commands()] == ["a"]
    await ptb.set_my_commands([BotCommand("b", "private")], scope=BotCommandScopeAllPrivateChats())
    await ptb.set_my_commands([BotCommand("c", "Indonesia")], scope=BotCommandScopeAllPrivateChats(), language_code="id")
    assert [command["command"] for command in rani.commands()] == ["c"]
    rani.speaks("en")
    assert [command["command"] for command in rani.commands()] == ["b"]
    await ptb.set_my_commands([BotCommand("d", "hers")], scope=BotCommandScopeChat(rani.id))
    assert [command["command"] for command in rani.commands()] == ["d"]
    await ptb.delete_my_commands(scope=BotCommandScopeChat(rani.id))
    assert [command.command for command in await ptb.get_my_commands(scope=BotCommandScopeAllPrivateChats(), language_code="id")] == ["c"]
    assert await ptb.get_my_commands(scope=BotCommandScopeChat(rani.id)) == ()


async def test_commands_for_administrators_of_groups(api, group, ani, budi):
    await api("setMyCommands", commands=[{"command": "x", "description": "all"}], scope={"type": "all_group_chats"})
    await api("setMyCommands", commands=[{"command": "y", "description": "boss"}], scope={"type": "all_chat_administrators"})
    assert [command["command"] for command in ani.commands(group)] == ["y"]
    assert [command["command"] for command in budi.commands(group)] == ["x"]


@pytest.mark.parametrize("command", ["UPPER", "with space", "x" * 33, ""])
async def test_a_command_of_another_form_is_400_bot_command_invalid(api, command):
    text = await api.refused("setMyCommands", commands=[{"command": command, "description": "x"}])
    assert text == "Bad Request: BOT_COMMAND_INVALID"


async def test_commands_for_a_chat_that_is_not_there_are_400_chat_not_found(api):
    scope = {"type": "chat", "chat_id": 5}
    text = await api.refused("setMyCommands", commands=[{"command": "x", "description": "x"}], scope=scope)
    assert text == "Bad Request: chat not found"


async def test_name_descriptions_and_menu_button(ptb, rani):
    await ptb.set_my_name("Sebaya Baru")
    await ptb.set_my_description("Halo", language_code="id")
    await ptb.set_my_short_description("x")
    assert (await ptb.get_my_name()).name == "Sebaya Baru" == (await ptb.get_me()).first_name
    assert (await ptb.get_my_description(language_code="id")).description == "Halo"
    assert (await ptb.get_my_description(language_code="en")).description == ""
    assert (await ptb.get_my_short_description()).short_description == "x"
    assert (await ptb.get_chat_menu_button(rani.id)).type == "commands"
