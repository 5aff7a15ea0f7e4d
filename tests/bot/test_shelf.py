"""What the place offers beside people: mistakes in the files are refused with their line; what is gone meanwhile does no harm."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.care import activities, articles, services
from bot.care.words import Read
from bot.content import ROOT
from bot.store import services as checks
from conversations import learn, plan, referral
from conversations.care import Article, Service, Shelf, Standing
from conversations.effects.services import AskAboutService, CheckService
from conversations.kit import Choice, End, Facts, Next, Place, Ref, Say, Timeout
from conversations.later import in_days
from tests.bot.desk import COORDINATOR, PERSON, Desk, texts
from tests.support import content

SERVICE = """services:
  - id: one
    name: {id: Satu, en: One}
    contact: "129"
    needs: [violence]
    note: {id: Catatan, en: Note}
    checked_on: 2026-01-01
    confidence: high
    source: "looked up"
"""
ARTICLE = """order: 1
title: {id: Judul, en: Title}
pages: [{id: Halaman, en: Page}]
sources: [{title: "WHO", url: "https://who.int"}]
checked_on: 2026-01-01
"""
ACTIVITIES = """activities:
  - {id: sun, kind: pleasant, words: {id: Matahari, en: Sun}}
  - {id: tea, kind: pleasant, words: {id: Teh, en: Tea}}
  - {id: bed, kind: useful, words: {id: Kasur, en: Bed}}
"""


def empty() -> Read:
    return Read({"id": {}, "en": {}})


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("", "", ""),
        ("[violence]", "[magic]", "one.yaml:5: services.1.needs: magic is no need"),
        ("id: one\n", "id: One!\n", "services.1.id"),
        ("source:", "sauce:", "this setting does not exist"),
        ('contact: "129"', 'contact: "x"', "services.1.contact"),
        (", en: Note", "", "services.1.note: the text is missing in en"),
        ("confidence: high", "confidence: high\n    hours: {id: Pagi}", "services.1.hours: the text is missing in en"),
        ('    source: "looked up"\n', '    source: "looked up"\n' + SERVICE.partition("\n")[2], "one stands here twice"),
    ],
)
def test_a_mistake_in_the_directory_is_shown(tmp_path: Path, old: str, new: str, says: str) -> None:
    (tmp_path / "one.yaml").write_text(SERVICE.replace(old, new, 1) if old else SERVICE, encoding="utf-8")
    read = empty()
    services.load(tmp_path, read)
    assert says in "\n".join(read.problems) and bool(read.problems) == bool(says)


def test_numbers_of_another_country_are_shown_to_nobody(tmp_path: Path) -> None:
    entry = SERVICE.partition("\n")[2]
    near, far = entry.replace("id: one", "id: near") + "    country: NL\n", entry.replace("id: one", "id: far") + "    country: ID\n"
    (tmp_path / "one.yaml").write_text(SERVICE + near + far, encoding="utf-8")

    def offered(country: str) -> list[str]:
        return [one.id for one in services.load(tmp_path, read, country)]

    read = empty()
    assert offered("") == ["one", "near", "far"] and offered("NL") == ["one", "near"] and not read.problems
    (tmp_path / "one.yaml").write_text("services:\n" + far, encoding="utf-8")
    assert offered("NL") == [] and "nothing here is for the country NL" in read.problems[0]


def test_what_is_shipped_shows_all_its_numbers() -> None:
    shipped = services.load(ROOT / "data" / "services", empty())
    assert content().shelf.services == shipped and content().config.country == "ID"


def test_whoever_is_hurt_reads_first_who_helps_with_that() -> None:
    card, hurt = (content().texts.render("id", key) for key in ("services.card", "services.card_violence"))
    assert sorted(card.splitlines()) == sorted(hurt.splitlines())
    assert card.index("119") < card.index("SAPA 129") and hurt.index("SAPA 129") < hurt.index("Polisi") < hurt.index("Healing119")


@pytest.mark.parametrize(
    ("old", "new", "says"), [("", "", ""), ("https:", "http:", "sources.1.url"), (", en: Page", "", "pages.1: the text is missing in en")]
)
def test_a_mistake_in_an_explanation_is_shown(tmp_path: Path, old: str, new: str, says: str) -> None:
    (tmp_path / "one.yaml").write_text(ARTICLE.replace(old, new, 1) if old else ARTICLE, encoding="utf-8")
    read = empty()
    articles.load(tmp_path, read)
    assert says in "\n".join(read.problems) and bool(read.problems) == bool(says)


def test_activities_come_in_turn_and_once(tmp_path: Path) -> None:
    path, read = tmp_path / "activities.yaml", empty()
    assert activities.load(path, read) == ()
    path.write_text(ACTIVITIES, encoding="utf-8")
    assert activities.load(path, read) == ("sun", "bed", "tea") and not read.problems
    path.write_text(ACTIVITIES.replace("id: tea", "id: sun"), encoding="utf-8")
    activities.load(path, read)
    assert "sun stands here twice" in read.problems[0]
    path.write_text("activities: []", encoding="utf-8")
    assert activities.load(path, empty()) == ()


def test_one_comes_back_at_a_friendly_hour() -> None:
    def until(hour: int, days: int) -> timedelta:
        return in_days(Facts(now=datetime(2026, 11, 23, hour, tzinfo=UTC)), days)

    assert until(10, 3) == timedelta(days=3, hours=7)
    assert until(22, 1) == timedelta(hours=19)
    assert until(22, 0) == timedelta(hours=1)
    assert in_days(Facts(), 0) == timedelta(days=1)


def test_what_was_taken_out_of_the_files_meanwhile() -> None:
    none = Facts()
    assert isinstance(learn.start(none), End)
    shelf = Facts(place=Place(shelf=Shelf(articles=(Article("anxiety", 1, "2026-01-01"),))))
    assert isinstance(learn.step(learn.Reading("anxiety", 9), Choice("x", "y"), shelf), Next)
    asked = plan.ask(plan.Activities(), none)
    assert not asked.menus[0].buttons
    due = referral.step(referral.Waiting(5, "gone"), Timeout(), none)
    assert isinstance(due, Next) and isinstance(due.effects[0], Say) and due.effects[0].args["name"] == Ref("referral.them")
    last = referral.step(referral.AskBarrier(5, "gone", referral.TIMES), Choice("barrier", "cost"), none)
    assert isinstance(last, End)


async def test_a_check_here_counts_when_it_is_later_than_the_file(desk: Desk) -> None:
    one = Service("one", ("health",), checked_on="2026-01-01", good_days=30)

    async def stands(day: date) -> Standing:
        return (await desk.store.unit(lambda unit: checks.standing(unit, (one,), day)))[0]

    assert await stands(date(2026, 1, 31)) == Standing("one", "good", "2026-01-01")
    assert await stands(date(2026, 2, 1)) == Standing("one", "old", "2026-01-01")
    await desk.store.unit(lambda unit: checks.note(unit, "one", "good", "2026-03-01", None))
    await desk.store.unit(lambda unit: checks.note(unit, "one", "asked", "", None))
    assert await stands(date(2026, 3, 2)) == Standing("one", "good", "2026-03-01")
    await desk.store.unit(lambda unit: checks.note(unit, "one", "changed", "2026-04-01", None))
    assert (await stands(date(2026, 4, 2))).state == "changed"


async def test_two_people_nobody_answered_and_a_coordinator_is_asked(desk: Desk) -> None:
    await desk.person(COORDINATOR)
    for who in (PERSON, PERSON + 1):
        await desk.person(who)
        await desk.says(who, "/services")
        await desk.taps(who, "services", "need", "violence")
        await desk.taps(who, "services", "refer", "sapa129")
        await desk.taps(who, "services", "follow", "yes")
        await desk.tick(hours=96)
        await desk.taps(who, "referral", "reached", "no")
        said = texts(await desk.taps(who, "referral", "barrier", "no_answer"))
        assert ("Masih benar?" in said) == (who != PERSON)
        await desk.taps(who, "referral", "ask_again", "no")
    assert AskAboutService("sapa129") != CheckService("sapa129", "good")
