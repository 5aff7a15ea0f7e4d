"""Texts: parse modes with their official errors, limits in UTF-16 units, entities found by the server."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.entities.parse import ParseError, parse


def entity(kind, offset, length, **extra):
    return {"type": kind, "offset": offset, "length": length, **extra}


HTML = [
    ("<b>a</b>", "a", [entity("bold", 0, 1)]),
    (
        "<strong>a</strong><em>b</em><ins>c</ins><del>d</del>",
        "abcd",
        [entity(k, n, 1) for n, k in enumerate(["bold", "italic", "underline", "strikethrough"])],
    ),
    ("<i>😀é</i>", "😀é", [entity("italic", 0, 3)]),
    ("<b>a<i>b</i></b>", "ab", [entity("bold", 0, 2), entity("italic", 1, 1)]),
    ('<tg-spoiler>s</tg-spoiler><span class="tg-spoiler">t</span>', "st", [entity("spoiler", 0, 1), entity("spoiler", 1, 1)]),
    ('<a href="https://example.org/?a=1&amp;b=2">x</a>', "x", [entity("text_link", 0, 1, url="https://example.org/?a=1&b=2")]),
    ("<a href='example.org'>x</a>", "x", [entity("text_link", 0, 1, url="http://example.org/")]),
    ("<code>c</code>", "c", [entity("code", 0, 1)]),
    ("<pre>p</pre>", "p", [entity("pre", 0, 1)]),
    ('<pre><code class="language-python">p</code></pre>', "p", [entity("pre", 0, 1, language="python")]),
    ('<code class="language-python">p</code>', "p", [entity("code", 0, 1)]),
    ("<blockquote>q</blockquote>", "q", [entity("blockquote", 0, 1)]),
    ("<blockquote expandable>q</blockquote>", "q", [entity("expandable_blockquote", 0, 1)]),
    ('<tg-emoji emoji-id="5368324170671202286">x</tg-emoji>', "x", [entity("custom_emoji", 0, 1, custom_emoji_id="5368324170671202286")]),
    ('<a href="tg://user?id=123">x</a>', "x", [entity("text_mention", 0, 1, user={"id": 123})]),
    ("1 &lt; 2 &amp; &#51; &gt; &#x32; &quot;&nbsp;", '1 < 2 & 3 > 2 "&nbsp;', []),
    ("<B>a</b >", "a", [entity("bold", 0, 1)]),
    ("<b></b>a", "a", []),
]
HTML_ERRORS = [
    ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
    ("a<b", "Unclosed start tag at byte offset 1"),
    ("é<b", "Unclosed start tag at byte offset 2"),
    ("<x>a</x>", 'Unsupported start tag "x" at byte offset 0'),
    ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
    ("a</b>", "Unexpected end tag at byte offset 1"),
    ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
    ("<b>x</b", "Unclosed end tag at byte offset 4"),
    ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ("<a href>x</a>", 'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0'),
    ("<a =x>x</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
    ('<a href="x', "Unclosed start tag at byte offset 0"),
    ("<a href=x/y>x</a>", "Unexpected end of name token at byte offset 8"),
    ('<tg-emoji emoji-id="x">x</tg-emoji>', "Invalid custom emoji identifier specified"),
]
V2 = [
    (
        "*b* _i_ __u__ ~s~ ||p|| `c`",
        "b i u s p c",
        [entity(k, 2 * n, 1) for n, k in enumerate(["bold", "italic", "underline", "strikethrough", "spoiler", "code"])],
    ),
    ("*b _i_*", "b i", [entity("bold", 0, 3), entity("italic", 2, 1)]),
    ("[x](https://example.org/a\\)b)", "x", [entity("text_link", 0, 1, url="https://example.org/a)b")]),
    ("[x](tg://user?id=5)", "x", [entity("text_mention", 0, 1, user={"id": 5})]),
    ("```py\nx```", "x", [entity("pre", 0, 1, language="py")]),
    ("```\nx```", "x", [entity("pre", 0, 1)]),
    ("`a.b!`", "a.b!", [entity("code", 0, 4)]),
    ("a\\.b\\!", "a.b!", []),
    (">q\n>r\nx", "q\nr\nx", [entity("blockquote", 0, 4)]),
    (">q\n>r||", "q\nr", [entity("expandable_blockquote", 0, 3)]),
    ("![x](tg://emoji?id=77)", "x", [entity("custom_emoji", 0, 1, custom_emoji_id="77")]),
    ("😀*b*", "😀b", [entity("bold", 2, 1)]),
]
V2_ERRORS = [
    ("a.b", "Character '.' is reserved and must be escaped with the preceding '\\'"),
    ("a!", "Character '!' is reserved and must be escaped with the preceding '\\'"),
    ("a-b", "Character '-' is reserved and must be escaped with the preceding '\\'"),
    ("a>b", "Character '>' is reserved and must be escaped with the preceding '\\'"),
    ("a|b", "Character '|' is reserved and must be escaped with the preceding '\\'"),
    ("*b", "Can't find end of Bold entity at byte offset 0"),
    ("é_i", "Can't find end of Italic entity at byte offset 2"),
    ("||s", "Can't find end of Spoiler entity at byte offset 0"),
    ("`c", "Can't find end of Code entity at byte offset 0"),
    ("```c", "Can't find end of Pre entity at byte offset 0"),
    ("[x", "Can't find end of TextUrl entity at byte offset 0"),
    ("[x](http://a", "Can't find end of a URL at byte offset 4"),
    ("![x]", "Custom emoji entity must contain a tg://emoji URL"),
]
LEGACY = [
    ("*b* _i_ `c`", "b i c", [entity("bold", 0, 1), entity("italic", 2, 1), entity("code", 4, 1)]),
    ("[x](http://example.org)", "x", [entity("text_link", 0, 1, url="http://example.org/")]),
    ("```py\nx```", "x", [entity("pre", 0, 1, language="py")]),
    ("a.b!\\_", "a.b!_", []),
]
LEGACY_ERRORS = [
    ("snake_case", "Can't find end of the entity starting at byte offset 5"),
    ("*b", "Can't find end of the entity starting at byte offset 0"),
    ("[x", "Can't find end of the entity starting at byte offset 0"),
]


@pytest.mark.parametrize(
    ("mode", "given_text", "shown", "entities"),
    [("HTML", *case) for case in HTML] + [("MarkdownV2", *case) for case in V2] + [("Markdown", *case) for case in LEGACY],
)
def test_markup_becomes_text_and_entities(mode, given_text, shown, entities):
    assert parse(given_text, mode) == (shown, entities)


@pytest.mark.parametrize(
    ("mode", "given_text", "error"),
    [("HTML", *case) for case in HTML_ERRORS] + [("MarkdownV2", *case) for case in V2_ERRORS] + [("Markdown", *case) for case in LEGACY_ERRORS],
)
async def test_broken_markup_is_400_can_t_parse_entities(api, rani, mode, given_text, error):
    text = await api.refused("sendMessage", chat_id=rani.id, text=given_text, parse_mode=mode)
    assert text == f"Bad Request: can't parse entities: {error}"


@given(st.text(alphabet="ab<>/&;\"'= é😀_*[]()~`>#|\\!\n.", max_size=30), st.sampled_from(["HTML", "Markdown", "MarkdownV2"]))
@settings(max_examples=300, deadline=None)
def test_any_text_is_parsed_or_refused_never_more(text, mode):
    try:
        shown, entities = parse(text, mode)
    except ParseError:
        return
    units = len(shown.encode("utf-16-le")) // 2
    assert all(one["offset"] >= 0 and one["length"] > 0 and one["offset"] + one["length"] <= units for one in entities)


@given(st.text(max_size=50))
@settings(max_examples=200, deadline=None)
def test_text_escaped_by_the_library_comes_back_whole(text):
    from telegram.helpers import escape_markdown

    assert parse(escape_markdown(text, version=2), "MarkdownV2")[0] == text


async def test_an_unknown_parse_mode_is_400_unsupported_parse_mode(api, rani):
    assert await api.refused("sendMessage", chat_id=rani.id, text="x", parse_mode="BBCode") == "Bad Request: unsupported parse_mode"


@pytest.mark.parametrize("mode", ["html", "Html", "HTML", "markdownv2", "MARKDOWN"])
async def test_parse_modes_in_any_case(api, rani, mode):
    assert (await api("sendMessage", chat_id=rani.id, text="x", parse_mode=mode))["text"] == "x"


async def test_empty_text_is_400_message_text_is_empty(api, rani):
    assert await api.refused("sendMessage", chat_id=rani.id, text="") == "Bad Request: message text is empty"


@pytest.mark.parametrize(("text", "mode"), [(" \n ", None), ("<b></b>", "HTML")])
async def test_nothing_visible_is_400_text_must_be_non_empty(api, rani, text, mode):
    extra = {"parse_mode": mode} if mode else {}
    assert await api.refused("sendMessage", chat_id=rani.id, text=text, **extra) == "Bad Request: text must be non-empty"


async def test_4096_units_are_taken_and_4097_are_400_message_is_too_long(api, rani):
    assert len((await api("sendMessage", chat_id=rani.id, text="x" * 4096))["text"]) == 4096
    assert await api.refused("sendMessage", chat_id=rani.id, text="x" * 4097) == "Bad Request: message is too long"


async def test_the_length_is_counted_in_utf16_units(api, rani):
    await api("sendMessage", chat_id=rani.id, text="😀" * 2048)
    assert await api.refused("sendMessage", chat_id=rani.id, text="😀" * 2049) == "Bad Request: message is too long"


async def test_the_length_is_counted_after_parsing(api, rani):
    text = "<b>" + "x" * 4096 + "</b>"
    assert len((await api("sendMessage", chat_id=rani.id, text=text, parse_mode="HTML"))["text"]) == 4096


async def test_an_edit_that_is_too_long_is_400_message_too_long(api, rani):
    message = await api("sendMessage", chat_id=rani.id, text="x")
    text = await api.refused("editMessageText", chat_id=rani.id, message_id=message["message_id"], text="x" * 4097)
    assert text == "Bad Request: MESSAGE_TOO_LONG"


async def test_1024_units_of_caption_are_taken_and_1025_are_400(api, rani):
    photo = (await rani.sends_photo())["photo"][-1]["file_id"]
    await api("sendPhoto", chat_id=rani.id, photo=photo, caption="<i>" + "x" * 1024 + "</i>", parse_mode="HTML")
    assert await api.refused("sendPhoto", chat_id=rani.id, photo=photo, caption="x" * 1025) == "Bad Request: message caption is too long"


async def test_white_space_around_a_text_is_cut_and_entities_move(api, rani):
    message = await api("sendMessage", chat_id=rani.id, text="\n <b>halo</b> \n", parse_mode="HTML")
    assert (message["text"], message["entities"]) == ("halo", [entity("bold", 0, 4)])


async def test_entities_are_taken_as_given(api, rani):
    given_entities = [entity("bold", 0, 2), entity("italic", 2, 1)]
    message = await api("sendMessage", chat_id=rani.id, text="😀x", entities=given_entities)
    assert message["entities"] == given_entities


@pytest.mark.parametrize(
    ("text", "kind", "offset", "length"),
    [
        ("/help me", "bot_command", 0, 5),
        ("😀 /help@some_bot", "bot_command", 3, 14),
        ("see https://example.org/a?b=c.", "url", 4, 25),
        ("see example.org now", "url", 4, 11),
        ("to a.b@example.org please", "email", 3, 15),
        ("hi @sebaya_bot!", "mention", 3, 11),
        ("so #penting ya", "hashtag", 3, 8),
        ("in $USD now", "cashtag", 3, 4),
        ("call +62 812 3456 789", "phone_number", 5, 16),
    ],
)
async def test_the_server_finds_entities_by_itself(api, rani, text, kind, offset, length):
    await rani.says(text)
    (update,) = await api("getUpdates")
    assert update["message"]["entities"] == [entity(kind, offset, length)]


@pytest.mark.parametrize("text", ["a/b", "1/2", "x@y", "##", "100%", "12.5", "and/or", "a.b.c"])
async def test_no_entities_where_there_are_none(api, rani, text):
    assert "entities" not in await rani.says(text)


async def test_commands_in_code_are_no_commands(api, rani):
    message = await api("sendMessage", chat_id=rani.id, text="<code>/help</code> /help", parse_mode="HTML")
    assert message["entities"] == [entity("code", 0, 5), entity("bot_command", 6, 5)]


async def test_formatting_with_ptb_and_aiogram(ptb, aio, rani):
    one = await ptb.send_message(rani.id, "*a* _b_", parse_mode="MarkdownV2")
    two = await aio.send_message(rani.id, "<b>a</b> <i>b</i>", parse_mode="HTML")
    assert one.text_html == "<b>a</b> <i>b</i>" == two.html_text
