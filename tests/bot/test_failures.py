"""What cannot be handled silences nobody: calls for help go on without the name or the words that do not open, and somebody hears of the rest."""

from __future__ import annotations

from typing import Any

import pytest

from bot.play import Play
from tests.support import Running

BROKEN = "zeroblob(60)"


async def damage(bot: Running, what: str) -> None:
    assert (await bot.unit(lambda unit: unit.run(f"UPDATE {what}"))).rowcount


def words(messages: list[dict[str, Any]]) -> str:
    return "\n".join(str(message["text"]) for message in messages if "text" in message)


async def test_the_damaged_name_of_one_counselor_silences_no_calls(bot: Running) -> None:
    await bot.onboard(bot.rani)
    await damage(bot, f"people SET name_x = {BROKEN} WHERE telegram_id = 301")
    await bot.rani.says("/sos")
    await bot.settled()
    await bot.advance(minutes=30)
    assert await bot.all("SELECT reason FROM parked") == []
    assert "🚨" in words(bot.hendra.sees())


async def test_the_damaged_name_of_the_person_does_not_silence_their_call(bot: Running) -> None:
    await bot.onboard(bot.rani)
    await damage(bot, f"people SET name_x = {BROKEN} WHERE telegram_id = 101")
    await bot.rani.says("/sos")
    await bot.settled()
    assert "cari manusia" in words(bot.rani.sees())
    assert "seseorang yang belum bernama" in words(bot.ratna.sees(bot.group))


async def test_damaged_words_do_not_stop_a_call_from_climbing(bot: Running) -> None:
    await bot.onboard(bot.rani)
    await bot.rani.says("aku mau bunuh diri malam ini")
    await bot.settled()
    await damage(bot, f"alert_reasons SET words_x = {BROKEN} WHERE words_x IS NOT NULL")
    before = len(bot.ratna.sees(bot.group))
    await bot.advance(minutes=30)
    assert len(bot.ratna.sees(bot.group)) > before


def fail(*_: Any, **__: Any) -> None:
    raise LookupError("a bug")


async def test_a_call_whose_timer_fails_is_told_to_everybody_now_and_then(bot: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    await bot.onboard(bot.rani)
    await bot.rani.says("/sos")
    await bot.settled()
    monkeypatch.setattr("bot.effects.alerts.put_card", fail)
    await bot.advance(minutes=25)
    for reader in (bot.ratna.sees(bot.group), bot.hendra.sees(), bot.maya.sees()):
        assert 2 <= words(reader).count("kartunya sekarang nggak bisa kutampilkan") <= 4


async def test_another_timer_that_fails_is_told_to_the_coordinators(bot: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    await bot.onboard(bot.rani)
    monkeypatch.setattr(Play, "timer", fail)
    await bot.unit(lambda unit: unit.run("UPDATE timers SET due_at = 0 WHERE kind = 'prompt'"))
    await bot.advance(minutes=2)
    assert "kucoba lagi tiap menit" in words(bot.maya.sees())
    assert "kucoba lagi tiap menit" not in words(bot.hendra.sees())


@pytest.mark.parametrize("call", ["/sos", "aku mau bunuh diri malam ini", "button"])
async def test_a_call_that_cannot_be_handled_is_told_to_everybody(bot: Running, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    await bot.onboard(bot.rani)
    await bot.rani.says("/help" if call != "button" else "/care")
    if call == "button":
        await bot.rani.says("bla bla")
    await bot.settled()
    monkeypatch.setattr(Play, "_hear", fail)
    await (bot.rani.taps("SOS") if call == "button" else bot.rani.says(call))
    await bot.settled()
    assert "cari manusia" in words(bot.rani.sees())
    for reader in (bot.ratna.sees(bot.group), bot.hendra.sees(), bot.maya.sees()):
        assert "Seseorang memanggil bantuan, tapi pesannya nggak bisa kuolah" in words(reader)


async def test_who_wrote_hears_that_it_did_not_work(bot: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    await bot.onboard(bot.rani)
    monkeypatch.setattr(Play, "_hear", fail)
    await bot.rani.says("/mood")
    await bot.settled()
    assert "Maaf, ada yang salah di pihakku" in words(bot.rani.sees())
    assert "nggak bisa kuolah" in words(bot.maya.sees())
    assert "nggak bisa kuolah" not in words(bot.hendra.sees())
