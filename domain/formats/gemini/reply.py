"""Whole answers, both ways (conversion B2, B4)."""

from collections.abc import Iterator
from typing import assert_never

from domain.formats.gemini.answer_writing import answer, call_part, candidate, picture_part
from domain.formats.gemini.chunks import Chunks
from domain.formats.gemini.evidence import write_grounding, write_likelihoods
from domain.formats.gemini.stops import write_finish
from domain.formats.gemini.turns_writing import text_part, thought_part
from domain.formats.gemini.usage import write_usage
from domain.formats.places import Places
from domain.formats.restoring import Restoration
from domain.formats.tool_words import AS_THEY_ARE, ToolWords
from domain.json import Json, JsonObject
from domain.llm.events import Cited, Finished, StreamEvent
from domain.llm.prompt import Image, InlineData, RedactedThinking, Refusal, Text, Thinking, ToolCall
from domain.llm.reply import Reply, ReplyPart, WordPart
from domain.llm.sound import Sound
from domain.llm.usage import Usage


def encode_reply(reply: Reply, *, id: str, model: str) -> JsonObject:
    """`model` as the client named it."""
    answers = enumerate((reply, *reply.others))
    return answer(
        [_candidate(each, number) for number, each in answers],
        id=id,
        model=model,
        usage=write_usage(reply.usage or Usage()),
    )


def _candidate(reply: Reply, number: int) -> JsonObject:
    refused = any(isinstance(part, Refusal) for part in reply.parts)
    finish = write_finish(reply.finished or Finished(reason="end"), refused=refused)
    return candidate(
        [each for part in reply.parts if _says_something(part) for each in _parts(part)],
        index=number,
        finish={**finish, **_evidence(reply)},
    )


def _evidence(reply: Reply) -> dict[str, Json]:
    places = Places()
    texts = [part for part in reply.parts if isinstance(part, Text)]
    for index, part in enumerate(texts):
        places.said(index, part.text)
    cited = [Cited(index, each) for index, part in enumerate(texts) for each in part.citations]
    placed = ((each.citation, places.in_all(each)) for each in cited)
    grounding = write_grounding(reply.text, [(each, at) for each, at in placed if at])
    told = write_likelihoods([each for part in texts for each in part.logprobs])
    return told if grounding is None else {**told, "groundingMetadata": grounding}


def _says_something(part: ReplyPart) -> bool:
    match part:
        case Text(text=text, signature=signature) | Thinking(text=text, signature=signature):
            return bool(text or signature)
        case Refusal(text=text):
            return bool(text)
        case ToolCall() | RedactedThinking() | Sound() | Image():
            return True


def _parts(part: ReplyPart) -> Iterator[JsonObject]:
    """The words of a sound stand behind it."""
    if isinstance(part, Image):
        if isinstance(part.source, InlineData):
            yield picture_part(part.source)
        return
    if not isinstance(part, Sound):
        yield _part(part)
        return
    if part.base64:
        yield {"inlineData": {"mimeType": part.media_type, "data": part.base64}}
    if part.transcript:
        yield {"text": part.transcript}


def _part(part: WordPart) -> JsonObject:
    match part:
        case Text() | Refusal():
            return text_part(part)
        case Thinking() | RedactedThinking():
            return thought_part(part)
        case ToolCall():
            return call_part(part)
        case _:
            assert_never(part)


def decode_reply(body: JsonObject, words: ToolWords = AS_THEY_ARE) -> Iterator[StreamEvent]:
    """A whole answer as the stream it could have been. Raises `Invalid` for no answer at all."""
    restoration = Restoration(words)
    for event in Chunks().whole(body):
        yield from restoration.feed(event)
