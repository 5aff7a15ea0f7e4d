"""No idiom covers somebody who means it: sentences that stand close to what ``idioms*.yaml`` cover, each with another person or a wish in it."""

from __future__ import annotations

import pytest

from bot.content import ROOT
from bot.risk import load

DETECTOR, PROBLEMS = load(ROOT / "data" / "risk")
MEANT = """
he beats me every night
my husband beats me at home
he beat me in the parking lot
he beats me when he loses at poker
he beat me with a golf club
last monday he hit me
he came home on monday and hit me again
i came home tired, dad hit me
he hit me so hard that i fell
in the rain he hit me
aku dihajar 5 orang di belakang sekolah
aku dihajar lawan geng sebelah
pengen lompat dari tebing ke laut
i want to jump off the cliff into the water
i'll jump out the window and hit the ground
berdiri di jembatan liatin foto mama
standing on the bridge with my camera bag, i want to let go
hidup pahit, pengen minum racun
udah jual hp, aku mau mati
surat terakhir buat kakak udah aku tulis
aku nulis surat perpisahan buat sahabatku
obatnya udah diminum semua habis
obatnya diminum sampai habis sama mama, dia ga bangun
my dog barked when he tried to kill me
he pushed me down the stairs trying to kill me
my trainer tried to kill me
i won't be here next week, please water my plants
i won't be here next month for my sister's wedding, tell her sorry
i won't be here tomorrow, i leave this world
abis flu seminggu sekarang ga bisa napas tolong
anjing gigit muka adek, darahnya banyak
can't wake her up for school, she's cold
gue tembak dia malem ini, dia rebut pacar gue
mau gue tembak dia, rebut pacar gue
capek hidup sendirian
tired of living here
mama minum obat tidur dari dokter semuanya
i will kill him in his sleep
gonna kill her at her house
gue bunuh dia di rumahnya
i want to beat him in front of everyone
he locked me out of my phone and hit me
my boyfriend slapped me with a branch
karena aku nabrakin motor sengaja ke truk
he choked me with my dress, i couldn't breathe
narik baju gue sampe ga bisa napas
the baby's dad kicked me
i tried to hang from the ceiling
dia nyekek aku sampe aku ga bisa napas terus ketawa
he beat me up in the race
my stepdad beats me again when he is drunk
reality is my dad hit me
the news is he hit me
habis ketawa dia nyekek aku sampe ga bisa napas
he laughed and held me down, i couldn't breathe
besok hari terakhir aku di dunia
surat terakhir buat mama papa
i'm going to kill my sister for real, i have the knife
overdosed on my mum's tablets
i took too many of them
tali udah siap, bukan buat jemuran
i wrote letters to my family, they'll find them
""".strip().splitlines()


@pytest.mark.parametrize("text", MEANT)
def test_what_is_meant_is_not_covered(text: str) -> None:
    assert DETECTOR is not None, PROBLEMS
    assert DETECTOR.look(text).level in ("ask", "alert")
