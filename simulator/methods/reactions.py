"""setMessageReaction."""

from __future__ import annotations

from telegram.constants import ReactionEmoji

from simulator.call import Call
from simulator.errors import bad_request
from simulator.methods.registry import method

EMOJI = frozenset(emoji.value for emoji in ReactionEmoji)


@method("setMessageReaction")
def set_message_reaction(call: Call) -> bool:
    """The bot's reaction on a message (none: taken back). A bot has one."""
    chat = call.writable()
    message = call.message(chat, "message to react not found")
    reactions = call.p.get("reaction", [])
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    for reaction in reactions:
        if reaction["type"] == "paid" or (reaction["type"] == "emoji" and reaction["emoji"] not in EMOJI):
            raise bad_request("REACTION_INVALID")
    call.messages.react(chat, message["message_id"], call.bot.id, reactions)
    return True
