"""answerCallbackQuery."""

from __future__ import annotations

from simulator.call import Call
from simulator.entities.utf16 import length
from simulator.errors import bad_request
from simulator.methods.registry import method
from simulator.model import Json

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
LONGEST_ANSWER = 200


@method("answerCallbackQuery")
def answer_callback_query(call: Call) -> bool:
    """Answer a tap: once, in time, and by the bot whose button it was."""
    p = call.p
    query = call.world.callbacks.get(p["callback_query_id"])
    too_late = query is not None and call.core.clock.now() - query["at"] > call.core.callback_timeout
    if query is None or too_late or query["answer"] is not None or query["bot"] != call.bot.id:
        raise bad_request(TOO_OLD)
    text = p.get("text", "")
    if length(text) > LONGEST_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    answer: Json = {"text": text, "show_alert": bool(p.get("show_alert"))}
    if "url" in p:
        answer["url"] = p["url"]
    query["answer"] = answer
    shown = {name: query[name] for name in ("person", "chat", "message")}
    call.world.emit({"type": "callback_answer", "bot": call.bot.id, **shown, **answer})
    return True
