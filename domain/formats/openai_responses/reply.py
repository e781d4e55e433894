"""Whole responses, both ways (conversion B)."""

from collections.abc import Iterator
from dataclasses import replace

from domain.errors import Invalid
from domain.formats.failures import stream_failure
from domain.formats.openai_responses.blocks import OpenItems
from domain.formats.openai_responses.envelope import Envelope
from domain.formats.openai_responses.output import output_items, with_refusal
from domain.formats.openai_responses.stops import read_stop, write_stop
from domain.formats.openai_responses.usage import read_usage
from domain.formats.reading import At
from domain.formats.restoring import Restoration
from domain.formats.tool_words import AS_THEY_ARE, ToolWords
from domain.json import JsonObject
from domain.llm.events import Failed, Failure, Finished, Started, StreamEvent, UsageReported
from domain.llm.prompt import Refusal, Text
from domain.llm.reply import Reply, in_words
from domain.llm.usage import Usage

UNFINISHED = Failed(Failure(kind="cut", message="the provider did not finish its answer"))


def encode_reply(reply: Reply, envelope: Envelope) -> JsonObject:
    finished = reply.finished or Finished(reason="end")
    answered = any(isinstance(part, Text | Refusal) and part.text for part in in_words(reply.parts))
    status, incomplete = write_stop(finished, answered=answered)
    return envelope.response(
        status,
        output=encode_output(reply, envelope),
        usage=reply.usage or Usage(),
        incomplete=incomplete,
    )


def encode_output(reply: Reply, envelope: Envelope) -> list[JsonObject]:
    """The items of an answer, as they belong into the conversation."""
    finished = reply.finished or Finished(reason="end")
    return list(output_items(with_refusal(reply.parts, finished), envelope))


def sealed_output(reply: Reply, envelope: Envelope) -> Iterator[JsonObject]:
    """The same with every seal, also those that the client did not ask for.

    Each item has the id under which the client knows it.
    """
    shown = encode_output(reply, envelope)
    for item in encode_output(reply, replace(envelope, encrypted=True)):
        if shown and shown[0]["type"] == item["type"]:
            yield {**item, "id": shown.pop(0)["id"]}
        else:  # reasoning of which there is nothing to see
            yield {**item, "id": f"{item['id']}_sealed"}


def decode_reply(body: JsonObject, words: ToolWords = AS_THEY_ARE) -> Iterator[StreamEvent]:
    """A whole answer as the stream it could have been. Raises `Invalid` for no answer at all."""
    restoration = Restoration(words)
    for event in response_events(At(body)):
        yield from restoration.feed(event)


def response_events(at: At) -> Iterator[StreamEvent]:
    if not at.has("output") and not at.has("error"):
        raise Invalid("output: is missing")
    yield Started(id=at.text_or_none("id") or "", model=at.text_or_none("model") or "")
    yield from end_of(at, OpenItems())


def end_of(response: At, items: OpenItems) -> Iterator[StreamEvent]:
    """The end of an answer by its last state, with all that was not told before."""
    usage = response.object("usage")
    if usage is not None:
        yield UsageReported(read_usage(usage, response.text_or_none("service_tier")))
    if response.has("error"):
        yield Failed(stream_failure(response.value["error"]))
    elif response.text_or_none("status") not in {None, "completed", "incomplete"}:
        yield UNFINISHED
    else:
        yield from items.finish(response)
        yield read_stop(response, called=items.called, refused=items.refused)
