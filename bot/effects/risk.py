"""What follows from signs of danger: kept, added up over days, told to the volunteer in the chat; and what happens when the rules fail."""

from __future__ import annotations

from bot.effects import handles
from bot.effects.alerts import refresh, staff
from bot.effects.call_words import words_of
from bot.store import alerts, links, people, signs, updates
from bot.turn import Scene, Turn
from conversations.effects.risk import KeepSign, RulesFailed, TellHelper
from conversations.flows import FLOWS
from conversations.kit import Joined, say, trait

HOUR, DAY = 3_600_000, 86_400_000  # ms
WEEK, MANY = 7 * DAY, 5  # soft signs in so many messages of a week come to the questions


@handles(KeepSign)
def keep(effect: KeepSign, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    now = turn.unit.now
    signs.add(turn.unit, scene.owner, effect.level, effect.category, " ".join(effect.rules), _together(effect, turn, scene.owner))
    if effect.level == "ask" and effect.category != "friend":
        _join(effect, turn, scene.owner)
    if effect.level != "note" or effect.category == "friend":
        return
    soft = signs.count(turn.unit, scene.owner, ("note", "note"), now - WEEK)
    if soft < MANY or signs.count(turn.unit, scene.owner, ("ask", "alert"), now - WEEK):
        return
    talking = scene.conversation is not None and trait(FLOWS[scene.conversation.flow], "EXCLUSIVE")
    if talking:  # no questions come into a talk: they wait until it is over
        if soft % MANY == 0:
            _mark(turn, scene, "helper.soft")
    else:
        signs.add(turn.unit, scene.owner, "ask", effect.category, signs.SOFT_DAYS, "")
        turn.start("screen", scene.owner, category=effect.category)


def _together(effect: KeepSign, turn: Turn, person: int) -> str:
    """The words with those before them that they were weighed with, apart from what was written before the person agreed."""
    since = people.consented_at(turn.unit, person) if effect.earlier else 0
    return "\n".join([*(said for at, said in effect.earlier if at * 1000 >= since), effect.words])


def _mark(turn: Turn, scene: Scene, key: str) -> None:
    """A line to the volunteer in the chat, if the writer is the person and it is a chat with one."""
    if scene.conversation is None or scene.conversation.flow != "peer_chat" or scene.owner is None:
        return
    link = links.get(turn.unit, scene.subject)
    if scene.owner == link.person:
        helper = turn.person(link.helper)
        turn.say(helper, say(key, lane="crisis", alias=link.alias_for(helper.id)), None)


def _join(effect: KeepSign, turn: Turn, person: int) -> None:
    """Where a counselor is called already, further words belong to that call."""
    alert = alerts.open_of(turn.unit, person)
    if alert is not None:
        reason = f"words_{effect.category}"
        alerts.add_reason(turn.unit, alert.id, alert.severity, reason, words_of(turn, person, effect.words, alert.id))
        turn.post_to("escalation", None, alert.id, Joined(alert.severity, reason))
        refresh(turn, alert.id)


@handles(TellHelper)
def tell_helper(effect: TellHelper, turn: Turn, scene: Scene) -> None:
    _mark(turn, scene, "helper.ask" if effect.level == "ask" else "helper.alert")


@handles(RulesFailed)
def rules_failed(effect: RulesFailed, turn: Turn, scene: Scene) -> None:
    if signs.last_audit(turn.unit, "risk.failed") > turn.unit.now - HOUR:
        return
    updates.audit(turn.unit, None, "risk.failed", 0)
    for reader in staff(turn, ("coordinators", "group")):
        turn.send(reader.chat, "crisis", turn.world.renderer.text(reader.language, "staff.rules_failed", {}))
