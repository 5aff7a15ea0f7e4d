"""Contact data is covered sign for sign; what only looks like it stays readable."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.masking import mask


@pytest.mark.parametrize(
    "text",
    [
        "hubungi 081234567890",
        "+62 812 3456 7890",
        "telp (021) 555-1234 567",
        "0812.3456.7890 ya",
        "wa saya nol delapan satu dua tiga empat lima enam",
        "zero eight one two three four five six seven",
        "0 8 1 2 3 4 5 6 7 8",
        "nol 8 satu 2 tiga 4 lima 6",
        "email rani@contoh.sch.id",
        "rani (at) contoh (dot) com",
        "lihat https://contoh.id/rani",
        "t.me/rani",
        "www.contoh.com",
        "rani.contoh.com",
        "cari @rani_123",
        "ig: rani123",
        "ig ku = rani123",
        "discord: rani#1234",
        "0\u200b8\u200b1\u200b2\u200b3\u200b4\u200b5\u200b6\u200b7",
        "0\ufe0f\u20e38\ufe0f\u20e31\ufe0f\u20e32\ufe0f\u20e33\ufe0f\u20e34\ufe0f\u20e35\ufe0f\u20e36\ufe0f\u20e3",
        "0*8*1*2*3*4*5*6*7",
        "0_8_1_2_3_4_5_6_7_8",
        "nol-lapan-satu-dua-tiga-empat-lima-enam",
        "rani\u200b@contoh.id",
        "@\u200brani_123",
        "＠rani123",
        "rani＠contoh.id",
        "ig rani_123",
        "IG ku rani123",
        "igku rani.putri",
        "line id rani99",
        "lihat linktr.ee/rani",
    ],
)
def test_contact_data_is_covered(text: str) -> None:
    covered, hidden = mask(text)
    assert hidden
    assert covered.count("•") >= 3


@pytest.mark.parametrize(
    "text",
    [
        "halo, apa kabar?",
        "telepon 119 atau 112",
        "119 ext 8",
        "uangnya 10.000.000 rupiah",
        "Rp 1.500.000,00",
        "tanggal 2026-11-23",
        "lahir 12/05/2008",
        "jam 07.00 sampai 19.30",
        "satu dua tiga, tarik napas",
        "nilai 85, 90, 77",
        "besok jam 8 ada 2 ujian",
        "kelas 12 ipa 3",
        "aku capek... banget. iya.",
        "liat ig temen2 bikin sedih",
        "wa aku jam8 ya",
        "buka ig kemarin. sedih",
        "tadi di line 5 menit",
        "fb aku udah lama mati",
    ],
)
def test_other_words_stay(text: str) -> None:
    assert mask(text) == (text, False)


def test_what_telegram_marked_is_covered_whatever_it_looks_like() -> None:
    assert mask("😀 kepoin budi dong", [(9, 13)]) == ("😀 kepoin •••• dong", True)
    assert mask("ab", [(1, 9)]) == ("a•", True)


@given(st.text(max_size=300))
def test_the_length_in_utf16_stays_the_same(text: str) -> None:
    covered, _ = mask(text)
    assert len(covered.encode("utf-16-le", "surrogatepass")) == len(text.encode("utf-16-le", "surrogatepass"))


@given(st.text(max_size=200))
def test_covering_twice_changes_nothing(text: str) -> None:
    covered, _ = mask(text)
    assert mask(covered)[0] == covered
