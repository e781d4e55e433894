import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Invalid
from domain.formats.reading import At
from domain.formats.restoring import Restoration
from domain.formats.tool_words import AS_THEY_ARE, ToolWords, shortened, tool_id, tool_names
from domain.formats.tools_reading import each_once, read_tool
from domain.llm.events import (
    ArgumentsDelta,
    BlockClosed,
    Finished,
    SignatureDelta,
    StreamEvent,
    TextDelta,
    TextOpened,
    ToolCallOpened,
)
from domain.llm.prompt import HostedTool, Tool


@given(st.lists(st.text(max_size=5) | st.sampled_from(("a" * 64, "a" * 65, "a" * 66, "_", "."))))
def test_names_are_legal_and_each_its_own(given_names: list[str]) -> None:
    names = tool_names(given_names)

    assert set(names) == set(given_names)
    assert len(set(names.values())) == len(names)
    assert all(re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", name) for name in names.values())


@given(st.lists(st.text(max_size=3), max_size=6), st.text(max_size=3))
def test_a_later_name_changes_no_earlier_one(earlier: list[str], later: str) -> None:
    before, after = tool_names(earlier), tool_names([*earlier, later])

    assert {name: after[name] for name in before} == before


def test_legal_names_stay_and_others_are_mended() -> None:
    assert tool_names(["f-1", "g h", "g.h", "", "g_h"]) == {
        "f-1": "f-1",
        "g h": "g_h",
        "g.h": "g_h_2",
        "": "tool",
        "g_h": "g_h_3",
    }


def test_some_vendors_want_a_letter_first() -> None:
    assert tool_names(["1a", "-b", "_c", "d"], letter_first=True) == {
        "1a": "_1a",
        "-b": "_-b",
        "_c": "_c",
        "d": "d",
    }


def test_long_words_are_cut_and_stay_different() -> None:
    one, other = shortened("a" * 70 + "x", 64), shortened("a" * 70 + "y", 64)

    assert one != other
    assert len(one) == len(other) == 64
    assert one.startswith("a" * 55 + "_")
    assert shortened("a" * 64, 64) == "a" * 64


@pytest.mark.parametrize("id", ["call_1", "a" * 40, "A-b_9"])
def test_a_legal_id_stays(id: str) -> None:
    assert tool_id(id, limit=40) == id


def test_ids_that_are_mended_alike_stay_different() -> None:
    assert tool_id("a.b", limit=40) != tool_id("a:b", limit=40)
    assert len(tool_id("é" * 80, limit=40)) == 40


def restored(words: ToolWords, *events: StreamEvent) -> list[StreamEvent]:
    restoration = Restoration(words)
    return [found for event in events for found in restoration.feed(event)]


def test_a_call_comes_back_under_its_own_name() -> None:
    words = ToolWords(names={"g_h": "g h"})

    assert restored(words, ToolCallOpened(0, "a", "g_h"), ToolCallOpened(1, "b", "f")) == [
        ToolCallOpened(0, "a", "g h"),
        ToolCallOpened(1, "b", "f"),
    ]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ('{"input":"raw\\n"}', "raw\n"),
        ('{"content":"raw"}', "raw"),
        ('{"input":"a","b":1}', '{"input":"a","b":1}'),
        ('{"input":1}', '{"input":1}'),
        ("[1]", "[1]"),
        ("raw", "raw"),
    ],
)
def test_free_text_comes_back_whole(arguments: str, expected: str) -> None:
    words = ToolWords(custom=frozenset({"p"}))
    pieces = [ArgumentsDelta(0, arguments[:4]), ArgumentsDelta(0, arguments[4:])]

    assert restored(words, ToolCallOpened(0, "a", "p"), *pieces, BlockClosed(0)) == [
        ToolCallOpened(0, "a", "p", custom=True),
        ArgumentsDelta(0, expected),
        BlockClosed(0),
    ]


def test_an_answer_by_a_tool_is_text() -> None:
    words = ToolWords(answers=True)

    found = restored(
        words,
        ToolCallOpened(0, "a", "json_tool_call"),
        ArgumentsDelta(0, "{}"),
        BlockClosed(0),
        Finished(reason="tool_use"),
    )

    assert found == [TextOpened(0), TextDelta(0, "{}"), BlockClosed(0), Finished(reason="end")]


def test_an_answer_beside_a_call_leaves_the_call() -> None:
    words = ToolWords(answers=True)

    found = restored(
        words,
        ToolCallOpened(0, "a", "json_tool_call"),
        ToolCallOpened(1, "b", "f"),
        ArgumentsDelta(1, "{}"),
        Finished(reason="tool_use"),
    )

    assert found[1:] == [
        ToolCallOpened(1, "b", "f"),
        ArgumentsDelta(1, "{}"),
        Finished(reason="tool_use"),
    ]


def test_without_answers_by_tool_the_name_is_free() -> None:
    called = ToolCallOpened(0, "a", "json_tool_call")

    assert restored(ToolWords(names={"x": "y"}), called) == [called]
    assert restored(AS_THEY_ARE, called, SignatureDelta(0, "S")) == [called, SignatureDelta(0, "S")]


def test_halves_of_characters_meet_in_their_own_blocks() -> None:
    found = restored(
        AS_THEY_ARE,
        TextDelta(0, "a\ud83d"),
        ArgumentsDelta(1, "\ud83d"),
        TextDelta(0, "\ude00"),
        ArgumentsDelta(1, "x"),
        BlockClosed(0),
        BlockClosed(1),
    )

    assert found == [
        TextDelta(0, "a"),
        TextDelta(0, "😀"),
        ArgumentsDelta(1, "\ufffdx"),
        BlockClosed(0),
        BlockClosed(1),
    ]


def test_half_a_character_at_the_end_is_replaced() -> None:
    assert restored(AS_THEY_ARE, ArgumentsDelta(1, "a\ud83d"), BlockClosed(1)) == [
        ArgumentsDelta(1, "a"),
        ArgumentsDelta(1, "\ufffd"),
        BlockClosed(1),
    ]


def test_of_two_tools_of_one_name_the_later_one_counts() -> None:
    first, hosted, second = (
        Tool(name="f", description="one"),
        HostedTool(format="gemini", value={"googleSearch": {}}),
        Tool(name="f", description="two"),
    )

    assert each_once([first, hosted, hosted, second]) == (second, hosted, hosted)


def test_a_function_without_a_name_is_refused() -> None:
    with pytest.raises(Invalid, match="name: is missing"):
        read_tool(At({"type": "function", "parameters": {}}, "tools[0]"), "openai_chat")
