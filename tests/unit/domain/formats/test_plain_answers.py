"""Answers that go through as bytes, and what is read beside them."""

from collections.abc import Iterator

import pytest

from domain.errors import Invalid
from domain.formats.failures import CUT, MALFORMED
from domain.formats.openai_plain.answers import (
    EventTap,
    PlainTap,
    SoundTap,
    plausible,
    whole_json,
    whole_text,
)
from domain.formats.openai_plain.images import ImagesMeasure
from domain.formats.openai_plain.moderations import ModerationMeasure
from domain.formats.openai_plain.speech import SpeechMeasure
from domain.formats.openai_plain.transcriptions import TranscriptionMeasure
from domain.formats.passing import Passed
from domain.llm.events import Failed, Finished, Started, UsageReported
from domain.llm.usage import PLAUSIBLE_MAX, Usage

STARTED = Started(id="", model="up-1")
FINISHED = Finished(reason="end")
IMAGES = ImagesMeasure(prompt="cat", quality="low")
SPEECH = SpeechMeasure(text="hello", by_characters=True)
DONE = b'data: {"type":"image_edit.completed","usage":{"output_tokens":7}}\n\n'
PART = b'data: {"type":"image_edit.partial_image"}\n\n'


def test_json_is_told_as_it_is_with_its_usage() -> None:
    raw = b'{ "model":"up-1", "usage": {"output_tokens": 7} }'

    assert whole_json(raw, IMAGES, started=STARTED, model=None) == Passed(
        raw,
        (STARTED, UsageReported(Usage(output=7, output_images=7, images=1)), FINISHED),
    )


def test_json_is_told_with_the_client_s_name_of_the_model() -> None:
    measure = ModerationMeasure(text="")

    named = whole_json(
        b'\xef\xbb\xbf{"model": "up-1", "x": 1.0}', measure, started=STARTED, model="m"
    )
    nameless = whole_json(b'{"x": 1.0}', measure, started=STARTED, model="m")

    assert named.raw == b'{"model": "m", "x": 1.0}'
    assert nameless.raw == b'{"x": 1.0}'


@pytest.mark.parametrize("raw", [b"", b"[]", b"nonsense", b"7", b'{"x":NaN}'])
def test_what_is_no_object_is_no_answer(raw: bytes) -> None:
    with pytest.raises(Invalid):
        whole_json(raw, IMAGES, started=STARTED, model="m")


def test_a_text_is_an_answer_to_who_listens_alone() -> None:
    listening = TranscriptionMeasure(file_bytes=1, by_time=True)

    assert whole_text(b"caf\xc3\xa9 \xff", listening, started=STARTED) == Passed(
        b"caf\xc3\xa9 \xff",
        (STARTED, UsageReported(Usage(audio_ms=1_000, estimated=True)), FINISHED),
    )
    with pytest.raises(Invalid, match="a text is no answer"):
        whole_text(b"hello", IMAGES, started=STARTED)


def test_absurd_numbers_are_not_believed() -> None:
    absurd = Usage(output=PLAUSIBLE_MAX + 1)

    assert plausible(absurd, IMAGES) == IMAGES.expected
    assert plausible(Usage(output=PLAUSIBLE_MAX), IMAGES) == Usage(output=PLAUSIBLE_MAX)


def heard(tap: PlainTap, *pieces: bytes) -> list[Passed]:
    def parts() -> Iterator[Passed]:
        for piece in pieces:
            yield from tap.feed(piece)
        yield from tap.close()

    return list(parts())


def test_sound_begins_with_its_first_bytes_and_costs_what_was_asked() -> None:
    assert heard(SoundTap(SPEECH, STARTED), b"\xff", b"\xf3") == [
        Passed(b"\xff", (STARTED, UsageReported(Usage(characters=5)))),
        Passed(b"\xf3"),
        Passed(b"", (FINISHED,)),
    ]


def test_no_sound_is_no_answer() -> None:
    assert heard(SoundTap(SPEECH, STARTED)) == [Passed(None, (CUT,))]


def test_each_part_of_a_stream_of_events_adds_its_usage() -> None:
    one = Usage(output=7, output_images=7, images=1)
    comment, done = b": hi\n\n", b"data: [DONE]\n\n"

    assert heard(EventTap(IMAGES, STARTED), comment, PART + DONE[:9], DONE[9:] + DONE, done) == [
        Passed(comment),
        Passed(PART, (STARTED, UsageReported(IMAGES.expected))),
        Passed(DONE, (UsageReported(one),)),
        Passed(DONE, (UsageReported(one + one),)),
        Passed(done),
        Passed(b"", (FINISHED,)),
    ]


def test_the_last_event_may_lack_its_blank_line() -> None:
    whole = heard(EventTap(IMAGES, STARTED), PART, DONE.rstrip(b"\n"))

    assert whole[-1] == Passed(b"", (FINISHED,))
    assert whole[-2].raw == DONE


@pytest.mark.parametrize(
    ("pieces", "last"),
    [
        ((), CUT),
        ((PART,), CUT),
        ((b": hi\n\n",), CUT),
        ((PART, b"data: {nonsense\n\n"), MALFORMED),
        ((PART, b"data: [7]\n\n"), MALFORMED),
    ],
    ids=range(5),
)
def test_a_stream_that_does_not_end_well_is_a_failure(
    pieces: tuple[bytes, ...], last: Failed
) -> None:
    tap, found = EventTap(IMAGES, STARTED), list[Passed]()
    for piece in pieces:
        found += tap.feed(piece)
    if not any(each.failed for each in found):
        found += tap.close()

    assert found[-1] == Passed(None, (last,))


@pytest.mark.parametrize(
    ("event", "kind"),
    [
        (b'{"error":{"message":"no","code":"rate_limit_exceeded"}}', "rate_limited"),
        (b'{"type":"error","message":"no"}', "server"),
    ],
)
def test_an_error_among_the_events_is_told_as_it_is(event: bytes, kind: str) -> None:
    frame = b"data: " + event + b"\n\n"

    (passed,) = EventTap(IMAGES, STARTED).feed(frame)

    assert passed.raw == frame
    failed = passed.events[-1]
    assert isinstance(failed, Failed)
    assert (failed.failure.kind, failed.failure.message) == (kind, "no")


@pytest.mark.parametrize(
    ("kind", "measure"),
    [
        ("image_generation.completed", IMAGES),
        ("image_edit.completed", IMAGES),
        ("speech.audio.done", SPEECH),
        ("transcript.text.done", TranscriptionMeasure(file_bytes=1)),
    ],
)
def test_each_kind_of_answer_has_an_end_of_its_own(kind: str, measure: ImagesMeasure) -> None:
    assert measure.ends(kind)
    assert not measure.ends(kind.rpartition(".")[0] + ".delta")
