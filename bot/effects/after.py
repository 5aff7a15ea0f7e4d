"""After a chat: the wish to talk again, which counts when both have it, and a line of thanks that reaches the volunteer only with a yes."""

from __future__ import annotations

from bot.effects import handles
from bot.store import bonds, links, updates
from bot.store.links import Link
from bot.turn import Scene, Turn
from conversations.effects.after import LeaveWords, PassThanks, WantAgain
from conversations.kit import say


def _link(turn: Turn, scene: Scene, number: int) -> Link:
    """Only the two who talked have a say. Raises LookupError for anybody else."""
    assert scene.owner is not None
    link = links.get(turn.unit, number)
    link.other(scene.owner)
    return link


@handles(WantAgain)
def want_again(effect: WantAgain, turn: Turn, scene: Scene) -> None:
    """A wish that the other one does not share is never told: nobody has to explain themselves."""
    link = _link(turn, scene, effect.link)
    assert scene.owner is not None
    other = link.other(scene.owner)
    if other in bonds.blocked_with(turn.unit, scene.owner):
        return
    both = bonds.want_again(turn.unit, scene.owner, other, yes=effect.yes)
    updates.audit(turn.unit, scene.owner, "peer.again" if effect.yes else "peer.not_again", link.id)
    if both:
        for one in (scene.owner, other):
            key = "again.both_volunteer" if one == link.helper else "again.both_person"
            turn.say(turn.person(one), say(key, alias=link.alias_for(one)), None)


@handles(LeaveWords)
def leave_words(effect: LeaveWords, turn: Turn, scene: Scene) -> None:
    link = _link(turn, scene, effect.link)
    assert scene.owner is not None
    bonds.leave_words(turn.unit, link.id, scene.owner, effect.words)


@handles(PassThanks)
def pass_thanks(effect: PassThanks, turn: Turn, scene: Scene) -> None:
    link = _link(turn, scene, effect.link)
    assert scene.owner is not None
    volunteer = turn.person(link.helper)
    away = not volunteer.reachable or volunteer.volunteer != "approved" or link.helper in bonds.blocked_with(turn.unit, scene.owner)
    words = "" if away else bonds.take_thanks(turn.unit, link.id, scene.owner)
    if words:
        turn.say(volunteer, say("again.thanks_received", alias=link.person_alias, words=words), None)
    turn.say(turn.person(scene.owner), say("feedback.passed" if words else "feedback.not_passed", alias=link.helper_alias), None)
