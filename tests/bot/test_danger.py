"""What follows from words of danger, wherever they are written: nobody is promised what is not done, and nothing written is lost."""

from __future__ import annotations

from typing import Any

import pytest

from conversations import aftercare, chats, interrupts
from conversations.effects import RaiseAlert
from conversations.effects.risk import RulesFailed
from conversations.kit import Command, Facts, Keep, Text
from simulator.model import Chat
from tests.script import Player
from tests.support import Running

CIRCLE = """
Rani is ready
Nisa is ready
Dimas: /groups
Dimas taps: Buat kelompok
Dimas taps: Ujian dan belajar
Dimas taps: 18 ke atas
Dimas taps: 3
Dimas taps: Sel, 24 Nov
Dimas taps: 16.00
Rani: /groups
Rani taps: Ujian dan belajar
Rani taps: Ikut
Rani taps: Setuju
Nisa: /groups
Nisa taps: Ujian dan belajar
Nisa taps: Ikut
Nisa taps: Setuju
1 day passes
3 hours pass
Dimas taps: Buka kelompok
Rani taps: 🚪 Masuk
Nisa taps: 🚪 Masuk
"""
PEER = """
Rani is ready
Rani: /peer
Rani taps: Kehilangan
Sari taps: Ya, bisa
"""
CLOSED = """
Rani is ready
Rani: aku mau bunuh diri malam ini
Ratna in group taps: Aku lihat
Ratna in group taps: Tutup
Ratna: sudah ditelepon, aman
"""


GUIDED = """
Rani is ready
Rani: /counselor
Rani taps: Perasaan
Rani taps: Lewati
Rani taps: Kapan saja
Rani taps: Ngobrol di sini
Ratna taps: Aku ambil
Ratna taps: Ngobrol
Rani: halo
"""
SOFT = ["aku beban buat semua orang", "aku ngerasa nggak ada harapan lagi", "aku beban buat keluargaku", "aku nggak kuat lagi", "aku nggak berguna"]


async def play(bot: Running, lines: str) -> None:
    player = Player(bot)
    for line in lines.strip().splitlines():
        await player.line(line.strip())
    await bot.settled()


def said(chat: Chat, after: str = "") -> str:
    """What the bot wrote (as it reads now), of a chat or only what came after one's own words."""
    texts = [(m["from"]["is_bot"], str(m.get("text") or m.get("caption") or "")) for m in chat.messages.values()]
    if after:
        at = max(n for n, (bot, text) in enumerate(texts) if not bot and text == after)
        texts = texts[at + 1 :]
    return "\n---\n".join(text for bot, text in texts if bot)


async def alerts(bot: Running) -> list[Any]:
    return await bot.all("SELECT id FROM alerts")


async def test_a_wish_to_die_in_a_group_calls_whom_the_leader_is_told_is_called(bot: Running) -> None:
    await play(bot, CIRCLE + "Rani: aku pengen mati")
    assert "konselor sudah kupanggil untuknya" in said(bot.dimas.chat)
    assert await alerts(bot), "the leader was told that a counselor is called, and nobody is"


async def test_whoever_writes_it_in_a_group_hears_that_the_group_does_not_read_it(bot: Running) -> None:
    await play(bot, CIRCLE + "Rani: aku pengen mati")
    assert "Temanmu ngobrol" not in said(bot.rani.chat, "aku pengen mati")


async def test_a_leader_of_a_group_in_danger_is_somebody_a_counselor_hears_of(bot: Running) -> None:
    await play(bot, CIRCLE + "Dimas: aku pengen mati")
    assert await alerts(bot)


async def test_a_report_of_a_threat_keeps_its_words(bot: Running) -> None:
    words = "dia ngancam mau bunuh aku kalau aku nggak kirim foto"
    await play(bot, PEER + f"Rani: /report\nRani taps: Ancaman\nRani taps: Nggak\nRani: {words}")
    assert "Temanmu ngobrol juga kuberi tahu" not in said(bot.rani.chat, words), "told to somebody who reports that very person"
    await bot.advance(minutes=40)
    assert words in said(bot.maya.chat)


async def test_a_wish_told_while_being_hurt_is_asked_about_is_asked_about_too(bot: Running) -> None:
    await play(bot, "Rani is ready\nRani: bapakku mukulin aku tiap malam\nRani: aku pengen mati\nRani taps: Nggak")
    assert "Apa kamu sempat berharap lebih baik mati" in said(bot.rani.chat) or await alerts(bot)


@pytest.mark.parametrize("way", ["/end", "/stop"])
async def test_leaving_a_serious_question_is_no_answer(bot: Running, way: str) -> None:
    await play(bot, f"Rani is ready\nRani: aku pengen mati\nRani taps: Ya\nRani taps: Ya\nRani taps: Ya\nRani: {way}\n30 minutes pass")
    assert await alerts(bot), "thoughts yes, method yes, intent open: and nobody ever hears of it"


@pytest.mark.parametrize("how", ["Rani sends: photo, aku mau bunuh diri malam ini", "Rani edits: aku pengen mati -> aku mau bunuh diri malam ini"])
async def test_who_called_somebody_already_is_asked_no_more(bot: Running, how: str) -> None:
    """As after a text (screen.py: "a counselor has just been called: no more questions")."""
    await play(bot, f"Rani is ready\nRani: aku pengen mati\n{how}")
    assert await bot.all("SELECT flow FROM conversations WHERE flow = 'screen'") == []


async def test_no_card_falls_into_the_talk_with_the_counselor(bot: Running) -> None:
    lines = (
        "Rani is ready\nRani: aku pengen mati\nRani: /sos\nRatna in group taps: Aku lihat\n"
        "Ratna in group taps: Ngobrol\nRani: halo kak\n25 minutes pass"
    )
    await play(bot, lines)
    assert "Aku baru saja memanggil konselor" not in said(bot.rani.chat, "halo kak")


async def test_the_bot_does_not_say_that_it_did_not_understand_while_it_asks(bot: Running) -> None:
    await play(bot, "Rani is ready\n" + "\n".join(f"Rani: {one}" for one in SOFT))
    assert "belum paham maksudmu" not in said(bot.rani.chat, SOFT[-1])


async def test_the_bot_does_not_say_that_nobody_reads_words_it_called_somebody_for(bot: Running) -> None:
    await play(bot, "Rani is ready\nRani: /aku mau bunuh diri malam ini")
    assert "nggak dibaca orang" not in said(bot.rani.chat, "/aku mau bunuh diri malam ini")


async def test_with_a_counselor_nobody_is_promised_what_is_not_done(bot: Running) -> None:
    await play(bot, GUIDED + "Rani: aku pengen mati")
    told = "Temanmu ngobrol juga kuberi tahu" in said(bot.rani.chat, "aku pengen mati")
    marked = len(said(bot.ratna.chat).split("---")) > 4
    assert marked or not told


async def test_who_is_being_looked_after_is_not_told_that_nobody_has_read_it_yet(bot: Running) -> None:
    lines = (
        "Rani is ready\nRani: aku mau bunuh diri malam ini\nRatna in group taps: Aku lihat\n"
        "Ratna in group taps: Ngobrol\nRani: malam ini aku mau bunuh diri"
    )
    await play(bot, lines)
    assert "Begitu ada yang membaca, aku langsung bilang" not in said(bot.rani.chat, "malam ini aku mau bunuh diri")


def test_who_would_rather_not_say_their_age_counts_as_under_18() -> None:
    said_ = Text("bapakku mukulin aku", crisis=("abuse.hit",), level="ask", category="abuse", spans=((0, 19),))
    stop = interrupts.step(said_, Facts(consented=True, age_band="skip"), None, None)
    assert any(isinstance(effect, RaiseAlert) for effect in stop.effects)


async def test_what_was_told_to_the_counselors_reaches_them(bot: Running) -> None:
    words = "Dari kecil bapakku mukulin aku kalau nilaiku jelek, ibu diam saja"
    await play(
        bot,
        "Rani is ready\nRani: /counselor\nRani taps: Perasaan\nRani: "
        + words
        + "\nRani taps: Nggak\nRani taps: Lewati\nRani taps: Minggu ini\nRani taps: Ngobrol di sini",
    )
    assert words in said(bot.ratna.chat)


async def test_after_it_got_worse_somebody_asks_again(bot: Running) -> None:
    await play(
        bot,
        CLOSED + "4 hours pass\nRani taps: Lebih berat\nRatna in group taps: Aku lihat\nRatna in group taps: Tutup\n"
        "Ratna: sudah ditelepon lagi\n47 hours pass",
    )
    assert said(bot.rani.chat).count("Sekarang gimana rasanya?") > 1


async def test_an_answer_in_words_is_an_answer(bot: Running) -> None:
    await play(bot, CLOSED + "4 hours pass\nRani: lebih berat")
    assert "belum paham maksudmu" not in said(bot.rani.chat, "lebih berat")


def test_broken_rules_are_told_of_after_a_command_too() -> None:
    stop = interrupts.step(Command("counselor", "aku mau bunuh diri", level="broken"), Facts(consented=True), None, None)
    assert any(isinstance(effect, RulesFailed) for effect in stop.effects)


def test_a_volunteer_with_several_chats_is_not_left_alone() -> None:
    """In one chat (``side`` "volunteer") the same words call a counselor for them."""
    words = Text("aku pengen mati", crisis=("suicide.wish",), level="ask", category="suicide", spans=((0, 15),))
    stop = interrupts.step(words, Facts(consented=True, age_band="adult", roles=frozenset({"volunteer"})), chats, chats.Choosing())
    assert any(isinstance(effect, RaiseAlert) for effect in stop.effects), stop.effects


@pytest.mark.parametrize(
    ("words", "answer"),
    [("Lebih berat...", "worse"), ("masih sama aja kok", "same"), ("udah mendingan", "better"), ("a bit better", "better"), ("nggak lebih baik", "")],
)
def test_a_few_words_are_read_where_they_are_plain(words: str, answer: str) -> None:
    step = aftercare.step(aftercare.Asked(1), Text(words), Facts(consented=True))
    assert (not isinstance(step, Keep)) == bool(answer)
    assert not answer or any(getattr(effect, "key", "") == f"aftercare.{answer}" for effect in step.effects)


async def test_words_that_are_no_plain_answer_are_answered_by_the_menu(bot: Running) -> None:
    await play(bot, CLOSED + "4 hours pass\nRani: nggak lebih baik")
    assert "belum paham maksudmu" in said(bot.rani.chat, "nggak lebih baik")


async def test_soft_signs_in_a_chat_are_marked_for_the_volunteer_and_asked_about_afterwards(bot: Running) -> None:
    """What nobody was asked is not counted as asked: a week would pass in silence."""
    await play(bot, PEER + "\n".join(f"Rani: {one}" for one in SOFT))
    assert said(bot.sari.chat).count("🟡") == 1
    await play(bot, f"Rani: {SOFT[0]}")
    assert said(bot.sari.chat).count("🟡") == 1, "not at every further one"
    await play(bot, f"Rani: /end\nRani taps: Lewati\nRani: {SOFT[0]}")
    assert "Boleh aku tanya sedikit" in said(bot.rani.chat)


async def test_soft_signs_of_the_volunteer_are_nothing_to_mark(bot: Running) -> None:
    await play(bot, PEER + "\n".join(f"Sari: {one}" for one in SOFT))
    assert "🟡" not in said(bot.rani.chat) + said(bot.sari.chat)


async def test_numbers_are_shown_once_a_day_and_only_what_was_shown_counts(bot: Running) -> None:
    numbers = "Healing119"
    await play(bot, "Rani is ready\nRani: temanku mau bunuh diri\nRani: aku pengen mati")
    assert said(bot.rani.chat).count(numbers) == 1
    await play(bot, "Rani taps: Nggak\nRani taps: Nggak\nRani taps: Nggak\n23 hours pass\nRani: aku pengen mati")
    assert said(bot.rani.chat).count(numbers) == 1
    await play(bot, "Rani taps: Nggak\nRani taps: Nggak\nRani taps: Nggak\n2 hours pass\nRani: aku pengen mati")
    assert said(bot.rani.chat).count(numbers) == 2, "not a day after they were asked about last, but after they were shown"


async def test_a_day_that_began_in_a_chat_shows_the_numbers_afterwards(bot: Running) -> None:
    await play(bot, PEER + "Rani: aku pengen mati\nRani: /end\nRani: kadang pengen mati aja rasanya")
    assert "Healing119" in said(bot.rani.chat)


async def test_silence_afterwards_is_no_call_of_ones_own(bot: Running) -> None:
    await play(bot, CLOSED + "45 hours pass")
    assert "nggak menjawab waktu ditanya kabarnya lagi" in said(bot.group.chat)
    assert "Belum ada konselor yang menjawab" not in said(bot.rani.chat), "they do not know of any call"
    await play(bot, "Ratna in group taps: Aku lihat")
    assert "diberi tahu bahwa mungkin keadaanmu" in said(bot.rani.chat)


async def test_what_a_volunteer_called_for_is_no_call_of_the_persons(bot: Running) -> None:
    await play(bot, PEER + "Sari: /counselor\nSari taps: Mungkin dia menyakiti diri\n5 minutes pass\nRatna in group taps: Aku lihat")
    assert "panggilanmu" not in said(bot.rani.chat)
    assert "diberi tahu bahwa mungkin keadaanmu" in said(bot.rani.chat)


async def test_whoever_is_hurt_by_somebody_reads_first_who_helps_with_that(bot: Running) -> None:
    def order(chat: Chat) -> list[bool]:
        cards = [str(m.get("text")) for m in chat.messages.values() if "SAPA 129" in str(m.get("text"))]
        return [card.index("SAPA 129") < card.index("Ambulans") for card in cards]

    await play(bot, "Rani is ready\nRani: bapakku mukulin aku tiap malam\nRani taps: Ya\nRani: /sos")
    assert order(bot.rani.chat) == [True, True, False]
    await play(bot, "Nisa is ready and under 18\nNisa: bapakku mukulin aku tiap malam")
    assert order(bot.nisa.chat) == [True]


LEFT = """
Rani is ready
Rani: /sos
Ratna in group taps: Aku lihat
Ratna in group taps: Ngobrol
Ratna: /end
9 hours pass
"""


async def test_sos_after_a_talk_that_is_over_is_a_call_of_its_own(bot: Running) -> None:
    await play(bot, LEFT + "Rani: /sos aku mau mati sekarang")
    assert "Begitu ada yang membaca, aku langsung bilang" in said(bot.rani.chat, "/sos aku mau mati sekarang")
    await play(bot, "2 minutes pass\nHendra hears: 🚨 Panggilan bantuan: darurat\nHendra taps: Aku lihat\nRani hears: Pak Hendra")


async def test_whoever_finds_a_call_lying_may_go_on_with_it(bot: Running) -> None:
    await play(
        bot, LEFT + "Hendra in group taps: Ngobrol\nGroup hears: 👀 Dibaca Pak Hendra\nHendra in group taps: Ngobrol\nRani: halo\nHendra hears: halo"
    )
