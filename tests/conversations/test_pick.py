"""What people type for an hour, a zone, a nickname; and the menus they pick from."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from conversations.kit import Place
from conversations.pick import NAME_LENGTH, clean_name, hour_menus, hour_of, toggled, topic_menu, zone_menu, zone_named, zone_of, zone_ref
from conversations.schedule import ZONES
from tests.conversations.situations import SITUATIONS

PERSON = SITUATIONS["a person"]


@pytest.mark.parametrize(
    ("written", "hour"),
    [
        *(("20", 20), ("7", 7), ("07", 7), (" 8 ", 8), ("0", 0), ("24", 0), ("20:30", 20), ("20.30", 20), ("20h", 20), ("7:05", 7)),
        *(("jam 8", 8), ("Jam 19", 19), ("pukul 6", 6), ("pukul 18.00", 18), ("at 9", 9)),
        *(("8 pm", 20), ("8PM", 20), ("8am", 8), ("12 am", 0), ("12 pm", 12), ("11:30 pm", 23)),
        *(("jam 8 malam", 20), ("8 malam", 20), ("jam 12 malam", 0), ("1 malam", 1), ("20.30 malam", 20), ("Jam 7 Pagi", 7), ("4 sore", 16)),
        *(("11 siang", 11), ("jam 12 siang", 12), ("jam 1 siang", 13), ("jam 13 siang", 13)),
    ],
)
def test_hours_are_understood(written: str, hour: int) -> None:
    assert hour_of(written) == hour


@pytest.mark.parametrize("written", ["", "besok", "25", "-3", "99", "13 pm", "0 am", "8 malam ini", "20:75", "7 8", "jam", "8.5.1", "١٢٣"])
def test_what_is_no_hour_is_none(written: str) -> None:
    assert hour_of(written) is None


@given(st.text(max_size=12))
def test_an_hour_is_always_one_of_the_day(written: str) -> None:
    assert hour_of(written) in {None, *range(24)}


@pytest.mark.parametrize(
    ("written", "zone"),
    [
        *(("WIB", "Asia/Jakarta"), ("wita", "Asia/Makassar"), ("Wit", "Asia/Jayapura"), ("utc", "UTC"), ("GMT", "UTC")),
        *(("Asia/Jakarta", "Asia/Jakarta"), ("asia/jakarta", "Asia/Jakarta"), ("Berlin", "Europe/Berlin"), ("new york", "America/New_York")),
        *(("+8", "Etc/GMT-8"), ("UTC+7", "Etc/GMT-7"), ("gmt -3", "Etc/GMT+3"), ("+08:00", "Etc/GMT-8"), ("+0", "UTC"), ("-0", "UTC")),
    ],
)
def test_zones_are_understood(written: str, zone: str) -> None:
    assert zone_named(written, ZONES) == zone


@pytest.mark.parametrize("written", ["", "   ", "8", "+5:30", "+15", "-14", "-13", "Atlantis", "../etc/passwd", "Asia/", "\u200b"])
def test_what_is_no_zone_is_none(written: str) -> None:
    assert zone_named(written, ZONES) is None


@given(st.text(max_size=30) | st.sampled_from(sorted(ZONES)))
def test_a_zone_is_always_a_known_one(written: str) -> None:
    assert zone_named(written, ZONES) in {None, *ZONES}


@pytest.mark.parametrize(
    ("written", "name"),
    [
        *(("Awan", "Awan"), ("  Awan   Kecil \n", "Awan Kecil"), ("a" * NAME_LENGTH, "a" * NAME_LENGTH), ("ｆｕｌｌ", "full"), ("李小龍", "李小龍")),
        *(("A\u200bwan\u202e", "Awan"), ("<b>Awan</b>", "<b>Awan</b>"), ("🌱", "🌱"), ("kelas 12", "kelas 12")),
    ],
)
def test_names_are_made_fit_to_be_shown(written: str, name: str) -> None:
    assert clean_name(written) == name


@pytest.mark.parametrize(
    "written", ["", "   ", "\u200b\u2060", "a" * (NAME_LENGTH + 1), "@budi", "t.me/budi", "https://x", "www.x.id", "08123456789", "budi\x00 12345"]
)
def test_what_gives_a_person_away_is_no_name(written: str) -> None:
    assert clean_name(written) == ""


@given(st.text(max_size=60))
@example("e\u200b\u0301")  # what an invisible character kept apart comes together
@example("\ufdfa")  # one character that stands for four words
def test_a_name_is_short_and_one_line_and_stays_as_it_is(written: str) -> None:
    name = clean_name(written)
    assert len(name) <= NAME_LENGTH
    assert name == " ".join(name.split())
    assert clean_name(name) == name


def test_ticking_twice_is_not_ticking() -> None:
    assert toggled(("grief",), "study") == ("grief", "study")
    assert toggled(("grief", "study"), "grief") == ("study",)


def test_ticked_topics_look_ticked() -> None:
    topics, ways = topic_menu(("grief", "study"), ("study",), "done", "skip")
    assert [button.key for button in topics.buttons] == ["pick.plain", "pick.ticked"]
    assert [button.value for button in ways.buttons] == ["done", "skip"]


def test_the_usual_hours_come_with_another_hour_and_another_zone() -> None:
    hours, ways = hour_menus("Asia/Jakarta", "never")
    assert all(button.args["zone"] == zone_ref("Asia/Jakarta") for button in hours.buttons)
    assert [button.value for button in ways.buttons] == ["other", "zone", "never"]


def test_the_zones_offered_are_those_of_the_language() -> None:
    assert [zone_of(PERSON, button.value) for button in zone_menu(PERSON).buttons] == ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"]
    assert zone_menu(replace(PERSON, place=Place())).buttons == ()


@pytest.mark.parametrize("value", ["", "3", "-1", "x", "²", "1.0"])
def test_a_forged_zone_is_none(value: str) -> None:
    assert zone_of(PERSON, value) is None
