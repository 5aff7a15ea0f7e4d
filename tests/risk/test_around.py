"""What stands around plain words of danger does not hide them: who somebody is, what they study, what was before, thanks, laughter, noise."""

from __future__ import annotations

import pytest

from bot.content import ROOT
from bot.risk import Detector, load

FOUND, PROBLEMS = load(ROOT / "data" / "risk")
assert FOUND is not None, PROBLEMS
DETECTOR: Detector = FOUND

PLAIN = {
    "id": [
        "aku pengen mati",
        "pengen mati aja rasanya",
        "aku mau bunuh diri",
        "pengen bunuh diri aja",
        "rasanya ga mau hidup lagi",
        "aku capek hidup",
        "aku ingin mengakhiri hidupku",
        "lebih baik aku mati",
        "semalem aku nyilet tangan lagi",
        "ayah mukulin aku",
        "aku dipukulin suami",
        "gue pengen bunuh dia",
        "pacarku maksa aku tidur sama dia",
        "aku minum obat banyak barusan",
        "ada suara yang nyuruh aku lukain adikku",
    ],
    "en": [
        "i want to die",
        "i wanna kill myself",
        "i don't want to live anymore",
        "i'm thinking of ending my life",
        "i'd be better off dead honestly",
        "i cut myself again last night",
        "my dad beats me",
        "my husband hit me last night",
        "i want to kill him",
        "my boyfriend forced me to have sex",
        "i just took a lot of pills",
        "voices tell me to hurt my sister",
    ],
}
AROUND = {
    "id": [
        "halo kak",
        "permisi min, boleh cerita?",
        "kak aku mau cerita",
        "aku 16 tahun, kelas 11 IPA",
        "aku mahasiswa hukum semester 5",
        "aku kerja di kantor berita",
        "aku suka nonton drakor",
        "dulu aku bahagia banget",
        "aku udah nikah, anak dua",
        "skripsiku tentang hukum islam",
        "aku ga tau harus mulai dari mana",
        "ini bukan bercanda",
        "haha lucu ya",
        "2 tahun lalu papa meninggal",
        "alhamdulillah masih ada yang mau dengerin",
        "tolong jangan bilang siapa-siapa",
        "aku baca artikel soal ini",
        "aku lihat di berita ada layanan ini",
    ],
    "en": [
        "hi",
        "can i tell you something",
        "i'm 15 and in year 10",
        "i study law",
        "i work at a news channel",
        "i love movies and kdramas",
        "i used to be happy",
        "two years ago my mum died",
        "not joking",
        "haha funny right",
        "i'm grateful you answered",
        "please don't tell anyone",
        "i read an article about this",
        "exams are killing me",
        "to be honest",
    ],
}
PAIRS = [(plain, around) for lang in PLAIN for plain in PLAIN[lang] for around in AROUND[lang]]


@pytest.mark.parametrize("row", ["{1}. {0}", "{1}, {0}", "{1}\n{0}", "{0}. {1}", "{0}, {1}", "{0}\n{1}"])
def test_what_stands_around_does_not_hide_it(row: str) -> None:
    hidden = [text for pair in PAIRS if DETECTOR.look(text := row.format(*pair)).level not in ("ask", "alert")]
    assert not hidden


@pytest.mark.parametrize("text", ["no i want to die", "gak, aku pengen mati", "enggak aku pengen mati", "bukan gitu, aku pengen mati"])
def test_an_answer_is_no_denial(text: str) -> None:
    assert DETECTOR.look(text).level == "ask"


@pytest.mark.parametrize(
    "text",
    ["aku ga mau mati", "i don't want to die", "i'm not thinking of hurting myself", "ga kepikiran buat mati kok", "ga ada niat bundir sama sekali"],
)
def test_what_is_denied_is_not_asked_about(text: str) -> None:
    assert DETECTOR.look(text).level in ("none", "note")


@pytest.mark.parametrize("text", ["dulu pengen mati, sekarang udah bahagia", "dulu aku nyakitin diri. sekarang udah sembuh dan bersyukur"])
def test_what_is_long_over_is_not_asked_about(text: str) -> None:
    assert DETECTOR.look(text).level in ("none", "note")
