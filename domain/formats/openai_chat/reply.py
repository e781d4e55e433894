"""Whole chat completions, both ways (B2, B4)."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from domain.errors import Invalid
from domain.formats.openai_chat.blocks import OpenBlocks
from domain.formats.openai_chat.reasoning import google_seal, reasoning_details
from domain.formats.openai_chat.sound import write_sound
from domain.formats.openai_chat.stops import FINISH_OF, read_finish
from domain.formats.openai_chat.usage import read_usage, write_usage
from domain.formats.openai_evidence import read_logprobs, write_annotation, write_logprobs
from domain.formats.places import Places
from domain.formats.reading import At
from domain.formats.restoring import Restoration
from domain.formats.tool_words import AS_THEY_ARE, ToolWords
from domain.json import Json, JsonObject
from domain.llm.events import AnswerEvent, Beside, Cited, Started, StreamEvent, UsageReported
from domain.llm.prompt import CHOICES_MAX, Image, Refusal, Text, Thinking, ToolCall
from domain.llm.reply import Reply, in_words
from domain.llm.usage import Usage


def own_customs(body: JsonObject) -> frozenset[str]:
    """Free-text tools that a request offers in this format's own, nested shape (A4.4)."""
    nested = (tool.object("custom") for tool in At(body).objects("tools"))
    return frozenset(tool.text("name") for tool in nested if tool is not None)


def encode_reply(
    reply: Reply,
    *,
    id: str,
    created: int,
    model: str,
    customs: frozenset[str] = frozenset(),
    encoding: str | None = None,
) -> JsonObject:
    """`created` in seconds since 1970; `model` as the client named it.

    Calls of `customs` are told as such; those of other free-text tools as functions, since
    clients that offer them flat know no other calls (A4.4). `encoding` is how the client asked
    sound to be written.
    """
    choices: list[Json] = []
    for number, answer in enumerate((reply, *reply.others)):
        choice = _choice(_with_pictures(answer), number, customs)
        sound = write_sound(answer.parts, answer=id, created=created, encoding=encoding)
        if sound is not None:
            choice["message"] = _aloud(choice["message"], sound)
        choices.append(choice)
    return {
        "id": id,
        "object": "chat.completion",
        "created": created,
        "model": model,
        "choices": choices,
        "usage": write_usage(reply.usage or Usage()),
    }


def _with_pictures(reply: Reply) -> Reply:
    """In the midst of the text, as Markdown."""
    shown = (in_words([each])[0] if isinstance(each, Image) else each for each in reply.parts)
    return replace(reply, parts=tuple(shown))


def _aloud(message: Json, sound: JsonObject) -> JsonObject:
    """What was spoken stands beside the words, of which there may be none."""
    assert isinstance(message, Mapping)
    return {**message, "content": message.get("content") or None, "audio": sound}


def _choice(reply: Reply, number: int, customs: frozenset[str]) -> dict[str, Json]:
    reason = reply.finished.reason if reply.finished else "end"
    return {
        "index": number,
        "message": _message(reply, customs),
        "logprobs": _logprobs(reply),
        "finish_reason": FINISH_OF[reason],
    }


def _logprobs(reply: Reply) -> JsonObject | None:
    told = [each for part in reply.parts if isinstance(part, Text) for each in part.logprobs]
    return {"content": write_logprobs(told), "refusal": None} if told else None


def _message(reply: Reply, customs: frozenset[str]) -> JsonObject:
    calls = [part for part in reply.parts if isinstance(part, ToolCall)]
    refusals = [part.text for part in reply.parts if isinstance(part, Refusal)]
    said_no = reply.finished.refusal if reply.finished else None
    message: dict[str, Json] = {
        "role": "assistant",
        "content": reply.text or (None if calls or refusals or said_no else ""),
        "refusal": "".join(refusals) or said_no,
    }
    annotations = list(_annotations(reply))
    if annotations:
        message["annotations"] = annotations
    thinking = "\n\n".join(p.text for p in reply.parts if isinstance(p, Thinking) and p.text)
    if thinking:
        message["reasoning_content"] = thinking
    details = list(reasoning_details(reply.parts))
    if details:
        message["reasoning_details"] = details
    for seal in (part.signature for part in reply.parts if isinstance(part, Text)):
        if seal is not None and "extra_content" not in message:
            message.update(google_seal(seal))
    if calls:
        message["tool_calls"] = [_call(call, customs) for call in calls]
    return message


def _annotations(reply: Reply) -> Iterator[JsonObject]:
    """Places are counted through all of the texts, which are one there."""
    places = Places()
    texts = [part for part in reply.parts if isinstance(part, Text)]
    for index, part in enumerate(texts):
        places.said(index, part.text)
        for citation in (each for each in part.citations if each.url):
            bounds = places.in_all(Cited(index, citation))
            if bounds is not None:
                inner = write_annotation(citation, bounds)
                yield {"type": "url_citation", "url_citation": inner}


def _call(call: ToolCall, customs: frozenset[str]) -> JsonObject:
    written: dict[str, Json] = {"id": call.id}
    if call.custom and call.name in customs:
        written |= {"type": "custom", "custom": {"name": call.name, "input": call.arguments}}
    else:
        arguments = call.arguments if call.custom else call.arguments or "{}"
        written |= {"type": "function", "function": {"name": call.name, "arguments": arguments}}
    return written if call.signature is None else {**written, **google_seal(call.signature)}


def decode_reply(body: JsonObject, words: ToolWords = AS_THEY_ARE) -> Iterator[StreamEvent]:
    """A whole answer as the stream it could have been. Raises `Invalid` for no answer at all."""
    restoration = Restoration(words)
    for event in completion_events(At(body)):
        yield from restoration.feed(event)


def completion_events(at: At) -> Iterator[StreamEvent]:
    choices = list(at.objects("choices"))
    if not choices:
        raise Invalid("choices: is missing or empty")
    yield Started(id=at.text_or_none("id") or "", model=at.text_or_none("model") or "")
    usage = at.object("usage")
    if usage is not None:
        yield UsageReported(read_usage(usage, at.text_or_none("service_tier")))
    for number, choice in reversed([*enumerate(choices[:CHOICES_MAX])]):
        yield from answer_of(number, _answer(choice))


def answer_of(number: int, events: Iterator[AnswerEvent]) -> Iterator[StreamEvent]:
    """Events of one of several answers; the first is the one that the others stand beside."""
    for event in events:
        yield Beside(number, event) if number else event


def _answer(choice: At) -> Iterator[AnswerEvent]:
    blocks = OpenBlocks()
    logprobs = read_logprobs(choice, within="content")
    yield from blocks.feed(choice.needed("message"), logprobs)
    yield from blocks.close()
    yield read_finish(choice.text_or_none("finish_reason"), called=blocks.called)
