"""The care plan: what is written down, and the question on the day of a step."""

from __future__ import annotations

from bot.effects import handles
from bot.store import alerts, care_plans, conversations, updates
from bot.turn import Scene, Turn
from conversations import plan as planning
from conversations.effects.plan import AddStep, AddStrength, AddSupporter, MarkStep, PlanStep, RateArea, SetGoal, SharePlan
from conversations.kit import Ref, Say


@handles(RateArea)
def rate(effect: RateArea, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    care_plans.rate(turn.unit, scene.owner, effect.area, effect.value)


@handles(SetGoal)
def set_goal(effect: SetGoal, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    care_plans.set_goal(turn.unit, scene.owner, effect.area, effect.words)


@handles(AddStep)
def add_step(effect: AddStep, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    words = effect.words
    if effect.activity:
        words = turn.world.renderer.texts.render(turn.person(scene.owner).language, f"activity.{effect.activity}", plain=True)
    care_plans.add_step(turn.unit, scene.owner, words)


@handles(PlanStep)
def plan_step(effect: PlanStep, turn: Turn, scene: Scene) -> None:
    """The question about the step before is not asked any more."""
    assert scene.owner is not None
    step = care_plans.undated_step(turn.unit, scene.owner)
    if step is not None:
        for asked in conversations.backgrounds_of(turn.unit, scene.owner):
            if asked.flow == "plan_step":
                conversations.remove(turn.unit, asked.id)
        care_plans.leave_planned(turn.unit, scene.owner)
        care_plans.mark_step(turn.unit, step, "planned")
        turn.start("plan_step", scene.owner, step, step=step, days=effect.days)


@handles(MarkStep)
def mark_step(effect: MarkStep, turn: Turn, scene: Scene) -> None:
    care_plans.mark_step(turn.unit, effect.step, effect.state, effect.hindered)


@handles(AddStrength)
def add_strength(effect: AddStrength, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    care_plans.add_strength(turn.unit, scene.owner, effect.words)


@handles(AddSupporter)
def add_supporter(effect: AddSupporter, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    care_plans.add_supporter(turn.unit, scene.owner, effect.circle, effect.name)


@handles(SharePlan)
def share(effect: SharePlan, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    care_plans.share(turn.unit, scene.owner, effect.shared)
    updates.audit(turn.unit, scene.owner, "plan.shared" if effect.shared else "plan.private", scene.owner)
    alert = alerts.open_of(turn.unit, scene.owner)
    if alert is not None and alert.handler is not None and alert.state != "open":
        show_to(turn, scene.owner, alert.handler)


def show_to(turn: Turn, person: int, counselor: int) -> None:
    """The plan to a counselor who has the call of somebody who invited them. Every look is audited. Strengths and people stay out."""
    plan = care_plans.plan(turn.unit, person, turn.person(person).zone)
    if not plan.shared or not (plan.ratings or plan.goal or plan.step or plan.undated):
        return
    updates.audit(turn.unit, counselor, "plan.shown", person)
    args = {
        "who": turn.person(person).name or Ref("alert.somebody"),
        "bars": planning.bars(plan),
        "goal": planning.goal(plan),
        "step": planning.step_now(plan),
    }
    turn.say(turn.person(counselor), Say("plan.for_counselor", args), None)
