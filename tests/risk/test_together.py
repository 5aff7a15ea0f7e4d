"""What one person writes in several short messages is weighed together: by the detector, and by the reader that knows who wrote when."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain, repeat
from typing import Any

import pytest

from bot.risk.evaluate import of_row
from bot.risk.second import BEFORE, RULE, Said, Weights, packed
from bot.telegram.incoming import Grouped, Written
from bot.telegram.lately import PEOPLE, WITHIN, Kept, Lately
from bot.telegram.reader import Reader
from conversations.kit import Edited, Text
from tests.risk import train
from tests.support import content

DETECTOR = content().detector
ASKED = ("ask", "alert")
MODEL = Weights(threshold=150, bias=packed((-276, 0)))


def danger(evidence: int, words: int = 5) -> Said:
    """What so many words weigh that speak so much for danger."""
    return Said(packed((evidence, 0)), words)


@lru_cache(maxsize=1)
def dialogues() -> tuple[dict[str, Any], ...]:
    files = sorted(train.CORPUS.glob("dialogues*.jsonl"))
    lines = chain.from_iterable(file.read_text(encoding="utf-8").splitlines() for file in files)
    return tuple(row for row in map(json.loads, lines) if "messages" in row)


@lru_cache(maxsize=1)
def only_together() -> tuple[str, ...]:
    """Two or three messages in a row of which the last is asked about, but not by itself."""
    for row in dialogues():
        texts = row["messages"]
        if row["label"] and not any(DETECTOR.look(text).level in ASKED for text in texts) and of_row(DETECTOR, row).level in ASKED:
            last = next(n for n in range(2, len(texts) + 1) if of_row(DETECTOR, {"messages": texts[:n]}).level in ASKED)
            return tuple(texts[max(0, last - BEFORE - 1) : last])
    raise AssertionError("no dialogue is found only together")


def test_more_is_found_and_hardly_more_is_asked_in_vain() -> None:
    held = [row for row in dialogues() if train.held(row)]
    alone = {id(row): any(DETECTOR.look(text).level in ASKED for text in row["messages"]) for row in held}
    together = {id(row): of_row(DETECTOR, row).level in ASKED for row in held}
    dangers, safe = [row for row in held if row["label"]], [row for row in held if not row["label"]]
    assert len(dangers) > 150 and len(safe) > 150
    assert sum(together[id(row)] > alone[id(row)] for row in dangers) >= 0.03 * len(dangers)
    assert sum(together[id(row)] > alone[id(row)] for row in safe) <= 0.02 * len(safe)
    assert not any(alone[id(row)] and not together[id(row)] for row in held)


def test_lines_of_one_message_are_read_as_messages() -> None:
    texts = only_together()
    assert DETECTOR.look("\n".join(texts)).level in ASKED
    result = DETECTOR.look("\n\n".join(texts))
    assert all(0 <= find.start < find.end <= len("\n\n".join(texts)) for find in result.finds)


@pytest.mark.parametrize(
    ("before", "evidence", "enough"),
    [((), 450, True), ((), 300, False), ((200,), 280, True), ((200, 150), 130, True), ((500, 200, 0), 80, False), ((300, 0, 0), 200, False)],
)
def test_how_much_is_enough(before: tuple[int, ...], evidence: int, enough: bool) -> None:
    assert MODEL.enough(danger(evidence), tuple(map(danger, before))) == enough


def test_many_words_must_weigh_more() -> None:
    assert MODEL.enough(danger(280), (danger(200),))
    assert not MODEL.enough(danger(280, 40), (danger(200, 60),))


def said(reader: Reader, text: str, number: int, **how: Any) -> str:
    """The level of a message."""
    return str(event(reader, text, number, **how).level)


def event(reader: Reader, text: str, number: int, *, at: int = 0, chat: str = "private", edited: bool = False) -> Text | Edited:
    message = {"message_id": number, "date": at, "chat": {"id": 1, "type": chat}, "from": {"id": 1, "is_bot": False, "first_name": "R"}, "text": text}
    read = reader.read({"update_id": number, "edited_message" if edited else "message": message})
    assert isinstance(read, (Written, Grouped)) and isinstance(read.event, (Text, Edited))
    return read.event


@pytest.fixture
def reader() -> Reader:
    return Reader(content().texts, DETECTOR)


def tell(reader: Reader, *, apart: int = 10, chat: str = "private") -> str:
    levels = [said(reader, text, n, at=n * apart, chat=chat) for n, text in enumerate(only_together(), 1)]
    assert not set(levels[:-1]) & set(ASKED)
    return str(levels[-1])


def test_a_person_is_asked_about_what_several_messages_say(reader: Reader) -> None:
    assert tell(reader) == "ask"


def test_what_was_weighed_together_comes_with_the_last_of_it(reader: Reader) -> None:
    *first, last = [event(reader, text, n, at=n) for n, text in enumerate(only_together(), 1)]
    assert [words for _, words in last.earlier] == [one.text for one in first] and [at for at, _ in last.earlier] == [*range(1, len(first) + 1)]
    assert not any(one.earlier for one in first)


def test_what_is_enough_by_itself_comes_alone(reader: Reader) -> None:
    said(reader, "halo", 1)
    assert event(reader, "aku pengen mati", 2).earlier == ()
    alone = next(row["text"] for row in train.rows() if DETECTOR.look(row["text"]).rules == (RULE,))
    said(reader, "halo", 3)
    assert event(reader, alone, 4).level == "ask" and event(reader, alone, 4).earlier == ()


def test_what_was_written_long_before_is_not_added(reader: Reader) -> None:
    assert tell(reader, apart=WITHIN + 1) not in ASKED


def test_in_a_group_each_message_stands_alone(reader: Reader) -> None:
    assert tell(reader, chat="supergroup") not in ASKED


def test_an_update_tried_again_and_an_edit_find_the_same(reader: Reader) -> None:
    tell(reader)
    *_, last = only_together()
    number = len(only_together())
    assert said(reader, last, number, at=number * 10) == "ask"
    assert said(reader, last, number, at=number * 10, edited=True) == "ask"


def test_an_old_message_that_is_edited_takes_nothing_away(reader: Reader) -> None:
    *first, last = only_together()
    said(reader, "halo", 1, at=0)
    for n, text in enumerate(first, 2):
        said(reader, text, n, at=n)
    said(reader, "halo kak", 1, at=0, edited=True)
    assert said(reader, last, 9, at=9) == "ask"


def test_what_was_outweighed_answers_nothing() -> None:
    results = (DETECTOR.look(row["text"]) for row in train.rows())
    told = next(result for result in results if any("outweighed" in find.contexts for find in result.finds))
    assert told.level == "note" and told.said is not None


def test_many_lines_are_looked_at_once_each(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many there are, a line is weighed with the few before it."""
    longest = 0
    enough = Weights.enough

    def watched(self: Weights, said: Said, before: Sequence[Said] = ()) -> bool:
        nonlocal longest
        longest = max(longest, len(before))
        return enough(self, said, before)

    monkeypatch.setattr(Weights, "enough", watched)
    DETECTOR.look("a\n" * 2000)
    assert longest <= BEFORE


def test_after_an_answer_it_begins_anew(reader: Reader) -> None:
    tell(reader)
    *_, last = only_together()
    assert said(reader, last, 50, at=60) not in ASKED


def test_only_the_last_people_are_remembered() -> None:
    lately = Lately()
    for who in range(PEOPLE + 1):
        lately.keep(who, 1, 0, Said(5, 5))
    assert lately.before(0, 2, 0) == () and lately.before(1, 2, 0) == (Kept(1, 0, Said(5, 5)),)


def test_words_are_kept_for_as_long_as_they_may_be_weighed() -> None:
    lately = Lately()
    lately.keep(1, 1, 0, Said(5, 5), "halo")
    lately.keep(2, 1, 5, None, "aku pengen mati")
    lately.keep(3, 1, WITHIN, Said(5, 5), "pagi")
    assert "halo" in str(lately._of) and "mati" not in str(lately._of), "what was answered is not held at all"
    lately.keep(3, 2, WITHIN + 1, Said(5, 5), "siang")
    assert list(lately._of) == [2, 3]


def test_no_more_than_a_few_messages_are_kept() -> None:
    lately = Lately()
    for number, one in enumerate(repeat(Said(5, 5), 20)):
        lately.keep(1, number, 0, one)
    assert len(lately.before(1, 99, 0)) == BEFORE
    assert len(lately._of[1]) == 2 * BEFORE + 1
