"""The safety plan: written line by line, shown, and shared with a counselor only by choice."""

from __future__ import annotations

from bot.effects import handles
from bot.store import alerts, safety, updates
from bot.turn import Scene, Turn
from conversations import safety_card
from conversations.care import SafetyPlan
from conversations.effects.safety import AddToSafety, ClearSafety, ShareSafety
from conversations.kit import Ref, Say


@handles(AddToSafety)
def add(effect: AddToSafety, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    before = safety.plan(turn.unit, scene.owner).of(effect.step)
    safety.write(turn.unit, scene.owner, effect.step, f"{before}\n{effect.words}" if before else effect.words)


@handles(ClearSafety)
def clear(effect: ClearSafety, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    safety.write(turn.unit, scene.owner, effect.step, "")


@handles(ShareSafety)
def share(effect: ShareSafety, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    safety.share(turn.unit, scene.owner, effect.shared)
    updates.audit(turn.unit, scene.owner, "safety.shared" if effect.shared else "safety.private", scene.owner)
    alert = alerts.open_of(turn.unit, scene.owner)
    if alert is not None and alert.handler is not None and alert.state != "open":
        show_to(turn, scene.owner, alert.handler)


def show_to(turn: Turn, person: int, counselor: int) -> None:
    """The plan to a counselor who has the person's call, if the person wants that and there is one. Every look is audited."""
    plan: SafetyPlan = safety.plan(turn.unit, person)
    if not plan.shared or not plan.words:
        return
    updates.audit(turn.unit, counselor, "safety.shown", person)
    who = turn.person(person).name or Ref("alert.somebody")
    turn.say(turn.person(counselor), Say("safety.for_counselor", {"who": who, "plan": safety_card.whole(plan)}, lane="crisis"), None)
