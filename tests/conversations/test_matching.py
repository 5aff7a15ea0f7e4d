"""Who is asked for whom: the hard rules, what counts first, the whole line at once, and that the answer is always the same."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.matching import Candidate, Match, Rules, Seeker, assign, experience, free, picky

ID = frozenset({"id"})
SEEKER = Seeker(1, "id", ("grief",), frozenset({"grief", "study", "family"}))
FIT = Candidate(2, ID, frozenset({"grief"}))
NONE = Rules()
MINUTE = 60_000


def best(seeker: Seeker, crowd: list[Candidate], rules: Rules = NONE, moment: int = 0) -> Candidate | None:
    found = assign([seeker], crowd, rules, moment)
    return found[0].candidate if found else None


def test_nobody_there_is_nobody() -> None:
    assert assign([SEEKER], [], NONE, 0) == []
    assert assign([], [FIT], NONE, 0) == []


@pytest.mark.parametrize(
    "why_not",
    [
        *({"on_duty": False}, {"reachable": False}, {"chats": 1}, {"chats": 3, "capacity": 3}, {"asked": True}, {"cooling": True}),
        *({"languages": frozenset({"en"})}, {"person": 1}, {"refused": frozenset({1})}, {"blocked": frozenset({1})}),
    ],
)
def test_who_may_not_be_asked_is_not(why_not: dict[str, Any]) -> None:
    assert best(SEEKER, [FIT]) == FIT
    assert best(SEEKER, [replace(FIT, **why_not)]) is None


def test_a_minor_meets_only_who_is_cleared_for_it() -> None:
    young = replace(SEEKER, minor=True)
    assert best(young, [FIT]) is None
    assert best(young, [replace(FIT, youth=True)]) is not None


def test_a_wish_for_a_woman_is_kept() -> None:
    wish = replace(SEEKER, gender="woman")
    assert best(wish, [FIT, replace(FIT, person=3, gender="man")]) is None
    woman = replace(FIT, person=4, gender="woman")
    assert best(wish, [FIT, woman]) == woman


def test_nobody_of_the_own_team_if_one_side_or_the_place_wants_it() -> None:
    mate, other, unknown = replace(FIT, team="7b"), replace(FIT, team="7c"), FIT
    for seeker, rules in ((replace(SEEKER, apart=True, team="7b"), NONE), (replace(SEEKER, team="7b"), Rules(apart=True))):
        assert best(seeker, [mate], rules) is None
        assert best(seeker, [other], rules) is not None
        assert best(seeker, [unknown], rules) is not None
    assert best(replace(SEEKER, team="7b"), [mate]) is not None
    assert best(replace(SEEKER, apart=True), [unknown]) is not None


def test_a_place_may_want_shared_experience_only() -> None:
    rules = Rules(shared_only=True)
    assert best(SEEKER, [Candidate(2, ID, frozenset({"money"}))], rules, 10**9) is None
    assert best(SEEKER, [Candidate(2, ID, frozenset({"family"}))], rules, 10**9) is not None


def test_what_counts_in_order() -> None:
    """Each of these is better than all that follow."""
    wishes = replace(SEEKER, again=True, age="young")
    grief = Candidate(9, ID, frozenset({"grief"}), load=9, rating=100, last_chat=9)
    ranked = [
        replace(grief, person=20, age="young"),
        replace(grief, person=19, met=frozenset({1})),
        replace(grief, person=18, load=1),
        replace(grief, person=17, load=2, rating=450),
        replace(grief, person=16, load=2, rating=440, last_chat=1),
        replace(grief, person=14, load=2, rating=440, last_chat=2),
        replace(grief, person=15, load=2, rating=440, last_chat=2),
        replace(grief, person=13, load=200, rating=900),
        Candidate(12, ID, frozenset({"study", "family"}), age="young", met=frozenset({1})),
        Candidate(11, ID, frozenset({"money"})),
    ]
    for n, wanted in enumerate(ranked):
        assert best(wishes, [*ranked[:n:-1], wanted]) == wanted
    mutual = replace(grief, person=30, again=frozenset({1}))
    assert best(SEEKER, [*ranked[1:], mutual]) == mutual
    assert best(SEEKER, [replace(ranked[1], load=99), ranked[2]]) == ranked[2], "without the wish, having met says nothing"


def test_somebody_who_wants_anything_is_asked_what_they_care_about() -> None:
    anything = replace(SEEKER, wanted=())
    assert experience(anything, Candidate(2, ID, frozenset({"study"}))) == 2
    assert experience(anything, Candidate(2, ID, frozenset({"money"}))) == 0
    assert experience(SEEKER, Candidate(2, ID, frozenset({"study"}))) == 1


def test_both_are_told_the_wanted_topics_first() -> None:
    known = Candidate(2, ID, frozenset({"family", "study", "grief", "money"}))

    def shared(**changes: Any) -> tuple[str, ...]:
        return assign([replace(SEEKER, **changes)], [known], NONE, 0)[0].shared

    assert shared() == ("grief", "family", "study")
    assert shared(wanted=()) == ("family", "grief", "study")
    assert shared(wanted=("money", "identity", "grief")) == ("money", "grief", "family")
    assert assign([SEEKER], [Candidate(2, ID, frozenset({"money"}))], NONE, 0)[0].shared == ()


def test_urgency_then_the_longest_wait_and_the_line_is_served_as_far_as_it_goes() -> None:
    line = [Seeker(1, "id", since=5), Seeker(2, "id", since=1), Seeker(3, "id", since=9, urgent=1), Seeker(4, "en", since=0)]
    one, two = [Candidate(n, ID) for n in (11, 12)]
    assert [match.seeker.person for match in assign(line, [one], NONE, 0)] == [3]
    assert [match.seeker.person for match in assign(line, [one, two], NONE, 0)] == [3, 2]


def test_the_whole_line_is_better_off_than_first_come_first_served() -> None:
    """The first would take the only one who knows the second's topic."""
    first, second = Seeker(1, "id", ("grief",), since=1), Seeker(2, "id", ("money",), since=2)
    both, grief = Candidate(11, ID, frozenset({"grief", "money"})), Candidate(12, ID, frozenset({"grief"}), load=5)
    found = assign([first, second], [both, grief], NONE, 0)
    assert [(match.seeker.person, match.candidate.person) for match in found] == [(1, 12), (2, 11)]


def test_a_few_are_asked_at_once_the_best_first_and_nobody_for_two() -> None:
    crowd = [Candidate(n, ID, load=n) for n in (11, 12, 13, 14, 15)]
    found = assign([SEEKER, replace(SEEKER, person=3, since=1)], crowd, Rules(at_once=2), 0)
    assert sorted((match.seeker.person, match.candidate.person) for match in found)[0][1] in {11, 12}
    assert len({match.candidate.person for match in found}) == len(found) == 4
    assert {match.candidate.person for match in found} == {11, 12, 13, 14}


def test_for_a_while_only_somebody_who_lived_through_it() -> None:
    rules = Rules(patience=MINUTE)
    stranger, busy = Candidate(2, ID), replace(FIT, person=3, chats=1)
    assert best(SEEKER, [stranger, busy], rules) is None
    assert best(SEEKER, [stranger, busy], rules, MINUTE) == stranger
    assert best(replace(SEEKER, urgent=1), [stranger, busy], rules) == stranger
    assert best(replace(SEEKER, wanted=()), [stranger, busy], rules) == stranger
    for hopeless in ({"refused": frozenset({1})}, {"on_duty": False}, {"cooling": True}, {"reachable": False}, {"topics": frozenset({"study"})}):
        assert not picky(SEEKER, [stranger, replace(busy, **hopeless)], rules, 0), "nobody is worth waiting for"  # type: ignore[arg-type]


def test_a_line_longer_than_a_slice_is_served_in_order() -> None:
    line = [Seeker(n, "id", since=n) for n in range(1, 101)]
    crowd = [Candidate(n, ID) for n in range(1001, 1091)]
    assert [match.seeker.person for match in assign(line, crowd, NONE, 0)] == list(range(1, 91))


few = st.frozensets(st.integers(1, 4), max_size=2)
topics = st.frozensets(st.sampled_from(["grief", "study", "family", "money"]))
candidates = st.builds(
    Candidate,
    person=st.integers(1, 9),
    languages=st.frozensets(st.sampled_from(["id", "en"])),
    topics=topics,
    on_duty=st.booleans(),
    reachable=st.booleans(),
    chats=st.integers(0, 2),
    capacity=st.integers(1, 3),
    asked=st.sampled_from([False, False, True]),
    cooling=st.sampled_from([False, False, True]),
    youth=st.booleans(),
    refused=few,
    blocked=few,
    met=few,
    again=few,
    load=st.integers(0, 3),
    last_chat=st.integers(0, 3),
    gender=st.sampled_from(["", "woman", "man"]),
    team=st.sampled_from(["", "a", "b"]),
)
seekers = st.builds(
    Seeker,
    person=st.integers(1, 4),
    language=st.sampled_from(["id", "en"]),
    wanted=st.sampled_from([(), ("grief",), ("money", "study")]),
    topics=topics,
    minor=st.booleans(),
    since=st.integers(0, 3),
    urgent=st.integers(0, 2),
    again=st.booleans(),
    gender=st.sampled_from(["", "", "woman"]),
    apart=st.booleans(),
    team=st.sampled_from(["", "a", "b"]),
)
lines = st.lists(seekers, max_size=4, unique_by=lambda s: s.person)
crowds = st.lists(candidates, max_size=6, unique_by=lambda c: c.person)
settings = st.builds(Rules, apart=st.booleans(), shared_only=st.booleans(), patience=st.integers(0, 4), at_once=st.integers(1, 3))


@given(lines, crowds, settings, st.integers(0, 5))
def test_no_hard_rule_is_ever_broken(line: list[Seeker], crowd: list[Candidate], rules: Rules, moment: int) -> None:
    found = assign(line, crowd, rules, moment)
    assert len({match.candidate.person for match in found}) == len(found)
    for match in found:
        s, c = match.seeker, match.candidate
        assert allowed(s, c, rules), match
        assert set(match.shared) <= c.topics & (s.topics | set(s.wanted)) and len(match.shared) <= 3
        assert match.again == (s.person in c.again or (s.again and s.person in c.met))
        assert sum(other.seeker == s for other in found) <= rules.at_once


def allowed(s: Seeker, c: Candidate, rules: Rules) -> bool:
    """The hard rules, written down once more."""
    musts = [
        c.on_duty,
        c.reachable,
        not c.cooling,
        not c.asked,
        c.chats < c.capacity,
        s.language in c.languages,
        c.youth or not s.minor,
        s.person not in c.blocked,
        s.person not in c.refused,
        s.person != c.person,
        not s.gender or s.gender == c.gender,
        not (s.team and s.team == c.team and (s.apart or rules.apart)),
        not rules.shared_only or bool(c.topics & (s.topics | set(s.wanted))),
    ]
    return all(musts)


@given(lines, crowds, settings, st.randoms(use_true_random=False))
def test_the_order_in_which_people_are_handed_in_does_not_matter(line: list[Seeker], crowd: list[Candidate], rules: Rules, chance: Any) -> None:
    first = assign(line, crowd, rules, 0)
    chance.shuffle(line)
    chance.shuffle(crowd)
    assert assign(line, crowd, rules, 0) == first


def quality(found: list[Match]) -> tuple[int, int, int]:
    """The first levels: shared experience, the same peer again, load (less is better)."""
    return sum(2 - experience(m.seeker, m.candidate) for m in found), -sum(m.again for m in found), sum(m.candidate.load for m in found)


@given(lines, crowds)
def test_no_other_way_is_better(line: list[Seeker], crowd: list[Candidate]) -> None:
    """Among all ways to serve the same people: none shares more; of those that share as much, none has more "again"; and so on."""
    found = assign(line, crowd, NONE, 0)
    served = [match.seeker for match in found]
    for chosen in permutations([c for c in crowd if free(c)], len(served)):
        pairs = list(zip(served, chosen, strict=True))
        if all(allowed(s, c, NONE) for s, c in pairs):
            other = [Match(s, c, (), s.person in c.again or (s.again and s.person in c.met)) for s, c in pairs]
            assert quality(found) <= quality(other)
