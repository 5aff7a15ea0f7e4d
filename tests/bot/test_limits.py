"""The limiter, as Telegram would count: whatever is asked for and whenever, no window is ever overfull."""

from __future__ import annotations

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bot.telegram.limits import MARGIN, Bucket, Limiter, Window

CHATS = st.sampled_from([1, 2, 3, -100])
STEPS = st.lists(st.tuples(CHATS, st.booleans(), st.floats(0, 0.7)), min_size=20, max_size=150)


def limiter(now: list[float], **changes: float) -> Limiter:
    known = {"per_second": 30, "chat_per_second": 1, "chat_burst": 3, "group_per_minute": 20, **changes}
    return Limiter(enabled=True, clock=lambda: now[0], **known)  # type: ignore[arg-type]


def play(steps: list[tuple[int, bool, float]], **changes: float) -> list[tuple[float, int, bool]]:
    """Everybody sends as early as the limiter lets them; (time, chat, prompt) of every message."""
    now, sent = [0.0], []
    limits = limiter(now, **changes)
    for chat, prompt, pause in steps:
        now[0] += pause if pause > 0.5 else 0
        while (wait := max(limits.wait(prompt=prompt), limits.wait_chat(chat))) > 0:
            now[0] += wait + 1e-9
        limits.take(chat, prompt=prompt)
        sent.append((now[0], chat, prompt))
    return sent


def most(times: list[float], seconds: float) -> int:
    return max((sum(start <= at < start + seconds for at in times) for start in times), default=0)


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_never_more_than_telegram_allows(steps: list[tuple[int, bool, float]]) -> None:
    sent = play(steps)
    assert most([at for at, _, _ in sent], 1.0) <= 30
    for chat in (1, 2, 3):
        times = [at for at, to, _ in sent if to == chat]
        for n, start in enumerate(times):
            for count, at in enumerate(times[n:], 1):
                assert count <= 3 + (at - start) * 1.0 + 1e-6, "one a second with a burst of three"
    assert most([at for at, to, _ in sent if to == -100], 60.0) <= 20


@settings(max_examples=20, deadline=None, phases=[Phase.generate])
@given(st.lists(st.tuples(st.integers(1, 10_000), st.booleans(), st.just(0.0)), min_size=40, max_size=80))
def test_prompts_keep_their_distance_and_nothing_waits_for_long(steps: list[tuple[int, bool, float]]) -> None:
    sent = play(steps, chat_burst=1000, chat_per_second=1000)
    assert most([at for at, _, _ in sent], 1.0) <= 30
    prompts = [at for at, _, prompt in sent if prompt]
    assert all(later - before >= 1 / 30 - 1e-6 for before, later in zip(prompts, prompts[2:], strict=False)), "one may catch up, no more"
    assert sent[-1][0] <= len(sent) * (1 + MARGIN) / 30 + 1.1


@settings(max_examples=30, deadline=None)
@given(st.floats(0.1, 100), st.integers(5, 80))
def test_any_rate_that_can_be_set(rate: float, count: int) -> None:
    sent = play([(n + 1, False, 0.0) for n in range(count)], per_second=rate)
    assert most([at for at, _, _ in sent], max(1.0, 1 / rate)) <= max(1, int(rate))


def test_a_window_and_a_bucket() -> None:
    window = Window(2, 1)
    for at in (0.0, 0.5):
        assert window.wait(at) == 0
        window.take(at)
    assert 0.5 < window.wait(0.5) <= 0.5 + MARGIN
    assert window.wait(1.1) == 0
    bucket = Bucket(1, 2, 0.0)
    bucket.take(0)
    bucket.take(0)
    assert bucket.wait(0) == 1
    assert bucket.wait(1) == 0


def test_switched_off_it_only_minds_what_telegram_said() -> None:
    now = [0.0]
    limits = Limiter(enabled=False, per_second=1, chat_per_second=1, chat_burst=1, group_per_minute=1, clock=lambda: now[0])
    for _ in range(50):
        assert limits.wait(prompt=True) == limits.wait_chat(1) == 0
        limits.take(1, prompt=True)
    limits.pause(1, 5)
    assert limits.wait(prompt=False) == 1
    assert limits.wait_chat(1) == 5 and limits.wait_chat(2) == 0
    now[0] = 5
    assert limits.wait(prompt=False) == limits.wait_chat(1) == 0


def test_memory_follows_who_is_active() -> None:
    now = [0.0]
    limits = limiter(now)
    for chat in (1, 2, -5):
        limits.take(chat, prompt=False)
    limits.take(0, prompt=False)
    limits.forget_idle()
    assert set(limits._chats) == {1, 2, -5}
    now[0] = 30
    limits.forget_idle()
    assert set(limits._chats) == {-5}
    now[0] = 61
    limits.forget_idle()
    assert not limits._chats
