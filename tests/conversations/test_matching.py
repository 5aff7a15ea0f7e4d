"""Who is asked next: the musts, what counts first, and that the answer is always the same."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.matching import Candidate, Seeker, best, shared

SEEKER = Seeker(1, "id", "grief", frozenset({"grief", "study", "family"}))
FIT = Candidate(2, "id", frozenset({"grief"}))


def test_nobody_there_is_nobody() -> None:
    assert best(SEEKER, []) is None


@pytest.mark.parametrize(
    "why_not",
    [{"on_duty": False}, {"reachable": False}, {"chats": 1}, {"chats": 3, "capacity": 3}, {"asked": True}, {"language": "en"}, {"person": 1}],
)
def test_who_may_not_be_asked_is_not(why_not: dict[str, object]) -> None:
    assert best(SEEKER, [FIT]) is not None
    assert best(SEEKER, [replace(FIT, **why_not)]) is None  # type: ignore[arg-type]


def test_what_counts_in_order() -> None:
    """Each of these is better than all that follow: the wanted topic, more shared topics, fewer chats, the longest pause, the lower id."""
    ranked = [
        Candidate(9, "id", frozenset({"grief", "study", "family"}), chats=1, capacity=3, last_chat=9),
        Candidate(8, "id", frozenset({"grief", "study"}), chats=1, capacity=3, last_chat=9),
        Candidate(7, "id", frozenset({"grief"}), chats=0, capacity=3, last_chat=9),
        Candidate(6, "id", frozenset({"grief"}), chats=1, capacity=3, last_chat=0),
        Candidate(4, "id", frozenset({"grief"}), chats=1, capacity=3, last_chat=5),
        Candidate(5, "id", frozenset({"grief"}), chats=1, capacity=3, last_chat=5),
        Candidate(3, "id", frozenset({"study", "family"})),
        Candidate(2, "id", frozenset()),
    ]
    for n, wanted in enumerate(ranked):
        found = best(SEEKER, reversed(ranked[n:]))
        assert found is not None
        assert found.candidate == wanted


def test_the_order_of_candidates_does_not_matter() -> None:
    crowd = [Candidate(n, "id", frozenset({"grief"} if n % 2 else {"study"}), chats=n % 3, capacity=3) for n in range(2, 7)]
    assert len({best(SEEKER, order) for order in permutations(crowd)}) == 1


def test_both_are_told_the_wanted_topic_first() -> None:
    known = Candidate(2, "id", frozenset({"family", "study", "grief", "money"}))
    assert shared(SEEKER, known) == ("grief", "family", "study")
    assert shared(replace(SEEKER, topic=""), known) == ("family", "grief", "study")
    assert shared(replace(SEEKER, topic="money"), known) == ("money", "family", "grief")
    assert shared(SEEKER, Candidate(2, "id", frozenset({"money"}))) == ()


topics = st.frozensets(st.sampled_from(["grief", "study", "family", "money"]))
candidates = st.builds(
    Candidate,
    person=st.integers(1, 8),
    language=st.sampled_from(["id", "en"]),
    topics=topics,
    on_duty=st.booleans(),
    reachable=st.booleans(),
    chats=st.integers(0, 3),
    capacity=st.integers(1, 3),
    asked=st.booleans(),
    last_chat=st.integers(0, 3),
)


@given(st.builds(Seeker, person=st.just(1), language=st.just("id"), topic=st.sampled_from(["", "grief"]), topics=topics), st.lists(candidates))
def test_whoever_is_chosen_may_be_asked_and_shares_what_is_said(seeker: Seeker, crowd: list[Candidate]) -> None:
    found = best(seeker, crowd)
    if found is None:
        assert not any(c.on_duty and c.reachable and c.chats < c.capacity and not c.asked and c.language == "id" and c.person != 1 for c in crowd)
        return
    chosen = found.candidate
    assert chosen.on_duty
    assert chosen.reachable
    assert chosen.chats < chosen.capacity
    assert not chosen.asked
    assert (chosen.language, chosen.person != 1) == ("id", True)
    assert set(found.shared) <= chosen.topics & (seeker.topics | {seeker.topic})
    assert len(found.shared) <= 3
