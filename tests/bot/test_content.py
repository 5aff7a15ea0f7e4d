"""What people edit: config and texts. Every mistake is shown at once, with its file and line, in a sentence."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import BaseModel

from bot import config as configs
from bot import risk, texts
from bot.config import Config, place
from bot.content import ROOT, load
from bot.problems import ConfigProblem
from bot.store import datamap
from bot.store.migrating import migrate
from bot.telegram.render import LIMIT, Renderer
from bot.texts import Texts
from bot.yamlfile import YamlFile, raise_all
from conversations.kit import Listing, Ref
from tests.support import content, few_rules

WHOLE = (ROOT / "config.yaml").read_text(encoding="utf-8")


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        (tmp_path / "config.yaml").write_text(text, encoding="utf-8")
        return tmp_path / "config.yaml"

    return write


def wrong(path: Path, languages: list[str] | None = None) -> list[str]:
    config, problems = configs.read(path, languages or ["id", "en"])
    assert (config is None) == bool(problems)
    return [problem.removeprefix(f"{path}:") for problem in problems]


def test_the_projects_own_config_is_right(file: Callable[[str], Path]) -> None:
    assert wrong(file(WHOLE)) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("organisation: Sebaya", "organization: Sebaya", "organization: Sebaya", "organization: this setting does not exist"),
        (
            "offer_seconds: 60",
            "offer_seconds: sixty",
            "offer_seconds",
            "peer_support.offer_seconds: input should be a valid integer (it says: 'sixty')",
        ),
        ("offer_seconds: 60", "offer_seconds: 0", "offer_seconds", "greater than or equal to 1"),
        ("offer_seconds: 60", "offer_seconds: 60\n  offer_seconds: 61", "offer_seconds: 61", "offer_seconds stands here twice"),
        ("id: [Asia/Jakarta, ", "id: [Asia/Jakarto, ", "Jakarto", "zones.id.1: no such time zone (names look like Asia/Jakarta)"),
        ("mail_to: []  ", "mail_to: [maya@example.org]  ", "mail_to:", "watch.mail_to: no mail can be sent without smtp_host"),
        ("mail_to: []  ", "mail_to: [maya]  ", "mail_to:", "watch.mail_to.1: string should match pattern"),
        ('mail_from: ""', "mail_from: bot@example.org", "mail_from:", "watch.mail_from: no mail can be sent without smtp_host"),
        ('smtp_user: ""', "smtp_user: bot", "smtp_user:", "watch.smtp_user: no mail can be sent without smtp_host"),
        ('smtp_user: ""', "smtp_user: bot", "smtp_user:", "its password is missing: set SEBAYA_SMTP_PASSWORD"),
        ('smtp_host: ""', "smtp_host: mail.example.org", "smtp_host:", "watch.smtp_host: nobody is to get mail"),
        ("  - {id: 302,", "  - {id: 301,", "{id: 301, name: Pak", "301 stands here twice"),
        ("  - {id: 302,", "  - {id: -5,", "{id: -5", "counselors.2.id: input should be greater than 0"),
        ("  id: -1001000000501", "  id: 501", "  id: 501", "group.id: input should be less than 0"),
        ("languages: [id, en]", "languages: [id, en, xx]", "languages:", "languages.3: there are no texts for xx"),
        ("  language: id\n", "  language: fr\n", "language: fr", "fr is not one of the languages"),
        ("level: info", "level: loud", "level: loud", "logs.level: input should be"),
        ("repeat: {to: [group, counselors, coordinators]", "repeat: {to: [group]", "repeat:", "must reach counselors or coordinators in person"),
        ("in_person: {id:", "in_person: {xx: x, di:", "in_person:", "guidance.in_person: is missing in id"),
        ("  nudge_minutes: ", "  nudge_minutes: 9", "  replace_minutes:", "replace_minutes must be more than nudge_minutes"),
        ("  hours: mon-sun 7-21", "  hours: whenever", "hours: whenever", 'hours look like "mon-fri 8-16'),
        ("escalation:\n", "escalation: x\n", "escalation:", "not valid YAML"),
        ("organisation: Sebaya", "organisation: !place Sebaya", "organisation:", "'Sebaya' cannot be read"),
        ("organisation: Sebaya", "organisation: 2026-13-45", "organisation:", "'2026-13-45' cannot be read"),
        ("organisation: Sebaya", "? [a, b]\n: x", "? [a, b]", "a name is expected before the colon"),
        ("organisation: Sebaya", "organisation: &a [*a]", "organisation:", "nested too deeply"),
        ("organisation: Sebaya", "5: x", "5: x", "this setting does not exist"),
        ("organisation: Sebaya", "organisation: \t x: [", "organisation:", "not valid YAML"),
    ],
)
def test_a_mistake_is_shown_with_its_line(file: Callable[[str], Path], old: str, new: str, line: str, says: str) -> None:
    assert old in WHOLE
    text = WHOLE.replace(old, new, 1)
    problems = wrong(file(text))
    numbers = [n for n, written in enumerate(text.splitlines(), 1) if line in written]
    found = [problem for problem in problems if says in problem]
    assert found, problems
    if "not valid YAML" not in says:
        assert int(found[0].partition(":")[0]) in numbers


def test_the_group_speaks_the_first_language_unless_told(file: Callable[[str], Path]) -> None:
    config, problems = configs.read(file(WHOLE.replace("  language: id\n", "", 1)), ["id", "en"])
    assert not problems
    assert config is not None and config.group is not None and config.group.language == "id"


def test_coordinators_have_no_fields(file: Callable[[str], Path]) -> None:
    data = yaml.safe_load(WHOLE)
    data["coordinators"][0]["fields"] = ["learning"]
    assert "only counselors have fields" in "\n".join(wrong(file(yaml.safe_dump(data))))


def test_all_mistakes_at_once(file: Callable[[str], Path]) -> None:
    broken = WHOLE.replace("offer_seconds: 60", "offer_seconds: x").replace("level: info", "level: loud").replace("queue_minutes", "quebec")
    assert len(wrong(file(broken))) == 3


def test_what_only_the_whole_shows_is_said_with_the_rest(file: Callable[[str], Path]) -> None:
    broken = (
        WHOLE.replace("  - {id: 302,", "  - {id: -5,")
        .replace("offer_seconds: 60", "offer_seconds: x")
        .replace("  language: id\n", "  language: fr\n")
    )
    broken = broken.replace("  hours: mon-sun 7-21", "  hours: whenever").replace("level: info", "level: info\n  level: info")
    told = "\n".join(wrong(file(broken)))
    for says in ("counselors.2.id: input", "offer_seconds: input", "fr is not one of", "hours look like", "level stands here twice"):
        assert says in told
    assert told.count("\n") == 4, told


def test_a_section_with_something_wrong_is_not_said_to_be_missing(file: Callable[[str], Path]) -> None:
    data = yaml.safe_load(WHOLE)
    data["counselors"] = [{"id": "x", "name": "Bu Ratna"}]
    (only,) = wrong(file(yaml.safe_dump(data)))
    assert "counselors.1.id" in only


def test_what_is_wrong_in_one_place_hides_nothing_in_another(file: Callable[[str], Path]) -> None:
    """Whole sections that cannot be read, neighbours in the same section, later entries of the same list: each with its own line."""
    broken = WHOLE.replace("languages: [id, en]", "languages: id").replace("id: [Asia/Jakarta, ", "id: [Asia/Jakarto, ")
    broken = broken.replace("hours: mon-sun 7-21", "hours: whenever").replace("take_over_minutes: 15", "take_over_minutes: soon")
    broken = broken.replace(
        "  - {id: 302, name: Pak Hendra}", "  - {id: 302, nmae: Pak Hendra}\n  - {id: 303, name: Bu Sri}\n  - {id: 301, name: Pak Adi}"
    )
    broken = broken.replace("replace_minutes: 10", "replace_minutes: 3").replace("offer_seconds: 60", "offer_seconds: x")
    told = wrong(file(broken))
    lines = broken.splitlines()
    for says, line in (
        ("languages: input should be a valid list", "languages: id"),
        ("zones.id.1: no such time zone", "Jakarto"),
        ("escalation.hours: hours look like", "hours: whenever"),
        ("escalation.take_over_minutes: input should be", "take_over_minutes"),
        ("counselors.2.nmae: this setting does not exist", "nmae"),
        ("counselors.2.name: is missing", "nmae"),
        ("counselors.4.id: 301 stands here twice", "Pak Adi"),
        ("peer_support.replace_minutes: replace_minutes must be more", "replace_minutes: 3"),
        ("peer_support.offer_seconds", "offer_seconds: x"),
    ):
        (found,) = [problem for problem in told if says in problem]
        assert line in lines[int(found.partition(":")[0]) - 1], found
    assert len(told) == 9, told


def test_what_cannot_be_read_is_not_the_only_thing_on_its_line(file: Callable[[str], Path]) -> None:
    told = "\n".join(wrong(file(WHOLE.replace("  - {id: 302, name: Pak Hendra}", "  - {id: x, id: -2, name: 2026-13-45}"))))
    for says in ("id stands here twice", "counselors.2.id: input should be greater than 0", "'2026-13-45' cannot be read"):
        assert says in told
    assert told.count("\n") == 2, told


def test_two_servers_do_not_share_a_port(file: Callable[[str], Path]) -> None:
    both = WHOLE.replace("port: 9464", "port: 8443")
    assert wrong(file(both)) == [], "there is no webhook"
    (found,) = wrong(file(both.replace('url: ""', "url: https://sebaya.example.org/telegram")))
    assert "health.port: is the port of the webhook, too" in found


def test_mails_with_all_they_need(file: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEBAYA_SMTP_PASSWORD", "x")
    said = WHOLE.replace("mail_to: []", "mail_to: [maya@example.org]").replace('smtp_host: ""', "smtp_host: mail.example.org")
    assert wrong(file(said.replace('smtp_user: ""', "smtp_user: bot"))) == []


def test_a_file_that_is_no_list_of_settings(file: Callable[[str], Path]) -> None:
    assert len(wrong(file("- a\n- b\n"))) == 1


def test_somebody_must_be_there(file: Callable[[str], Path]) -> None:
    data = yaml.safe_load(WHOLE)
    data |= {"counselors": [], "coordinators": [], "zones": {"id": ["Asia/Jakarta"]}}
    data["escalation"] = {"ladder": [{"to": ["group"], "wait_seconds": 5}], "repeat": {"to": ["group"], "wait_seconds": 5}}
    problems = "\n".join(wrong(file(yaml.safe_dump(data))))
    for says in (
        "at least one counselor",
        "at least one coordinator",
        "no time zones for the language en",
        "no step reaches",
        "keeps an alert from going",
    ):
        assert says in problems


def test_what_is_missing(file: Callable[[str], Path]) -> None:
    assert {problem.split(": ", 1)[1] for problem in wrong(file(""))} == {
        f"{name}: is missing" for name in ("languages", "zones", "coordinators", "counselors", "escalation")
    }


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    assert "the file is missing" in wrong(tmp_path / "none.yaml")[0]
    assert "cannot be read" in wrong(tmp_path)[0]
    (tmp_path / "bytes.yaml").write_bytes(b"\xff\xfe\xfa")
    assert "cannot be read" in wrong(tmp_path / "bytes.yaml")[0]
    (tmp_path / "control.yaml").write_bytes(b"a: \x01")
    assert "not valid YAML" in wrong(tmp_path / "control.yaml")[0]
    (tmp_path / "list.yaml").write_text("- 1")
    assert wrong(tmp_path / "list.yaml")


def test_problems_as_one(tmp_path: Path) -> None:
    raise_all([])
    with pytest.raises(ConfigProblem, match=r"One thing needs(.|\n)*  a"):
        raise_all(["a"])
    with pytest.raises(ConfigProblem, match="2 things need"):
        raise_all(["a", "b"])
    with pytest.raises(ConfigProblem, match=r"none\.yaml: the file is missing"):
        load(tmp_path / "none.yaml")
    assert YamlFile(ROOT / "config.yaml").line(("nothing", "here")) > 1


def test_yaml_that_is_no_model(tmp_path: Path) -> None:
    class Model(BaseModel):
        a: list[int]

    (tmp_path / "x.yaml").write_text("a: {b: 1}")
    file = YamlFile(tmp_path / "x.yaml")
    assert file.check(Model) is None
    assert "it says" not in file.problems[0]


def test_without_a_group_the_counselors_take_its_place() -> None:
    config = content().config.model_copy(update={"group": None})
    assert isinstance(config, Config)
    ladder = place(config, (), "1").ladder
    assert ladder[0].to == ("on_duty",) and ladder[2].to == ("counselors", "coordinators")
    assert config.staff_name(301) == "Bu Ratna" and config.staff_name(5) == ""


# ------------------------------------------------------------------------------------------------------------------------------ texts


@pytest.fixture
def data(tmp_path: Path) -> Path:
    for part in ("texts", "services"):
        shutil.copytree(ROOT / "data" / part, tmp_path / part)
    few_rules(tmp_path / "risk")
    for part in ("topics.yaml", "names.yaml"):
        shutil.copy(ROOT / "data" / part, tmp_path / part)
    return tmp_path


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("path", "old", "new", "says"),
    [
        ("texts/en/checkin.yaml", '  noted: "I wrote it down."\n', "", "checkin.noted: there is no such text in en/checkin.yaml"),
        ("texts/en/checkin.yaml", '  noted: "I wrote', '  extra: "x"\n  noted: "I wrote', "the text checkin.extra is missing"),
        ("texts/en/checkin.yaml", '  noted: "I wrote it down."', '  noted: "I wrote {name} down."', "other placeholders"),
        ("texts/en/checkin.yaml", '  noted: "I wrote it down."', '  noted: "I wrote {it down."', "braces do not fit"),
        ("texts/en/checkin.yaml", '  noted: "I wrote it down."', '  noted: "I <b>wrote it down."', "<b> is opened and closed"),
        ("texts/en/checkin.yaml", '  noted: "I wrote it down."', '  noted: "I <u>wrote</u> it down."', "only <b> and <i>"),
        ("texts/en/checkin.yaml", '  noted: "I wrote it down."', "  noted: 5", "must be a text"),
        ("texts/en/start.yaml", "onboarding:", 'checkin:\n  noted: "x"\nonboarding:', "checkin.noted stands in checkin.yaml already"),
        ("texts/en/start.yaml", "onboarding:", "onboarding: [", "not valid YAML"),
        ("topics.yaml", "topics:", "subjects:", "a list named topics"),
        ("topics.yaml", "{id: anxiety,", "{id: Angst-1,", "needs an id of small letters"),
        ("topics.yaml", "{id: anxiety,", "{id: low_mood,", "low_mood stands here twice"),
        ("topics.yaml", 'label: {id: "Cemas dan khawatir", en: "Anxiety"}', 'label: {id: "Cemas"}', "anxiety has no label in en"),
        ("topics.yaml", 'label: {id: "Cemas dan khawatir", en: "Anxiety"}', "label: x", "anxiety has no label in id"),
        ("names.yaml", "  nicknames:\n", "  nick:\n", "id.nicknames: at least 10 different names"),
        ("names.yaml", "id:\n", "xx:\n", "id.aliases: at least 10"),
        ("services/id.yaml", "services:", "serve:", "services: is missing"),
        ("services/id.yaml", "    checked_on: 2026", "    checked: 2026", "checked_on: is missing"),
        ("services/id.yaml", "name: {", "name: x #", "services.1.name"),
        ("risk/soft.yaml", "level: note", "level: loud", "should be 'alert', 'ask' or 'note'"),
        ("risk/soft.yaml", '"aku depresi"', '"aku senang"', "soft.depressed does not find its example"),
        ("risk/soft.yaml", '"putus asa"', '"putus <asa"', "neither a word in small letters nor a <class>"),
    ],
)
def test_a_mistake_in_the_texts_is_shown(data: Path, path: str, old: str, new: str, says: str) -> None:
    spoil(data / path, old, new)
    with pytest.raises(ConfigProblem) as error:
        load(ROOT / "config.yaml", data)
    assert says in str(error.value)
    assert path.rpartition("/")[2] in str(error.value)


def test_a_file_that_cannot_be_read_hides_nothing_in_the_others(data: Path) -> None:
    """And what it would have said is not said to be missing."""
    spoil(data / "texts/en/start.yaml", "onboarding:", "onboarding: [")
    spoil(data / "texts/id/cases.yaml", "alert:", "alert: [")
    spoil(data / "texts/en/checkin.yaml", '  noted: "I wrote it down."', '  noted: "I <b>wrote it down."')
    spoil(data / "topics.yaml", "{id: anxiety,", "{id: Angst-1,")
    spoil(data / "names.yaml", "  nicknames:\n", "  nick:\n")
    told = texts.load(data)[2]
    for says in ("start.yaml:", "cases.yaml:", "checkin.noted: <b> is opened", "small letters", "at least 10 different names"):
        assert any(says in line for line in told), says
    assert len(told) == 5, told


@pytest.mark.parametrize("name", ["topics.yaml", "names.yaml"])
def test_a_list_that_cannot_be_read_is_said_once(data: Path, name: str) -> None:
    (data / name).write_text("a: [")
    found = [problem for problem in texts.load(data)[2] if name in problem]
    assert len(found) == 1


@pytest.mark.parametrize(
    ("path", "whole"), [("names.yaml", "- x"), ("topics.yaml", "- x"), ("services/id.yaml", "- x"), ("texts/en/checkin.yaml", "- x")]
)
def test_a_file_of_the_wrong_shape(data: Path, path: str, whole: str) -> None:
    (data / path).write_text(whole)
    with pytest.raises(ConfigProblem):
        load(ROOT / "config.yaml", data)


def test_no_texts_no_phrases(tmp_path: Path) -> None:
    assert "no texts found" in texts.load(tmp_path)[2][0]
    assert "nobody would be noticed" in risk.load(tmp_path)[1][0]


def known() -> Texts:
    return content().texts


def test_what_is_put_in_is_never_read_as_marks() -> None:
    assert "&lt;b&gt;x&amp;" in known().render("id", "menu.hello", {"name": "<b>x&"})
    assert known().render("id", "menu.hello", {"name": "<b>x&"}, plain=True).startswith("Hai lagi, <b>x&!")
    assert known().has("id", "menu.hello") and not known().has("id", "nothing")


def test_a_missing_key_raises_here_and_shows_its_name_in_service(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(KeyError, match=r"no\.such"):
        known().render("id", "no.such")
    monkeypatch.setattr(Texts, "strict", False)
    assert known().render("id", "no.such") == "no.such"


def test_lists_zones_and_days() -> None:
    one, two = Ref("topic.grief"), Ref("topic.study")
    about = {"name": "x", "state": "", "youth": ""}
    joined = [known().render("en", "volunteers.about", {**about, "topics": Listing(refs)}) for refs in ((), (one,), (one, two), (one, two, one))]
    for text, shown in zip(joined, ("", "Grief and loss", "Grief and loss and Exams", "Grief and loss, Exams and study and Grief"), strict=True):
        assert f"Lived through: {shown}" in text
    assert known().render("id", "zone", {"zone": "Asia/Makassar"}) == "WITA"
    assert known().render("id", "zone", {"zone": "America/New_York"}) == "New York"
    assert [known().render("id", "zone", {"zone": zone}) for zone in ("Etc/GMT-8", "Etc/GMT+3")] == ["UTC+8", "UTC-3"]


@pytest.mark.parametrize("words", ["&" * 3000, "<" * 1000, "😀" * 1000, "x" * 1000])
def test_a_long_text_is_never_cut_within_its_marks(words: str) -> None:
    """Telegram refuses a message whose marks do not fit: a call for help would reach nobody."""
    params = Renderer(known()).text("id", "alert.words", {"words": words})
    assert params["text"].count("<i>") == params["text"].count("</i>") or "parse_mode" not in params
    assert not params["text"].endswith("&am")


def test_what_is_too_long_goes_out_plain() -> None:
    params: dict[str, Any] = Renderer(known()).text("id", "alert.words", {"words": "😀" * 3000})
    assert "parse_mode" not in params and len(params["text"].encode("utf-16-le")) <= 2 * LIMIT


def test_every_table_and_column_is_in_the_data_map() -> None:
    """Erasure, export and retention work from it: a table that is not in it would be forgotten by all of them."""
    with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        migrate(db)
        known = datamap.load()
        wrong = [*known.problems, *datamap.missing(known.tables, datamap.schema(db))]
    assert not wrong, "\n\n".join(["the data map is not the schema:", *wrong])
    assert datamap.PAGE.read_text(encoding="utf-8") == datamap.page(known.tables), "docs/data.md is old; run: python -m bot.store.datamap"


def test_a_translation_that_cannot_be_read_and_one_with_gaps(tmp_path: Path) -> None:
    folder = tmp_path / "translations" / "xq"
    folder.mkdir(parents=True)
    (tmp_path / "a.yaml").write_text("lines: [{id: satu, en: one}, {id: dua, en: two}]", encoding="utf-8")
    (folder / "a.yaml").write_text("lines: [null, xtwo]", encoding="utf-8")
    assert YamlFile(tmp_path / "a.yaml").data == {"lines": [{"id": "satu", "en": "one"}, {"id": "dua", "en": "two", "xq": "xtwo"}]}
    (folder / "a.yaml").write_text("lines: [", encoding="utf-8")
    assert "not valid YAML" in YamlFile(tmp_path / "a.yaml").problems[0]
