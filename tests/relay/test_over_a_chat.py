"""What is asked over a chat, a report or a counselor's note, is answered for those who asked: never passed on, even as an answer to a message."""

from __future__ import annotations

from simulator.handles import PersonHandle
from tests.relay.conftest import last
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
