"""Members of groups: ban, unban, restrict, promote; who is there."""

from __future__ import annotations

from simulator.call import Call
from simulator.errors import bad_request
from simulator.members import admin_rights, chat_member, permissions
from simulator.methods.registry import method
from simulator.model import Chat, Json, Member, is_here

FOREVER = 366 * 86400
SHORTEST = 30


def group(call: Call, right: str) -> Chat:
    """The group, if the bot has the right there."""
    chat = call.writable()
    if chat.private:
        raise bad_request("chat member status can't be changed in private chats")
    if not call.has_right(chat, right):
        raise bad_request("not enough rights" if right == "can_promote_members" else "not enough rights to restrict/unrestrict chat member")
    return chat


def until(call: Call) -> int:
    """``until_date``; less than 30 seconds or more than 366 days from now mean for ever (0)."""
    date = int(call.p.get("until_date") or 0)
    ahead = date - call.core.clock.now()
    return date if SHORTEST <= ahead <= FOREVER else 0


def standing(chat: Chat, user: int) -> Member:
    """Somebody's standing; who was never there has left."""
    return chat.members.get(user) or Member("left")


def check_not_above(call: Call, chat: Chat, user: int) -> None:
    """400 for the owner, other administrators and oneself."""
    status = standing(chat, user).status
    if user == call.bot.id:
        raise bad_request("can't restrict self")
    if status == "creator":
        raise bad_request("can't remove chat owner")
    if status == "administrator":
        raise bad_request("user is an administrator of the chat")


@method("banChatMember")
def ban(call: Call) -> bool:
    """Put somebody out, for a time or for ever."""
    chat, user = group(call, "can_restrict_members"), call.user_id()
    check_not_above(call, chat, user)
    call.core.groups.leave(chat, user, call.bot.user, banned=True, until=until(call))
    return True


@method("unbanChatMember")
def unban(call: Call) -> bool:
    """Lift a ban; without ``only_if_banned`` this also puts a member out."""
    chat, user = group(call, "can_restrict_members"), call.user_id()
    member = standing(chat, user)
    if member.status == "kicked":
        call.core.groups.set_member(chat, user, Member("left"), call.bot.user)
    elif is_here(member) and not call.p.get("only_if_banned"):
        check_not_above(call, chat, user)
        call.core.groups.leave(chat, user, call.bot.user)
    return True


@method("restrictChatMember")
def restrict(call: Call) -> bool:
    """Take rights from a member, or give them all back."""
    chat, user = group(call, "can_restrict_members"), call.user_id()
    check_not_above(call, chat, user)
    member = standing(chat, user)
    rights = permissions(call.p["permissions"], bool(call.p.get("use_independent_chat_permissions")))
    if all(rights.values()):
        new = Member("member" if is_here(member) else "left")
    else:
        new = Member("restricted", {**rights, "is_member": is_here(member)}, until(call))
    call.core.groups.set_member(chat, user, new, call.bot.user)
    return True


@method("promoteChatMember")
def promote(call: Call) -> bool:
    """Make somebody an administrator; without any right: no longer one."""
    chat, user = group(call, "can_promote_members"), call.user_id()
    member = standing(chat, user)
    if user == call.bot.id:
        raise bad_request("can't promote self")
    if member.status == "creator":
        raise bad_request("can't edit the chat owner")
    if not is_here(member):
        raise bad_request("USER_NOT_PARTICIPANT")
    rights = admin_rights(call.p)
    new = Member("administrator", rights, title=member.title) if any(rights.values()) else Member("member")
    call.core.groups.set_member(chat, user, new, call.bot.user)
    return True


@method("setChatAdministratorCustomTitle")
def set_title(call: Call) -> bool:
    """The title beside an administrator's name."""
    chat, user = group(call, "can_promote_members"), call.user_id()
    member = standing(chat, user)
    if member.status != "administrator":
        raise bad_request("user is not an administrator")
    if len(call.p["custom_title"]) > 16:
        raise bad_request("ADMIN_RANK_INVALID")
    member.title = call.p["custom_title"] or None
    call.world.chat_changed(chat)
    return True


@method("getChatMember")
def get_chat_member(call: Call) -> Json:
    """A ChatMember."""
    chat = call.writable() if call.p.get("chat_id", 0) and isinstance(call.p["chat_id"], int) and call.p["chat_id"] < 0 else call.chat()
    number = call.p["user_id"]
    user = call.world.user(number)
    if user is None:
        raise bad_request("user not found")
    if chat.private:
        if number not in (chat.id, call.bot.id):
            raise bad_request("PARTICIPANT_ID_INVALID")
        return chat_member(user, Member())
    if number not in chat.members:
        raise bad_request("PARTICIPANT_ID_INVALID")
    return chat_member(user, current(call, chat, number))


def current(call: Call, chat: Chat, user: int) -> Member:
    """The standing now: bans and restrictions end when their time is over."""
    member = chat.members[user]
    if member.until and member.until <= call.core.clock.now():
        here = member.status == "restricted" and is_here(member)
        member = chat.members[user] = Member("member" if here else "left")
        call.world.chat_changed(chat)
    return member


@method("getChatAdministrators")
def get_administrators(call: Call) -> list[Json]:
    """The owner and the administrators, other bots left out."""
    chat = call.writable()
    if chat.private:
        raise bad_request("there are no administrators in the private chat")
    bosses = [(user, member) for user, member in chat.members.items() if member.status in ("creator", "administrator")]
    return [chat_member(call.world.user(user) or {}, member) for user, member in bosses if user not in call.world.bots or user == call.bot.id]


@method("getChatMemberCount")
def get_member_count(call: Call) -> int:
    """How many are in the chat."""
    chat = call.writable()
    return 2 if chat.private else len(chat.members_here())
