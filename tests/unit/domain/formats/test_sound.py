"""Answers that are spoken, between the two formats that have sound (conversion A5, B2)."""

import base64
import io
import wave

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Invalid
from domain.formats.openai_chat.reply import encode_reply
from domain.formats.spoken import PCM, WAV, as_wav, said_aloud
from domain.llm.prompt import Text
from domain.llm.reply import Reply
from domain.llm.sound import Sound
from domain.llm.usage import Usage
from tests.unit.domain.formats import strategies as some
from tests.unit.domain.formats.golden import at
from tests.unit.domain.formats.lanes import answered, folded, heard, told, whole


def encoded(data: bytes) -> str:
    return base64.b64encode(data).decode()


sounds = st.builds(
    Sound,
    media_type=st.just(PCM),
    base64=st.binary(min_size=1, max_size=9).map(lambda data: encoded(b"\0" + data)),
    transcript=some.said,
    id=st.just("audio_1"),
    expires_at=st.integers(0, 99),
)


@given(sound=sounds, cut=st.integers(1, 4))
def test_openai_s_clients_hear_what_was_said(sound: Sound, cut: int) -> None:
    reply = folded(some.events_of([sound], Usage(), cut=cut))

    streamed = folded(heard("chat", told("chat", some.events_of([sound], Usage(), cut=cut))))

    assert reply.parts == streamed.parts == (sound,)
    assert folded(answered("chat", whole("chat", reply))).parts == (sound,)


@given(sound=sounds, cut=st.integers(1, 4))
def test_google_s_clients_hear_it_and_read_it_behind(sound: Sound, cut: int) -> None:
    reply = folded(some.events_of([sound], Usage(), cut=cut))
    spoken = Sound(media_type=PCM, base64=sound.base64)

    streamed = folded(heard("gemini", told("gemini", some.events_of([sound], Usage(), cut=cut))))

    assert streamed.parts == (spoken, Text(text=sound.transcript))
    assert folded(answered("gemini", whole("gemini", reply))).parts == streamed.parts


@pytest.mark.parametrize("target", ["messages", "responses"])
@given(sound=sounds, cut=st.integers(1, 4))
def test_all_others_read_it(target: str, sound: Sound, cut: int) -> None:
    reply = folded(some.events_of([sound], Usage(), cut=cut))

    streamed = folded(heard(target, told(target, some.events_of([sound], Usage(), cut=cut))))

    assert streamed.text == sound.transcript
    assert folded(answered(target, whole(target, reply))).text == sound.transcript


def test_raw_samples_become_a_file_for_who_asked_for_one() -> None:
    samples = bytes(range(200))
    reply = Reply(parts=(Sound(media_type=PCM, base64=encoded(samples)),))

    found = encode_reply(reply, id="i", created=1, model="m", encoding="wav")

    data = at(found, "choices.0.message.audio.data")
    assert isinstance(data, str)
    with wave.open(io.BytesIO(base64.b64decode(data))) as file:
        shape = (file.getnchannels(), file.getsampwidth(), file.getframerate())
        assert shape == (1, 2, 24_000)
        assert file.readframes(file.getnframes()) == samples


def test_a_file_stays_as_it_is() -> None:
    sound = Sound(media_type=WAV, base64=encoded(b"RIFF\0\0\0\0WAVE"))

    assert as_wav(sound) is sound


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"RIFF\0\0\0\0WAVEfmt ", WAV),
        (b"RIFF\0\0\0\0AVI fmt ", PCM),
        (b"fLaC", "audio/flac"),
        (b"OggS", "audio/ogg"),
        (b"ID3\4", "audio/mpeg"),
        (b"\xff\xfb\x90", "audio/mpeg"),
        (b"\xff\xff\xfe\xff", PCM),
        (b"\0\0", PCM),
    ],
)
def test_sound_is_known_by_its_signature(head: bytes, kind: str) -> None:
    assert said_aloud(encoded(head)) == (encoded(head), kind)
    assert said_aloud(encoded(head), media_type="audio/x")[1] == "audio/x"


@pytest.mark.parametrize("data", ["%%", "AAA", "A", "AA==AA=="])
def test_what_is_no_base64_is_no_sound(data: str) -> None:
    with pytest.raises(Invalid, match="is not base64"):
        said_aloud(data)
