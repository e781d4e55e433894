"""Citations, likelihoods and phases, on whatever way they go (conversion A5, B2)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.formats.places import bounds
from domain.llm.evidence import Citation, Likelihood
from domain.llm.prompt import Text, ToolCall
from domain.llm.reply import Reply, ReplyPart
from domain.llm.usage import Usage
from tests.unit.domain.formats import strategies as some
from tests.unit.domain.formats.lanes import SOURCES, answered, folded, heard, told, whole

USAGE = Usage(output=3)
CALL = ToolCall(id="c", name="f", arguments='{"a":1}')
answers = st.lists(some.backed_texts() | st.just(CALL), max_size=3, unique_by=id)


def streamed(format: str, parts: Sequence[ReplyPart]) -> Reply:
    return folded(heard(format, told(format, some.events_of(parts, USAGE))))


def texts(parts: Sequence[ReplyPart]) -> list[Text]:
    return [part for part in parts if isinstance(part, Text)]


def cited(parts: Sequence[ReplyPart]) -> Iterator[tuple[str, str | None, int, int]]:
    """Every citation with its place in all of the text; empty ones have none."""
    base = 0
    for part in texts(parts):
        for citation in part.citations:
            start, end = bounds(citation, len(part.text))
            yield citation.url, citation.title, base + start, base + end
        base += len(part.text)


def likely(parts: Sequence[ReplyPart]) -> list[Likelihood]:
    return [each for part in texts(parts) for each in part.logprobs]


@pytest.mark.parametrize("format", SOURCES)
@given(parts=answers)
def test_a_folded_stream_says_what_the_whole_answer_says(
    format: str, parts: list[ReplyPart]
) -> None:
    reply = folded(some.events_of(parts, USAGE))

    from_stream, from_whole = (
        streamed(format, parts),
        folded(answered(format, whole(format, reply))),
    )

    assert list(cited(from_stream.parts)) == list(cited(from_whole.parts))
    assert likely(from_stream.parts) == likely(from_whole.parts)


@given(parts=answers)
def test_responses_keep_all_of_it(parts: list[ReplyPart]) -> None:
    assert streamed("responses", parts).parts == tuple(parts)


@pytest.mark.parametrize("format", ["chat", "gemini", "responses"])
@given(parts=answers)
def test_every_page_and_its_place_survive(format: str, parts: list[ReplyPart]) -> None:
    assert list(cited(streamed(format, parts).parts)) == list(cited(parts))


@pytest.mark.parametrize("format", ["chat", "gemini", "responses"])
@given(parts=answers)
def test_every_likelihood_survives(format: str, parts: list[ReplyPart]) -> None:
    """Gemini tells no bytes."""
    found = likely(streamed(format, parts).parts)

    assert list(map(_bare, found)) == list(map(_bare, likely(parts)))


def _bare(likelihood: Likelihood) -> Likelihood:
    others = tuple(replace(each, bytes=None) for each in likelihood.others)
    return replace(likelihood, bytes=None, others=others)


@given(parts=answers)
def test_pages_back_all_of_their_block_at_anthropic(parts: list[ReplyPart]) -> None:
    found = [part.citations for part in texts(streamed("messages", parts).parts)]

    assert found == [
        tuple(Citation(url=each.url, title=each.title) for each in part.citations)
        for part in texts(parts)
    ]
