"""What people edit in ``data/``: complete, the same in both languages, short enough for a phone, and never promising what nobody can keep."""

from __future__ import annotations

import html
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from conversations.flows import FLOWS
from conversations.pick import clean_name
from tests.conversations.test_walk import LOST
from tests.conversations.texts import DATA, LANGUAGES, ROOT, placeholders, plain, read, texts, written
from tests.conversations.walk import walk

WRITTEN = {language: written(language) for language in LANGUAGES}
KEYS = sorted(set().union(*WRITTEN.values()))
# Looked up by a name put together at run time: one for every button, command, zone …
PUT_TOGETHER = (
    "peer.wish.",
    "screen.said.",
    "takeout.",
    "age.",
    "alert.",
    "application.",
    "audit.",
    "board.",
    "case.card.",
    "broadcast.",
    "crew.",
    "invite.",
    "button.",
    "checkin.add.",
    "command.",
    "date.",
    "directory.",
    "key.",
    "moment.",
    "mood.",
    "exercise.",
    "learn.",
    "plan.",
    "plan_step.",
    "referral.",
    "feeling.",
    "key.",
    "moment.",
    "mood.",
    "observed.",
    "prompt.ask.",
    "own_check.q.",
    "practice.point.",
    "report.",
    "rota.",
    "safety.",
    "stats.",
    "shifts.",
    "services.",
    "stories.",
    "volunteers.",
    "zone.",
    "field.",
    "solve.outcome.",
    "groups.mine.",
    "way.",
    "place.",
    "guidance.status.",
    "appointment.after.",
    "hours.free",
)
every_language = pytest.mark.parametrize("language", LANGUAGES)


def test_a_text_is_in_every_language_with_the_same_placeholders() -> None:
    for key in KEYS:
        written = [WRITTEN[language].get(key) for language in LANGUAGES]
        assert None not in written, key
        assert len({frozenset(placeholders(str(text))) for text in written}) == 1, key


@every_language
def test_texts_use_only_bold_and_italics(language: str) -> None:
    for key, text in WRITTEN[language].items():
        if isinstance(text, str):
            assert text.count("<b>") == text.count("</b>"), key
            assert text.count("<i>") == text.count("</i>"), key
            assert "<" not in plain(text), key
            assert not re.search(r"&(?!amp;|lt;|gt;|quot;)", text), key
            assert "\u200b" not in text, key


def test_no_text_lies_unused() -> None:
    """A text that nothing shows would be translated and cared for in vain."""
    sources = "".join(path.read_text(encoding="utf-8") for folder in ("bot", "conversations") for path in (ROOT / folder).rglob("*.py"))
    shown = {key for name in FLOWS for turn in walk(name) for key in _keys(turn)}
    assert [key for key in KEYS if key not in shown and f'"{key}"' not in sources and not key.startswith(PUT_TOGETHER)] == []
    assert set(KEYS) >= LOST


def _keys(turn: Any) -> set[str]:
    found = set()
    for effect in turn.step.effects:
        key = getattr(effect, "key", "")
        found |= {key, *(ref.key for ref in getattr(effect, "args", {}).values() if hasattr(ref, "key"))} if key else set()
    return found


@every_language
def test_the_welcome_is_short_and_says_what_must_be_said(language: str) -> None:
    welcome = WRITTEN[language]["onboarding.welcome"]
    assert len(plain(welcome)) <= 900
    assert "bot" in welcome
    for must in {"id": ("bukan manusia", "nggak bisa janji", "terenkripsi"), "en": ("not a human", "can't promise", "encrypted")}[language]:
        assert must in welcome
    assert "/stop" in welcome
    assert "/sos" in welcome
    for value in ("yes", "no"):
        assert WRITTEN[language][f"button.consent.{value}"] in html.unescape(welcome), "the buttons are named as they are"


@every_language
def test_nothing_promises_secrecy_or_safety(language: str) -> None:
    promises = {
        "id": r"\bdijamin|kami jamin|aku jamin|pasti rahasia|100%|kamu aman|pasti aman|janji rahasia",
        "en": r"\bguarantee|completely (safe|private|anonymous)|100%|you are safe|we promise|i promise|no one will ever",
    }[language]
    for key, text in WRITTEN[language].items():
        assert not re.search(promises, str(text), re.IGNORECASE), key


def test_indonesian_is_indonesian() -> None:
    """No English word slips in, apart from what commands and buttons are called."""
    english = re.compile(r"\b(chat|volunteer|counselor|peer|check-?in|please|settings|mood|the|and|you)\b", re.IGNORECASE)
    for key, text in WRITTEN["id"].items():
        words = re.sub(r"/\w+|\{\w+[^}]*\}", "", plain(str(text)))
        assert not english.search(words), f"{key}: {english.search(words)}"


def test_keys_of_the_reply_keyboard_are_told_apart() -> None:
    """A key is recognised by its label alone, whatever language it was put up in."""
    commands: dict[str, set[str]] = {}
    for language in LANGUAGES:
        labels = {key: text for key, text in WRITTEN[language].items() if key.startswith("key.")}
        assert len(set(labels.values())) == len(labels)
        for key, label in labels.items():
            commands.setdefault(label, set()).add(key)
            assert len(label) <= 24
    assert all(len(keys) == 1 for keys in commands.values())


@every_language
def test_descriptions_of_commands_fit_the_menu(language: str) -> None:
    for key, text in WRITTEN[language].items():
        if key.startswith("command."):
            assert 3 <= len(text) <= 60, key


@every_language
def test_there_is_a_name_for_every_month_and_mood(language: str) -> None:
    assert len(set(WRITTEN[language]["date.months"])) == 12
    for mood in range(1, 6):
        assert texts(language)[f"mood.face.{mood}"] in texts(language)[f"button.mood.{mood}"]


@every_language
def test_topics_fit_half_a_screen(language: str) -> None:
    topics = read("topics.yaml")["topics"]
    assert len({topic["id"] for topic in topics}) == len(topics) >= 14
    assert len({topic["label"][language] for topic in topics}) == len(topics)
    for topic in topics:
        assert set(topic) == {"id", "label"}
        assert re.fullmatch(r"[a-z_]{1,20}", topic["id"])
        assert 0 < len(topic["label"][language]) <= 20
        assert not set("<>&{}") & set(topic["label"][language])


@every_language
def test_names_are_enough_and_can_be_used(language: str) -> None:
    names = read("names.yaml")[language]
    assert len(set(names["nicknames"])) == len(names["nicknames"]) >= 40
    assert len(set(names["aliases"])) == len(names["aliases"]) >= 60
    for name in (*names["nicknames"], *names["aliases"]):
        assert clean_name(name) == name != ""
        assert not re.search(r"\d", name)
    assert not set(names["nicknames"]) & set(names["aliases"]), "nobody is proposed the pseudonym of another"


@pytest.mark.parametrize("path", sorted((DATA / "services").glob("*.yaml")), ids=lambda path: path.stem)
def test_services_can_be_called_and_were_checked(path: Path) -> None:
    services = read(f"services/{path.name}")["services"]
    assert services
    assert len({service["id"] for service in services}) == len(services)
    for service in services:
        assert set(service["name"]) == set(service["note"]) == set(LANGUAGES)
        assert re.search(r"\d{3}", str(service["contact"])), "a line to call, never only a web address"
        assert isinstance(service["checked_on"], date)
        assert service["confidence"] in {"high", "medium"}
        assert service["source"]
    assert any("emergency" in service["needs"] for service in services), "at least one place that answers at once"
