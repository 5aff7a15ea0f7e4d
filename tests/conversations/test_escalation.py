"""An alert: whoever taps first has it, it climbs until somebody does, and what the person is told is true."""

from __future__ import annotations

from dataclasses import replace

from conversations import escalation
from conversations.effects import AlertStaff, AskNote, CloseAlert, OpenCase, ReleaseAlert, TakeAlert, TellPerson, TellStaff
from conversations.escalation import TOLD_RUNGS, Climbing, Seen, Talking
from conversations.kit import CaseClosed, Choice, End, Joined, Keep, Next, Timeout, Toast, Undelivered, load
from conversations.staffing import Back, Call
from tests.conversations.situations import LADDER, MINUTE, SITUATIONS

SRI = SITUATIONS["a counselor, not joined"]
DEWI = replace(SITUATIONS["another counselor"], actor_name="Bu Dewi")
NO_CHAT = SITUATIONS["another counselor, without a private chat"]
SEEN = Seen(SRI.actor, SRI.actor_name)
TALKING = Talking(SRI.actor, SRI.actor_name)
ACK, TALK, CLOSE = (Choice("alert", value) for value in ("ack", "talk", "close"))


def told(step: object) -> list[str]:
    return [effect.key for effect in getattr(step, "effects", ()) if isinstance(effect, (TellPerson, TellStaff, Toast))]


def test_unanswered_it_climbs_for_ever_and_the_person_is_told_a_few_times() -> None:
    step = escalation.start(SRI)
    audiences, news = [], 0
    for _ in range(20):
        assert isinstance(step, Next)
        assert step.expires == (LADDER[step.state.rung].wait if step.state.rung < len(LADDER) else SRI.place.repeat.wait)
        audiences += [effect.to for effect in step.effects if isinstance(effect, AlertStaff)]
        news += told(step).count("sos.not_yet")
        step = escalation.step(step.state, Timeout(), SRI)
    assert audiences[:3] == [rung.to for rung in LADDER]
    assert set(audiences[3:]) == {SRI.place.repeat.to}
    assert news == TOLD_RUNGS


def test_the_first_who_taps_has_it_and_others_hear_who() -> None:
    step = escalation.step(Climbing(1), ACK, SRI)
    assert isinstance(step, Next)
    assert step.state == SEEN
    assert step.expires == SRI.place.take_over
    assert TakeAlert() in step.effects
    assert told(step) == ["alert.yours", "sos.seen"]
    for state in (SEEN, TALKING):
        for tap in (ACK, TALK, CLOSE):
            for other in (DEWI, NO_CHAT):
                assert told(escalation.step(state, tap, other)) == ["alert.taken_by"]


def test_a_counselor_without_a_private_chat_is_told_to_open_one() -> None:
    """Neither a chat nor a closing note can be begun with somebody the bot may not write to."""
    mine = replace(NO_CHAT, actor=SRI.actor)
    for state in (Climbing(0), SEEN, TALKING):
        for tap in (TALK, CLOSE):
            step = escalation.step(state, tap, mine)
            assert isinstance(step, Keep)
            assert told(step) == ["alert.open_private_chat"]


def test_nobody_answers_their_own_call() -> None:
    own = replace(SRI, call=Call(person=SRI.actor))
    for state in (Climbing(0), SEEN, Seen(DEWI.actor, "Bu Dewi"), TALKING):
        for tap in (ACK, *(Choice("alert", value) for value in ("talk", "join", "close", "hand", "note", "refer", "follow", "who"))):
            step = escalation.step(state, tap, own)
            assert isinstance(step, Keep) and told(step) == ["alert.own"]
    assert isinstance(escalation.step(Climbing(0), ACK, replace(DEWI, call=own.call)), Next)


def test_seen_is_not_enough_somebody_has_to_talk() -> None:
    for event in (Timeout(), Undelivered("handler", "blocked")):
        step = escalation.step(SEEN, event, SRI)
        assert isinstance(step, Next)
        assert step.state == Climbing(1)
        assert ReleaseAlert() in step.effects
        assert AlertStaff(LADDER[1].to, again=True) in step.effects


def test_talking_and_closing_with_a_note() -> None:
    step = escalation.step(SEEN, TALK, SRI)
    assert isinstance(step, Next)
    assert (step.state, OpenCase() in step.effects) == (TALKING, True)
    assert AskNote() in escalation.step(TALKING, CLOSE, SRI).effects
    end = escalation.step(TALKING, CaseClosed("sudah aman"), SRI)
    assert isinstance(end, End)
    assert CloseAlert("sudah aman") in end.effects
    assert told(end) == ["case.closed"]


def test_an_open_case_is_not_forgotten() -> None:
    step = escalation.step(TALKING, Timeout(), SRI)
    assert isinstance(step, Next)
    assert (step.state, bool(step.expires)) == (TALKING, True)
    assert set(told(step)) == {"alert.still_open"}


def test_a_group_that_cannot_be_reached_costs_no_time() -> None:
    step = escalation.step(Climbing(0), Undelivered("group", "blocked"), SRI)
    assert isinstance(step, Next)
    assert (step.state, step.expires) == (Climbing(1), MINUTE)
    assert isinstance(escalation.step(Climbing(1), Undelivered("group", "blocked"), SRI), Keep)


def test_a_new_reason_and_a_person_who_cannot_be_reached_are_told() -> None:
    assert AlertStaff(LADDER[0].to, again=True) in escalation.step(Climbing(2), Joined("imminent", "sos"), SRI).effects
    step = escalation.step(SEEN, Joined("imminent", "sos"), SRI)
    assert step.effects == (TellStaff("alert.joined", reason="sos"), TellStaff("alert.joined", to="handler", reason="sos"))
    assert set(told(escalation.step(TALKING, Undelivered("person", "blocked"), SRI))) == {"alert.person_unreachable"}


def test_nobody_is_talked_with_while_another_talk_is_open() -> None:
    busy = replace(SRI, actor_in_chat=True)
    step = escalation.step(SEEN, TALK, busy)
    assert isinstance(step, Keep)
    assert told(step) == ["alert.finish_first"]
    assert isinstance(escalation.step(TALKING, TALK, busy), Next)


def test_out_of_hours_the_person_hears_the_truth_and_when_people_are_there() -> None:
    off = replace(SRI, call=Call("high", 3, staffed=False, back=Back(1, 1, "07.00")))
    assert told(escalation.start(off)) == ["sos.off_hours"]
    assert told(escalation.step(Climbing(0), Timeout(), off)) == ["sos.not_yet_off_hours"]
    assert told(escalation.start(replace(SRI, call=Call("high", 3, staffed=False)))) == ["sos.off_hours"]


def test_somebody_who_did_not_call_is_told_nothing_before_a_counselor_has_seen_it() -> None:
    unasked = replace(SRI, call=Call("high", 3, staffed=False, asked=False))
    assert told(escalation.start(unasked)) == []
    assert told(escalation.step(Climbing(0), Timeout(), unasked)) == []
    assert told(escalation.step(Climbing(0), ACK, unasked)) == ["alert.yours", "sos.seen_unasked"]


def test_a_more_serious_reason_begins_its_own_ladder() -> None:
    night = replace(SRI, call=Call("concern", 23))
    slow = escalation.start(night)
    assert isinstance(slow, Next) and slow.expires == 30 * MINUTE
    quick = escalation.step(slow.state, Joined("imminent", "sos"), replace(SRI, call=Call("imminent", 23)))
    assert isinstance(quick, Next)
    assert (quick.state, quick.expires) == (Climbing(0, "imminent"), MINUTE)
    assert isinstance(escalation.step(slow.state, Joined("concern", "asked"), night), Keep)


def test_an_alert_of_the_first_version_goes_on() -> None:
    assert load(escalation, 1, {"is": "Climbing", "rung": 2}) == Climbing(2, "high")
