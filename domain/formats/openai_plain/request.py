"""What requests that go through as bytes ask for: as much as limits and the books need to know."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Self

from domain.errors import Invalid
from domain.formats.multipart import FormPart, parts_of, texts_of, with_value
from domain.formats.openai_plain.images import PICTURES_MAX, ImagesMeasure
from domain.formats.openai_plain.measures import Measure
from domain.formats.openai_plain.moderations import ModerationMeasure
from domain.formats.openai_plain.speech import SpeechMeasure
from domain.formats.openai_plain.transcriptions import TranscriptionMeasure
from domain.formats.reading import At
from domain.formats.splicing import with_member
from domain.json import Json, JsonObject
from domain.llm.tasks import Task

_NUMBERS: Final = frozenset({"n", "partial_images"})
_DIGITS: Final = re.compile(r"[0-9]{1,9}")
_FLAGS: Final = {"true": True, "1": True, "false": False, "0": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainAsked:
    """`body` writes the request with another name of the model, `model` is `None` without one.

    `names_model`: the answer says which model it is of.
    """

    task: Task
    path: str
    model: str | None
    measure: Measure
    streamed: bool
    content_type: str
    body: Callable[[str], bytes]
    names_model: bool = False

    def asking(self, model: str | None) -> Self:
        """Of another model than the body names; of the same where there is none."""
        return self if model is None else replace(self, model=model)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form and where its parts stand. Numbers and flags in it are read as in JSON."""

    content: bytes
    content_type: str
    parts: Sequence[FormPart]
    values: JsonObject

    @classmethod
    def read(cls, content: bytes, content_type: str) -> "Form":
        """Raises `Invalid` for what is no form."""
        parts = parts_of(content, content_type)
        values = {name: _value(name, text) for name, text in texts_of(content, parts).items()}
        return cls(content=content, content_type=content_type, parts=parts, values=values)

    def named(self, model: str) -> bytes:
        return with_value(self.content, self.parts, "model", model)

    def files(self, *names: str) -> Sequence[FormPart]:
        return [each for each in self.parts if each.filename is not None and each.name in names]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A JSON object, and the text that it was read from."""

    value: JsonObject
    text: str

    def named(self, model: str) -> bytes:
        return with_member(self.text, "model", model).encode("utf-8", "replace")


def images(path: str, body: Written) -> PlainAsked:
    """Raises `Invalid`, as all of these do, naming the path of what is wrong."""
    at = At(body.value)
    return _json("images", path, body, measure=_images(at, given=len(at.items("images"))))


def image_form(path: str, form: Form) -> PlainAsked:
    given = len(form.files("image", "image[]"))
    return _form("images", path, form, measure=_images(At(form.values), given=given))


def speech(path: str, body: Written) -> PlainAsked:
    at = At(body.value)
    measure = SpeechMeasure(
        text=at.text("input"), instructions=at.text_or_none("instructions") or ""
    )
    return replace(_json("speech", path, body, measure=measure), streamed=True)


def transcription_form(path: str, form: Form) -> PlainAsked:
    files = form.files("file")
    if len(files) != 1:
        raise Invalid("file: must be one file")
    (file,) = files
    measure = TranscriptionMeasure(
        file_bytes=file.end - file.start, prompt=At(form.values).text_or_none("prompt") or ""
    )
    return _form("transcriptions", path, form, measure=measure)


def moderation(path: str, body: Written) -> PlainAsked:
    if not At(body.value).has("input"):
        raise Invalid("input: is missing")
    measure = ModerationMeasure(text=" ".join(_texts(body.value.get("input"))))
    return replace(_json("moderations", path, body, measure=measure), names_model=True)


def _images(at: At, *, given: int) -> Measure:
    number = at.integer("n", least=1) or 1
    if number > PICTURES_MAX:
        raise Invalid(f"n: at most {PICTURES_MAX} pictures a request are possible")
    return ImagesMeasure(
        prompt=at.text_or_none("prompt") or "",
        number=number,
        quality=at.text_or_none("quality") or "",
        given=given,
        partial=at.integer("partial_images", least=0) or 0,
    )


def _json(task: Task, path: str, body: Written, *, measure: Measure) -> PlainAsked:
    at = At(body.value)
    return PlainAsked(
        task=task,
        path=path,
        model=at.text_or_none("model") or None,
        measure=measure,
        streamed=at.flag("stream") or False,
        content_type="application/json",
        body=body.named,
    )


def _form(task: Task, path: str, form: Form, *, measure: Measure) -> PlainAsked:
    at = At(form.values)
    return PlainAsked(
        task=task,
        path=path,
        model=at.text_or_none("model") or None,
        measure=measure,
        streamed=at.flag("stream") or False,
        content_type=form.content_type,
        body=form.named,
    )


def _value(name: str, text: str) -> Json:
    if name in _NUMBERS and _DIGITS.fullmatch(text):
        return int(text)
    if name == "stream":
        return _FLAGS.get(text.lower(), text)
    return text


def _texts(found: Json) -> Iterator[str]:
    if isinstance(found, str):
        yield found
    elif isinstance(found, Mapping):
        text = found.get("text")
        if isinstance(text, str):
            yield text
    elif isinstance(found, Sequence):
        for each in found:
            yield from _texts(each)
