"""What is asked over a chat, a report or a counselor's note, is answered for those who asked: never passed on, even as an answer to a message."""

from __future__ import annotations

from simulator.handles import PersonHandle
from tests.relay.conftest import last, shown
from tests.support import Running


def words(who: PersonHandle) -> str:
    return "\n".join(str(message.get("text", message.get("caption", ""))) for message in who.sees())


async def steps(bot: Running, who: PersonHandle, *taps: str) -> None:
    for label in taps:
        await who.taps(label)
        await bot.settled()


async def test_the_words_of_a_report_never_reach_the_one_reported(pair: Running) -> None:
    """She answers the very message she reports, as one does."""
    await pair.dimas.says("kirim foto badanmu dong")
    await pair.settled()
    bad = last(pair.rani)
    await pair.rani.says("/report")
    await pair.settled()
    await steps(pair, pair.rani, "Ancaman", "Ya, boleh")
    await pair.rani.replies(bad, "Ini pesannya, dia melecehkan aku, jangan kasih tahu dia")
    await pair.settled()
    assert "melecehkan" not in words(pair.dimas)
    assert "melecehkan" in words(pair.maya)
    await pair.rani.replies(bad, "aku nggak mau")  # the form is over: this is said in the chat again
    await pair.settled()
    assert "aku nggak mau" in words(pair.dimas)


async def test_a_counselors_note_never_reaches_the_person(bot: Running) -> None:
    await bot.onboard(bot.rani)
    await bot.ratna.says("/start")
    await bot.settled()
    await bot.rani.says("/sos")
    await bot.settled()
    for label in ("Aku lihat", "💬 Ngobrol"):
        await bot.ratna.taps(label, chat=bot.group)
        await bot.settled()
    await bot.rani.says("ayahku memukul lagi")
    await bot.settled()
    told = last(bot.ratna)
    await bot.ratna.taps("Catatan", chat=bot.group)
    await bot.settled()
    await bot.ratna.replies(told, "Dugaan KDRT, kesannya manipulatif")
    await bot.settled()
    assert "manipulatif" not in words(bot.rani)


async def silent_while_she_reports(pair: Running) -> None:
    """The volunteer has not answered for ten minutes, and is taken off, while she fills in a report."""
    await pair.rani.says("halo")
    await pair.settled()
    await pair.advance(minutes=9)
    await pair.rani.says("/report")
    await pair.settled()
    await pair.advance(minutes=3)
    assert "tempatmu di antrean paling depan" in words(pair.rani)


async def test_a_wait_that_begins_beneath_a_report_has_its_screen_afterwards(pair: Running) -> None:
    await silent_while_she_reports(pair)
    assert "Aku sedang mencarikan" not in shown(pair.rani), "not in the middle of the report"
    await pair.rani.says("/end")  # out of the report
    await pair.settled()
    assert "Aku sedang mencarikan" in shown(pair.rani)
    await pair.rani.taps("Berhenti menunggu")
    await pair.settled()
    assert await pair.value("SELECT state FROM requests") == "left"


async def test_nobody_is_found_while_a_report_is_written(pair: Running) -> None:
    """The words of the report are not the first ones that somebody new reads."""
    await silent_while_she_reports(pair)
    await pair.sari.says("/duty")
    await pair.settled()
    assert "Ada yang ingin ngobrol" not in words(pair.sari)
    await steps(pair, pair.rani, "Ancaman", "Ya, boleh")
    await pair.rani.says("dia diam saja waktu aku menangis")
    await pair.settled()
    assert "menangis" in words(pair.maya)
    assert "menangis" not in words(pair.sari)
    assert "Ada yang ingin ngobrol" in words(pair.sari), "now somebody is looked for"
