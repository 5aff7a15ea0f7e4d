"""A few simulated days of matching: the same every time, and better than first come, first served."""

from __future__ import annotations

from benchmarks.matching import HOUR, RULES, Week, at_random, first_come, gini, measure, ours


def test_the_same_days_give_the_same_result() -> None:
    assert Week(ours, 3, 400, 20, 1).play() == Week(ours, 3, 400, 20, 1).play()


def test_more_shared_experience_than_in_order_or_by_chance_and_the_goals_are_met() -> None:
    best, plain, luck = (Week(decide, 1, 2000, 60, 2).play() for decide in (ours, first_come, at_random))
    assert best.shared / best.paired >= 0.85
    assert best.shared / best.paired > max(plain.shared / plain.paired, luck.shared / luck.paired) + 0.2
    waits = sorted(best.waits)
    assert waits[int(len(waits) * 0.95)] <= HOUR // 12
    assert RULES.patience < HOUR // 12


def test_how_evenly_the_work_is_shared() -> None:
    assert gini([2.0, 2.0, 2.0]) == 0
    assert round(gini([0.0, 0.0, 0.0, 4.0]), 2) == 0.75
    assert gini([]) == 0


def test_the_table_can_be_shown() -> None:
    measure(people=300, volunteers=10, days=1, seeds=(1, 2)).show()
