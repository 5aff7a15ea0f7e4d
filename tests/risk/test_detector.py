"""The detector: what it finds and leaves, what it never does whatever is typed."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content import ROOT
from bot.risk import LEVELS, Detector, load
from bot.risk.folding import fold, tokens
from bot.risk.words import UNKNOWN

FOUND, PROBLEMS = load(ROOT / "data" / "risk")
assert FOUND is not None, PROBLEMS
DETECTOR: Detector = FOUND
ALERTS = ("aku mau bunuh diri malam ini", "i took too many pills", "besok aku udah gak ada lagi", "gue bunuh lo", "he is choking me right now")


@pytest.mark.parametrize(
    "text",
    [
        "Aku ingin mati.",
        "jujur aku udah capek hidup kak",
        "PENGEN MATIIIII rasanya",
        "gamau hidup lagi",
        "mau   bunuh\u200b diri…",
        "tadi malam aku nyayat tangan lagi",
        "lagi dipukulin bapak, tolong",
        "aku sudah minum obat banyak barusan",
        "aku ga mau bunuh diri, tapi rasanya capek hidup",
        "I want to die",
        "i don\u2019t want to be here anymore",
        "dont wanna live tbh",
        "I keep cutting myself",
        "I took all my pills",
        "they would be better off without me",
        "m a u  m a t i",
        "p3ng3n m4t1 aja",
        "bu-nuh di-ri aja",
        "рengen mati",  # the first letter is Cyrillic
        "𝐩𝐞𝐧𝐠𝐞𝐧 𝐦𝐚𝐭𝐢",
        "pengenmati",
        "killmyself",
        "pengen mait aja rasanya",
        "b*nuh diri aja kali ya",
    ],
)
def test_words_of_crisis_are_found(text: str) -> None:
    assert DETECTOR.look(text).level in ("ask", "alert")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "halo, apa kabar?",
        "di rumah mati lampu dari tadi",
        "mati gaya nunggu hujan",
        "hp mau mati, nanti kulanjut",
        "aku capek banget sama tugas",
        "sedih, nilai ujianku jelek",
        "nggak mau bunuh diri kok, cuma capek",
        "berita bom bunuh diri itu bikin takut",
        "simpati, kematian, dimatikan",
        "this homework is killing me",
        "you are killing it",
        "I am dying to see you",
        "I don't want to die",
        "that cake is to die for",
    ],
)
def test_ordinary_words_are_left_alone(text: str) -> None:
    assert DETECTOR.look(text).level in ("none", "note")


@pytest.mark.parametrize(
    ("text", "level", "category"),
    [
        ("gue pengen mati aja wkwk", "ask", "suicide"),  # a laugh never brings a wish below ask
        ("besok aku bunuh diri wkwkwk", "alert", "suicide"),  # nor a time below alert
        ("aku udah nyiapin tali hahaha", "alert", "suicide"),
        ("GUE MATI BESOK sumpah", "ask", "suicide"),  # a day of one's own is never only noted
        ("i die tomorrow", "ask", "suicide"),
        ("temenku bilang dia mau bunuh diri", "ask", "friend"),
        ("temen gue mau bundir", "ask", "friend"),  # whose "gue" it is
        ("adek gue mau bunuh diri", "ask", "friend"),
        ("temen gue mau bundir, untung udah ditanganin", "note", "friend"),
        ("temen, gue mau bundir", "alert", "suicide"),
        ("gue bilang ke temen gue mau bundir besok", "alert", "suicide"),
        ("temen gue tau gue mau bundir", "alert", "suicide"),
        ("tokoh di novel itu mau bunuh diri", "note", "suicide"),
        ("dulu aku pengen mati, sekarang udah enggak", "ask", "suicide"),
        ("i was bullied and kicked by my classmates", "ask", "abuse"),
        ("suara di kepalaku nyuruh aku bunuh ibu", "alert", "psychosis"),
        ("aku overdosis", "alert", "emergency"),
    ],
)
def test_levels(text: str, level: str, category: str) -> None:
    result = DETECTOR.look(text)
    assert (result.level, result.category) == (level, category)


@pytest.mark.parametrize("word", ["maka", "sikap", "kerabat", "dirasakan", "dibantuin", "kabarin", "information", "bodies", "lifestyle"])
def test_a_word_with_a_meaning_of_its_own_is_no_slip_of_a_word_of_danger(word: str) -> None:
    assert DETECTOR.lexicon.symbols(word) == UNKNOWN


@pytest.mark.parametrize(("typed", "meant"), [("bngt", "banget"), ("emg", "emang"), ("bcs", "because"), ("dbully", "dibully")])
def test_what_is_typed_for_a_word_is_read_as_the_word(typed: str, meant: str) -> None:
    assert DETECTOR.lexicon.symbols(typed) == DETECTOR.lexicon.symbols(meant) != UNKNOWN


def test_the_words_found_are_marked_in_the_original() -> None:
    text = "💔 Mau   BUNUH\u200b DIRI, aku…"
    result = DETECTOR.look(text)
    assert any("BUNUH\u200b DIRI" in text[start:end] for start, end in result.spans)
    assert DETECTOR.find("halo") == () and "suicide.act" in DETECTOR.find("pengen bunuh diri")


def test_soft_signs_add_up() -> None:
    assert DETECTOR.look("aku cuma jadi beban keluarga").level == "note"
    result = DETECTOR.look("aku cuma jadi beban keluarga, udah gak ada harapan lagi")
    assert result.level == "ask" and "soft.sum" in result.rules


text = st.text(max_size=300)
TYPED = "aku gue mau pengen mati bunuh diri gak . , ! wkwk i want to die kill myself tonight dia ga 1 🙂 \u200b\n m4t1 obat silet"
typed = st.lists(st.sampled_from(TYPED.split(" ")), max_size=60)


@settings(max_examples=150, deadline=None)
@given(text | typed.map(" ".join))
def test_nothing_typed_breaks_it(written: str) -> None:
    result = DETECTOR.look(written)
    assert result.level in LEVELS and bool(result.category) == (result.level != "none")
    for start, end in result.spans:
        assert 0 <= start < end <= len(written)


@settings(max_examples=150, deadline=None)
@given(text)
def test_folding_keeps_the_places(written: str) -> None:
    folded, at = fold(written)
    assert len(folded) == (len(written) if at is None else len(at))
    found = tokens(written)
    places = [found.place(n) for n in range(len(found.texts))]
    assert places == sorted(places) and all(0 <= start < end <= len(written) for start, end in places)


@given(text)
def test_each_character_is_folded_by_itself(written: str) -> None:
    assert fold(written)[0] == "".join(fold(char)[0] for char in written)


def test_what_lies_between_two_places_is_found() -> None:
    found = tokens("Aku, 𝐚ku pengen... mati")
    assert [found.texts[n] for n in found.within(5, 10)] == ["aku", "pengen"]
    assert list(found.within(0, 1)) == [0] and list(found.within(4, 5)) == []


def test_a_backtick_is_an_apostrophe() -> None:
    assert fold("don`t")[0] == fold("don\u2019t")[0] == "don't"


@pytest.mark.parametrize(
    "text",
    [
        "can't breathe through my nose, stupid cold",
        "ngakak sampe ga bisa napas nonton videonya",
        "that curry tried to kill me, I want another one",
        "he beat me again at chess, eleven years old",
        "overdosed on durian this weekend",
        "can't wake up in the mornings, need a louder alarm",
        "gue tembak dia tadi di kantin dan diterima",
        "jumped off the cliff in nusa penida into the water, so fun",
        "won't be here next week, annual leave",
        "besok hari terakhir aku di kantor",
        "it just hit me that tomorrow is friday",
        "i'm tired of living out of a suitcase",
    ],
)
def test_what_only_sounds_like_an_alarm_alarms_nobody(text: str) -> None:
    assert DETECTOR.look(text).level in ("none", "note")


@pytest.mark.parametrize(
    "text",
    [
        "ga bisa napas, mereka ketawa",
        "overdosed on her pills",
        "she can't wake up, tolong",
        "my husband tried to kill me",
        "i'm writing goodbye letters to my kids",
        "my baby daddy kicked me in the belly",
        "cara mati paling cepet apa ya",
        "dad hit me hard",
        "he hit me so hard i fell",
        "tali jemuran itu kulihatin terus dari tadi sore, pikiranku ke situ",
        "tired of living in this body",
    ],
)
def test_an_alarm_near_to_them_is_one(text: str) -> None:
    assert DETECTOR.look(text).level in ("ask", "alert")


DAILY = "halo kak apa kabar hari ini hujan deras di luar sambil makan nasi goreng the weather is nice wkwk haha"
HARMLESS = st.lists(st.sampled_from(DAILY.split()), max_size=12)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(ALERTS), HARMLESS, HARMLESS)
def test_harmless_words_never_take_an_alert_away(alert: str, before: list[str], after: list[str]) -> None:
    assert DETECTOR.look(f"{' '.join(before)}. {alert}. {' '.join(after)}").level == "alert"


PIECES = [
    "gak mau mati ",
    "a",
    "a ",
    "m.",
    "mati",
    "( ",
    "1 ",
    "di",
    "pengen ",
    "\u0301",
    "🔥",
    "kill ",
    "bunuh diri tapi ",
    "i want to ",
    "aku mau ",
    "im on the train tracks let me die ",
]


@pytest.mark.parametrize("piece", PIECES)
def test_time_grows_with_the_length_only(piece: str) -> None:
    def took(size: int) -> float:
        written = (piece * size)[:size]
        times = []
        for _ in range(3):
            begin = time.thread_time()
            DETECTOR.look(written)
            times.append(time.thread_time() - begin)
        return min(times)

    took(2_000)
    assert took(16_000) < 40 * max(took(2_000), 0.0005)  # eight times the length; the square would be 64 times


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("i have nothing i want to die", True),
        ("i have nobody i want to die", True),
        ("i dont want to hurt myself", False),
        ("ga ada pikiran nyakitin diri kok", False),
        ("i dont have any thoughts of hurting myself", False),
        ("gak pengen mati, tapi pengen nyakitin diri", True),
        ("dulu aku pengen mati, sekarang aku pengen hidup", False),
        ("dulu aku pengen hidup, sekarang pengen mati", True),
        ("dia liat sayatan di tanganku", True),
        ("bapak cuci darah tiap minggu", False),
        ("i hope it is not cancer", False),
        ("i took it out on my wrist again", True),
        ("males sama orang yg ngancem bunuh diri", False),
        ("pacarku ngancem bunuh diri kalo aku putusin", True),
    ],
)
def test_what_denies_and_what_only_seems_to(text: str, asked: bool) -> None:
    assert (DETECTOR.look(text).level in ("ask", "alert")) == asked
