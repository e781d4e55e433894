"""What pictures, sound and moderations take: as their answers say, or by our guess."""

import pytest

from domain.errors import Invalid
from domain.formats.openai_plain import request as reading
from domain.formats.openai_plain.images import ImagesMeasure
from domain.formats.openai_plain.moderations import ModerationMeasure
from domain.formats.openai_plain.request import Form, PlainAsked, Written
from domain.formats.openai_plain.speech import SpeechMeasure
from domain.formats.openai_plain.transcriptions import TranscriptionMeasure
from domain.json import JsonObject, write
from domain.llm.usage import Usage
from domain.transactions.money import NanoUsd
from domain.transactions.price import MediaRates, Price


def a_price(media: MediaRates) -> Price:
    free = NanoUsd(0)
    return Price(
        input=free,
        output=free,
        cache_read=free,
        cache_write_5m=free,
        cache_write_1h=free,
        source="test",
        media=media,
    )


@pytest.mark.parametrize(
    ("quality", "tokens"), [("low", 408), ("medium", 1_584), ("high", 6_240), ("", 6_240)]
)
def test_pictures_are_guessed_by_their_quality(quality: str, tokens: int) -> None:
    measure = ImagesMeasure(prompt="a" * 33, number=2, quality=quality, given=1, partial=3)

    output = 2 * (tokens + 300)
    assert measure.expected == Usage(
        input_uncached=10,
        input_images=1_584,
        output=output,
        output_images=output,
        images=2,
        estimated=True,
    )
    assert measure.at_most.output == 2 * 6_540
    assert measure.at_most.input_images == 6_240


IMAGES: list[tuple[JsonObject, Usage]] = [
    (
        {
            "data": [{}, {}],
            "usage": {
                "input_tokens": 50,
                "output_tokens": 30,
                "input_tokens_details": {"image_tokens": 40, "text_tokens": 10},
            },
        },
        Usage(input_uncached=10, input_images=40, output=30, output_images=30, images=2),
    ),
    (
        {
            "data": [{}],
            "usage": {
                "input_tokens": 50,
                "output_tokens": 30,
                "input_tokens_details": {"image_tokens": 10, "cached_tokens": 25},
                "output_tokens_details": {"image_tokens": 20, "text_tokens": 10},
            },
        },
        Usage(
            input_uncached=15,
            cache_read=25,
            input_images=10,
            output=30,
            output_images=20,
            images=1,
        ),
    ),
    (
        {
            "usage": {
                "input_tokens": 5,
                "output_tokens": 3,
                "input_tokens_details": {"image_tokens": 40, "cached_tokens": 9},
                "output_tokens_details": {"image_tokens": 20},
            }
        },
        Usage(input_images=5, output=3, output_images=3, images=1),
    ),
    (
        {"data": [{}, {}, {}]},
        Usage(
            input_uncached=1,
            output=408,
            output_images=408,
            images=3,
            estimated=True,
        ),
    ),
]


@pytest.mark.parametrize(("answer", "usage"), IMAGES)
def test_an_answer_says_what_its_pictures_took(answer: JsonObject, usage: Usage) -> None:
    assert ImagesMeasure(prompt="cat", quality="low").of_answer(answer) == usage


def test_speech_is_guessed_where_it_is_not_paid_by_characters() -> None:
    measure = SpeechMeasure(text="a" * 33, instructions="b" * 33)
    guess = Usage(input_uncached=20, output=47, characters=33, estimated=True)

    assert measure.expected == guess
    assert measure.at_most.output == 94
    assert measure.of_answer({}) == guess
    assert measure.of_answer({"usage": {"input_tokens": 7, "output_tokens": 9}}) == Usage(
        input_uncached=7, output=9, characters=33
    )
    by_characters = measure.counted_as(a_price(MediaRates(characters=NanoUsd(1))))
    assert by_characters.expected == Usage(characters=33)
    assert measure.counted_as(a_price(MediaRates())).expected == guess
    assert measure.counted_as(None).expected == guess


BY_TIME: list[tuple[JsonObject, Usage]] = [
    ({"usage": {"type": "duration", "seconds": 8}}, Usage(audio_ms=8_000)),
    ({"usage": {"type": "duration", "seconds": 7.4999}}, Usage(audio_ms=7_500)),
    ({"duration": "7.5"}, Usage(audio_ms=7_500)),
    ({"duration": 7.5}, Usage(audio_ms=7_500)),
    ({"duration": "long", "text": "a" * 45}, Usage(audio_ms=3_000, estimated=True)),
    ({"duration": -1, "text": "a" * 45}, Usage(audio_ms=3_000, estimated=True)),
    ({"duration": "nan", "text": ""}, Usage(audio_ms=1_000, estimated=True)),
    ({"usage": {"type": "tokens", "input_tokens": 9}}, Usage(audio_ms=1_000, estimated=True)),
]


@pytest.mark.parametrize(("answer", "usage"), BY_TIME)
def test_a_transcription_by_its_time(answer: JsonObject, usage: Usage) -> None:
    measure = TranscriptionMeasure(file_bytes=9)

    by_time = measure.counted_as(a_price(MediaRates(audio_hour=NanoUsd(1))))

    assert by_time.of_answer(answer) == usage


BY_TOKENS: list[tuple[JsonObject, Usage]] = [
    (
        {
            "usage": {
                "type": "tokens",
                "input_tokens": 14,
                "output_tokens": 5,
                "input_token_details": {"audio_tokens": 12},
            }
        },
        Usage(input_uncached=2, input_audio=12, output=5),
    ),
    ({"usage": {"input_tokens": 14, "output_tokens": 5}}, Usage(input_audio=14, output=5)),
    (
        {"usage": {"type": "duration", "seconds": 2}, "text": "a" * 33},
        Usage(input_audio=20, output=10, estimated=True),
    ),
    ({"text": "a" * 33}, Usage(input_audio=22, output=10, estimated=True)),
]


@pytest.mark.parametrize(("answer", "usage"), BY_TOKENS)
def test_a_transcription_by_its_tokens(answer: JsonObject, usage: Usage) -> None:
    assert TranscriptionMeasure(file_bytes=9).of_answer(answer) == usage


@pytest.mark.parametrize(
    ("text", "audio_ms"),
    [
        ("1\n00:00:00,000 --> 00:00:07,500\nHi\n\n2\n00:00:07,500 --> 01:00:01,000\nHo", 3_601_000),
        ("WEBVTT\n\n00:01.000 --> 00:02.500\nHi", 2_500),
        ("WEBVTT\n\n00:01.000 --> 02:03.500\nHi", 123_500),
        ("a" * 150, 10_000),
        ("", 1_000),
    ],
)
def test_a_transcription_by_its_text(text: str, audio_ms: int) -> None:
    measure = TranscriptionMeasure(file_bytes=9, by_time=True)

    assert measure.of_text(text) == Usage(audio_ms=audio_ms, estimated=True)


def test_a_file_holds_so_much_sound_at_most() -> None:
    by_time = TranscriptionMeasure(file_bytes=20_000, by_time=True)
    by_tokens = TranscriptionMeasure(file_bytes=20_000, prompt="a" * 33)

    assert by_time.at_most == Usage(audio_ms=10_000, estimated=True)
    assert by_tokens.expected == Usage(
        input_uncached=10, input_audio=100, output=50, estimated=True
    )


def test_a_moderation_is_guessed_by_its_text() -> None:
    measure = ModerationMeasure(text="a" * 33)
    guess = Usage(input_uncached=10, estimated=True)

    assert (measure.at_most, measure.of_answer({})) == (guess, guess)
    assert measure.of_text("") is None
    assert not measure.is_sound
    assert not measure.ends("anything")


def written(body: JsonObject) -> Written:
    return Written(value=body, text=write(body))


def test_a_request_for_pictures_is_read() -> None:
    body: JsonObject = {
        "model": "m",
        "prompt": "cat",
        "n": 2,
        "quality": "low",
        "stream": True,
        "partial_images": 1,
        "images": [{}, {}],
    }

    asked = reading.images("/images/edits", written(body))

    assert (asked.task, asked.path, asked.model, asked.streamed) == (
        "images",
        "/images/edits",
        "m",
        True,
    )
    assert asked.measure == ImagesMeasure(prompt="cat", number=2, quality="low", given=2, partial=1)
    assert asked.body("up") == write({**body, "model": "up"}).encode()


def test_a_model_is_written_where_none_was_named() -> None:
    asked = reading.moderation("/moderations", written({"input": "hi"}))

    assert asked.model is None
    assert (asked.task, asked.path) == ("moderations", "/moderations")
    assert asked.names_model
    assert asked.body("up") == b'{"input":"hi","model":"up"}'


@pytest.mark.parametrize(
    "given",
    [
        "good bad",
        ["good", "bad"],
        [{"type": "text", "text": "good"}, {"type": "text", "text": "bad"}],
    ],
)
def test_all_the_texts_of_a_moderation_are_counted(given: object) -> None:
    body = {"input": given}

    asked = reading.moderation("/moderations", Written(value=body, text="{}"))  # type: ignore[arg-type]

    assert asked.measure == ModerationMeasure(text="good bad")


def a_form(*parts: tuple[str, str, bool]) -> Form:
    written = "".join(
        f'--b\r\ncontent-disposition: form-data; name="{name}"'
        + ('; filename="f"' if is_file else "")
        + f"\r\n\r\n{value}\r\n"
        for name, value, is_file in parts
    )
    return Form.read(f"{written}--b--".encode(), "multipart/form-data; boundary=b")


def test_a_form_for_pictures_is_read() -> None:
    form = a_form(
        ("image[]", "x", True),
        ("image[]", "y", True),
        ("mask", "z", True),
        ("prompt", "cat", False),
        ("n", "3", False),
        ("stream", "True", False),
        ("model", "m", False),
    )

    asked = reading.image_form("/images/edits", form)

    assert (asked.task, asked.path) == ("images", "/images/edits")
    assert (asked.model, asked.streamed) == ("m", True)
    assert asked.content_type == "multipart/form-data; boundary=b"
    assert asked.measure == ImagesMeasure(prompt="cat", number=3, given=2)
    assert b'name="model"\r\n\r\nup\r\n' in asked.body("up")


def test_a_form_with_sound_is_read() -> None:
    form = a_form(("file", "12345", True), ("model", "m", False), ("prompt", "p", False))

    asked = reading.transcription_form("/audio/transcriptions", form)

    assert (asked.task, asked.path) == ("transcriptions", "/audio/transcriptions")
    assert asked.measure == TranscriptionMeasure(file_bytes=5, prompt="p")
    assert not asked.streamed


def test_a_request_for_speech_is_read() -> None:
    asked = reading.speech("/s", written({"input": "hello", "instructions": "Softly."}))

    assert (asked.task, asked.path, asked.model) == ("speech", "/s", None)
    assert asked.streamed
    assert asked.content_type == "application/json"
    assert asked.measure == SpeechMeasure(text="hello", instructions="Softly.")


def test_a_form_that_names_no_model_is_sent_with_one() -> None:
    asked = reading.transcription_form("/t", a_form(("file", "x", True)))

    sent = Form.read(asked.body("up"), asked.content_type)

    assert asked.model is None
    assert sent.values == {"model": "up"}
    assert len(sent.files("file")) == 1


def of_pictures(body: JsonObject) -> PlainAsked:
    return reading.images("/i", written(body))


WRONG = [
    (lambda: of_pictures({"prompt": 7}), "prompt: must be a string"),
    (lambda: of_pictures({"n": 0}), "n: must be at least 1"),
    (lambda: of_pictures({"n": 11}), "n: at most 10"),
    (lambda: of_pictures({"stream": "yes"}), "stream: must be"),
    (lambda: reading.speech("/s", written({"model": "m"})), "input: is missing"),
    (lambda: reading.moderation("/m", written({})), "input: is missing"),
    (lambda: reading.image_form("/i", a_form(("model", "m", False), ("n", "x", False))), "n: must"),
    (
        lambda: reading.transcription_form("/t", a_form(("model", "m", False))),
        "file: must be one file",
    ),
    (
        lambda: reading.image_form("/i", a_form(("model", "m", False), ("stream", "si", False))),
        "stream: must be",
    ),
]


@pytest.mark.parametrize(("read", "complaint"), WRONG, ids=range(len(WRONG)))
def test_a_wrong_request_is_refused_with_its_place(read: object, complaint: str) -> None:
    assert callable(read)
    with pytest.raises(Invalid, match=complaint):
        read()
