"""What a counselor reads on the card of a call: all that was told lately, from the first words to the newest."""

from __future__ import annotations

from bot.effects.call_words import shortened
from bot.store import alerts, signs
from bot.store.database import Unit
from conversations import screen
from conversations.kit import load
from tests.bot.desk import COUNSELOR, GROUP, PERSON, Desk, spoil, texts
from tests.bot.test_danger import CLOSED, SOFT, play, said
from tests.support import Running


def card(bot: Running) -> str:
    """The newest message to the counselors' group."""
    return str(list(bot.group.chat.messages.values())[-1]["text"])


async def test_all_that_was_told_before_the_questions_ended(bot: Running) -> None:
    await play(bot, "Rani is ready\nRani: bapakku mukulin aku tiap malam\nRani: aku pengen mati\nRani taps: Lewati")
    first, second = card(bot).index("mukulin"), card(bot).index("pengen mati")
    assert first < second


async def test_what_joins_a_call_says_only_what_is_new(bot: Running) -> None:
    await play(bot, "Rani is ready\nRani: bapakku mukulin aku tiap malam\nRani: aku mau bunuh diri malam ini\nRani: /sos\nRani: aku pengen mati")
    assert [card(bot).count(words) for words in ("mukulin", "bunuh diri malam", "pengen mati")] == [1, 1, 1]


async def test_the_short_questions_and_what_was_answered(bot: Running) -> None:
    await play(bot, "Rani is ready\nRani: bapakku mukulin aku tiap malam\nRani taps: Lewati")
    assert "• Apa sekarang ini kamu dalam bahaya, atau takut pulang? dilewati" in card(bot)
    await play(bot, "Nisa is ready\nNisa: aku pengen mati\nNisa: ya\nNisa taps: Nggak\n20 minutes pass")
    asked = card(bot).partition("Pertanyaan singkat:\n")[2].splitlines()[:3]
    assert [line.rpartition("? ")[2] for line in asked] == ["Ya", "Nggak", "nggak dijawab"]


async def test_a_call_in_the_middle_of_the_questions_comes_with_what_was_answered(bot: Running) -> None:
    await play(bot, "Rani is ready\nRani: aku pengen mati\nRani taps: Ya\nRani: /sos")
    assert "mati, atau tidur dan nggak bangun lagi? Ya" in card(bot)


async def test_questions_that_cannot_be_read_any_more_hold_up_no_call(desk: Desk) -> None:
    await desk.person(PERSON)
    await desk.says(PERSON, "aku pengen mati")
    await spoil(desk, "screen", "garbage")
    assert "Panggilan bantuan: darurat" in texts(await desk.says(PERSON, "/sos"))


def test_questions_begun_before_answers_were_kept_go_on() -> None:
    assert load(screen, 1, {"is": "Asking", "question": "wish", "thoughts": False, "later": ""}) == screen.Asking("wish")


async def test_soft_signs_of_days_are_shown(bot: Running) -> None:
    await play(bot, "Rani is ready\n" + "\n".join(f"Rani: {one}" for one in SOFT) + "\n21 minutes pass")
    assert "beban" in card(bot) and "berguna" in card(bot)


async def test_it_got_worse_comes_with_what_was_just_written(bot: Running) -> None:
    await play(bot, CLOSED + "4 hours pass\nRani: masih pengen mati\nRani taps: Lebih berat")
    assert "pengen mati" in card(bot)


async def test_what_was_told_long_ago_or_without_consent_is_not_shown(bot: Running) -> None:
    await play(bot, "Rani is ready\nRani: bapakku mukulin aku tiap malam\nRani taps: Nggak\n2 hours pass\nRani: /sos")
    assert "mukulin" not in said(bot.group.chat)
    await play(bot, "Nisa: aku pengen mati\nNisa: /sos")
    assert "Tanpa kata-kata" in card(bot)


async def test_however_much_there_is_the_card_is_whole(desk: Desk) -> None:
    """Telegram takes 4096 characters, an emoji counted twice: the first and the newest words are there, and the buttons."""
    person = await desk.person(PERSON)
    await desk.says(PERSON, "bapakku mukulin aku tiap malam")

    def told(unit: Unit) -> None:
        for number in range(40):
            signs.add(unit, person.id, "ask", "suicide", "x", f"{number} aku pengen mati " + "😭" * 200)

    await desk.store.unit(told)
    await desk.says(PERSON, "/sos")
    await desk.taps(COUNSELOR, "escalation", "alert", "ack", chat=GROUP)

    def noted(unit: Unit) -> None:
        alert = alerts.all_open(unit)[0]
        for number in range(200):
            alerts.add_reason(unit, alert.id, "high", "words_suicide", f"{number} " + "x" * 90)

    await desk.store.unit(noted)
    await desk.says(PERSON, "aku pengen mati sekarang juga")
    shown = next(row for row in await desk.says(COUNSELOR, "/alerts") if "reply_markup" in row.params)
    text = texts([shown])
    assert len(text.encode("utf-16-le")) // 2 <= 4096 and shown.params["parse_mode"] == "HTML"
    assert "mukulin" in text and "sekarang juga" in text


def test_what_is_cut_out_is_the_middle() -> None:
    assert shortened("a" * 30, 30) == "a" * 30
    assert shortened("a" * 20 + "b" * 30, 33) == "a" * 11 + "…\n…" + "b" * 19
    assert shortened("😭" * 30, 31) == "😭" * 5 + "…\n…" + "😭" * 9


async def test_words_that_do_not_open_are_left_out(desk: Desk) -> None:
    await desk.person(PERSON)
    await desk.says(PERSON, "bapakku mukulin aku tiap malam")
    await desk.store.unit(lambda unit: unit.run("UPDATE risk_signs SET words_x = :damaged", damaged=b"garbage"))
    card = next(row for row in await desk.says(PERSON, "/sos") if row.chat == GROUP)
    assert "Panggilan bantuan: darurat" in texts([card]) and "mukulin" not in texts([card])


TOGETHER = ("i'm planning to be gone before KKN starts", "biar kelompok gue ga perlu nanggung gue juga")


async def test_what_was_weighed_together_is_shown_together(bot: Running) -> None:
    first, second = TOGETHER
    await play(bot, f"Rani is ready\nRani: tidur 2 jam, kelas online skip semua\nRani: {first}\nRani: {second}\n21 minutes pass")
    assert f"{first}\n{second}" in card(bot)
    assert await bot.value("SELECT count(*) FROM risk_signs WHERE instr(words_x, 'KKN')") == 0, "sealed"


async def test_what_was_weighed_together_in_a_chat_joins_a_call_once(bot: Running) -> None:
    first, second = TOGETHER
    await play(bot, f"Rani is ready\nRani: {first}\nRani: {second}\nRani: /sos\nRani: /call")
    assert card(bot).count("nanggung") == 1


async def test_of_what_was_weighed_together_nothing_from_before_the_consent_is_kept(bot: Running) -> None:
    first, second = TOGETHER
    await play(bot, f"Rani: {first}")
    bot.telegram.clock.set(bot.telegram.clock.now() + 5)
    await play(bot, f"Rani is ready\nRani: {second}\nRani: /sos")
    assert second in card(bot) and "KKN" not in card(bot)
