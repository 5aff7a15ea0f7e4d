"""Who is meant: in Indonesian one leaves out the "aku", so that whoever was named last need not be who wishes it."""

from __future__ import annotations

import pytest

from bot.content import ROOT
from bot.risk import load
from bot.risk.judging import Result

DETECTOR, PROBLEMS = load(ROOT / "data" / "risk")
assert DETECTOR is not None, PROBLEMS


@pytest.mark.parametrize(
    "text",
    [
        "dimarahin bapak pengen bunuh diri",
        "dibully temen sekelas pengen mati",
        "diputusin pacar pengen mati",
        "abis ribut sama istri pengen mati",
        "dimarahin mama papa pengen bunuh diri",
        "mama bikin pengen mati",
        "temen2 bikin pengen bunuh diri",
        "kamu bikin pengen mati",
        "dihina orang2 pengen mati",
        "aku orang miskin pengen mati",
        "aku siswa yang pengen bunuh diri",
        "aku cuma orang yang pengen mati",
        "aku termasuk orang yang pengen bunuh diri",
        "orang tua bikin pengen mati",
        "ada rasa pengen mati",
        "ada kalanya pengen bunuh diri",
        "i can't tell my parents that i'm suicidal",
    ],
)
def test_ones_own_wish_is_asked_about_as_ones_own(text: str) -> None:
    found = DETECTOR.look(text)
    assert (found.level, found.category) == ("ask", "suicide")


@pytest.mark.parametrize(
    "text",
    [
        "temenku pengen mati",
        "adikku bilang pengen bunuh diri",
        "aku tinggal sama temen yang pengen mati",
        "saya ibu dari anak yang pengen bunuh diri",
        "dimarahin guru karena temenku mau bundir",
        "aku punya temen yang mau bunuh diri",
        "my friend wants to die",
        "i live with a friend who wants to die",
        "ada temen mau bundir",
        "dia pengen mati",
        "kakakku sejak cerai sering ngomong pengen mati",
        "ibuku sakit keras dan bilang udah ga mau hidup",
        "sahabatku lagi depresi dan pengen bunuh diri",
        "temenku rina pengen mati",
        "bokap gue mabok terus bilang mau mati",
        "muridku nulis di kertas ujian kalo dia pengen mati",
        "my girlfriend lost her job and wants to end her life",
        "my friend is sad and lonely and wants to die",
        "my sister says she wants to kill herself too",
    ],
)
def test_somebody_near_is_still_somebody_near(text: str) -> None:
    found = DETECTOR.look(text)
    assert (found.level, found.category) == ("ask", "friend")


TOLD = [
    *("dimarahin guru di depan kelas", "abis dipukul bapak", "ketauan bolos sama mama", "mama papa cerai", "papa selingkuh", "temen2 pada ngejauh"),
    *(
        "nggak punya temen",
        "bos marah2 terus",
        "suami main tangan",
        "adik lebih disayang",
        "dibandingin sama sepupu",
        "foto disebar mantan",
        "nenek meninggal",
    ),
    *(
        "diputusin lewat chat",
        "crush jadian sama sahabat",
        "keluarga ga ada yang dukung",
        "dipaksa nikah sama ortu",
        "dia ninggalin gitu aja",
        "mereka ga ngerti",
    ),
    *("my mom hates me", "my boyfriend dumped me", "she left and", "my teacher humiliated me", "my wife took the kids", "you don't understand"),
]
SO = {"id": ("", "jadi ", "makanya ", "sampe ", "rasanya "), "en": ("", "and ")}
URGENT = {
    "id": ("udah nyiapin tali di kamar", "barusan minum baygon", "mau gantung diri malem ini"),
    "en": ("i have the rope ready", "i took all my pills"),
}
WISHES = {
    "id": ("pengen mati", "mau bundir", "lebih baik mati", "udah ga mau hidup lagi"),
    "en": ("i want to die", "wanna die", "i want to kill myself"),
}


def looked(said: dict[str, tuple[str, ...]]) -> list[Result]:
    found = []
    for told in TOLD:
        language = "en" if any(word in told.split() for word in ("my", "she", "you")) else "id"
        found += [DETECTOR.look(f"{told} {so}{one}") for so in SO[language] for one in said[language]]
    return found


def test_a_plan_or_means_is_the_writers_whatever_was_told_before() -> None:
    found = looked(URGENT)
    assert sum(one.level != "alert" for one in found) <= len(found) / 50


def test_whatever_was_told_of_others_before_the_wish_is_the_writers() -> None:
    """One in a hundred may be passed over, one in ten be taken for a friend's."""
    found = looked(WISHES)
    missed = sum(one.level not in ("ask", "alert") for one in found)
    near = sum(one.category == "friend" for one in found)
    assert missed <= len(found) / 100
    assert near <= len(found) / 10
