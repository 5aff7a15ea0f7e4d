"""What is long ago and over is noted only; what is back, or never was over, is asked about as ever (``data/risk/turns.yaml``)."""

from __future__ import annotations

import pytest

from bot.content import ROOT
from bot.risk import load

DETECTOR, PROBLEMS = load(ROOT / "data" / "risk")
assert DETECTOR is not None, PROBLEMS


@pytest.mark.parametrize(
    "text",
    [
        "pas smp aku sempet pengen mati, sekarang udah jauh lebih baik",
        "gue pernah ada di titik pengen mati, tapi udah gue lewatin",
        "i was suicidal in high school. therapy saved my life and i'm okay now",
        "alhamdulillah sekarang udah bahagia, dulu tiap malem pengen mati",
        "tiga tahun lalu gue kepikiran bunuh diri terus, sekarang udah sembuh",
    ],
)
def test_what_is_over_is_noted(text: str) -> None:
    assert DETECTOR.look(text).level in ("none", "note")


@pytest.mark.parametrize(
    "text",
    [
        "dulu bahagia, sekarang pengen mati",
        "dulu baik2 aja. sekarang aku pengen mati",
        "dulu aku ceria, aku pengen mati sekarang, padahal dulu baik",
        "dulu pengen mati, sekarang baik2 aja, tapi semalam kepikiran lagi",
        "dulu pengen mati sempet sembuh, eh kambuh lagi. sekarang udah baik sih",
        "i used to want to die. now i'm fine. but i want to die again",
        "dulu baik, sekarang udah bahagia. aku pengen mati",
        "sekarang udah baik2 aja katanya. aku pengen mati",
        "kemarin sempet kepikiran bunuh diri, sekarang udah baik2 aja",
        "waktu kecil semua baik. sekarang aku bersyukur masih di sini tapi pengen mati",
    ],
)
def test_what_is_not_over_is_asked_about(text: str) -> None:
    assert DETECTOR.look(text).level in ("ask", "alert")


@pytest.mark.parametrize(
    "text",
    ["tahun lalu aku nyoba bunuh diri, sekarang udah sembuh dan bahagia", "dulu gue udah nyiapin tali, sekarang udah bahagia"],
)
def test_an_attempt_or_a_plan_keeps_its_level(text: str) -> None:
    assert DETECTOR.look(text).level == "alert"


def test_the_now_of_being_well_makes_no_alert() -> None:
    found = DETECTOR.look("pas pandemi kemarin gue sempet kepikiran bunuh diri, terus ikut terapi dan sekarang baik2 aja")
    assert found.level == "ask"
    assert any("ended" in find.contexts for find in DETECTOR.look("dulu gue kepikiran bunuh diri, sekarang udah baik2 aja").finds)
