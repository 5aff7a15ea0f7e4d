"""ChatMember objects: what getChatMember and the membership updates say about somebody."""

from __future__ import annotations

from simulator.model import ADMIN_RIGHTS, SENDING_RIGHTS, Json, Member

# Rights of a later Bot API than python-telegram-bot's: other libraries demand them, and this one keeps them aside.
NEWER = {"can_send_welcome_messages": False}


def chat_member(user: Json, member: Member) -> Json:
    """The ChatMember of a user with a standing."""
    extra: Json = {"tag": member.tag} if member.tag else {}
    title: Json = {"custom_title": member.title} if member.title else {}
    if member.status == "creator":
        return {"status": "creator", "user": user, "is_anonymous": False, **title}
    if member.status == "administrator":
        rights = {name: member.rights.get(name, False) for name in ADMIN_RIGHTS}
        more = {"can_be_edited": False, "is_anonymous": False, "can_manage_direct_messages": False, "can_manage_tags": False, **NEWER}
        return {"status": "administrator", "user": user, **rights, **more, **title}
    if member.status == "restricted":
        rights = {name: member.rights.get(name, False) for name in SENDING_RIGHTS}
        here = member.rights.get("is_member", True)
        return {"status": "restricted", "user": user, "is_member": here, **rights, "until_date": member.until, **extra}
    if member.status == "kicked":
        return {"status": "kicked", "user": user, "until_date": member.until}
    return {"status": member.status, "user": user, **(extra if member.status == "member" else {})}


def admin_rights(given: Json) -> dict[str, bool]:
    """The rights of an administrator as given; ``can_manage_chat`` is implied by any other."""
    rights = {name: bool(given.get(name)) for name in ADMIN_RIGHTS}
    rights["can_manage_chat"] = any(rights.values())
    return rights


def permissions(given: Json, independent: bool) -> dict[str, bool]:
    """ChatPermissions as given. Unless independent, the right to one kind of medium implies the right to texts."""
    rights = {name: bool(given.get(name)) for name in SENDING_RIGHTS if name != "can_react_to_messages" or name in given}
    media = [name for name in SENDING_RIGHTS if name.startswith("can_send_") and name != "can_send_messages"]
    if not independent:
        if rights.get("can_add_web_page_previews") or rights.get("can_send_other_messages"):
            rights.update({name: True for name in media if name not in ("can_send_polls", "can_send_other_messages")})
        if any(rights.get(name) for name in media) or rights.get("can_send_polls"):
            rights["can_send_messages"] = True
    return rights
