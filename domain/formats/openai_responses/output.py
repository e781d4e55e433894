"""The items of an answer, whole (conversion B2, B5)."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from domain.formats.openai_evidence import write_annotation, write_logprobs
from domain.formats.openai_responses.envelope import Envelope
from domain.formats.openai_responses.reasoning import encrypted
from domain.formats.places import bounds
from domain.formats.reading import scrub
from domain.json import JsonObject
from domain.llm.events import Finished
from domain.llm.evidence import Citation
from domain.llm.prompt import RedactedThinking, Refusal, Text, Thinking, ToolCall
from domain.llm.reply import ReplyPart, in_words

_NO_REASON_GIVEN: Final = "The model refused to answer."


def output_items(parts: Sequence[ReplyPart], envelope: Envelope) -> Iterator[JsonObject]:
    """In the order of the parts; neighbouring texts are the content of one message."""
    said: list[Text | Refusal] = []
    number = 0
    for part in in_words(parts):
        if isinstance(part, Text | Refusal):
            if part.text and said and phase_of(part) != phase_of(said[-1]):
                yield _message(said, envelope, number)
                said = []
                number += 1
            if part.text:
                said.append(part)
            continue
        written = _item(part, envelope, number + bool(said))
        if written is not None:
            if said:
                yield _message(said, envelope, number)
                said = []
                number += 1
            yield written
            number += 1
    if said:
        yield _message(said, envelope, number)


def phase_of(part: Text | Refusal) -> str | None:
    """A refusal is what the answer came to."""
    return part.phase if isinstance(part, Text) else None


def _message(said: Sequence[Text | Refusal], envelope: Envelope, number: int) -> JsonObject:
    content = [content_part(part) for part in said]
    return message_item(envelope.item_id("msg", number), content, phase=phase_of(said[0]))


def _item(
    part: Thinking | RedactedThinking | ToolCall, envelope: Envelope, number: int
) -> JsonObject | None:
    match part:
        case Thinking() | RedactedThinking():
            return reasoning_item(part, envelope, number)
        case ToolCall():
            return call_item(part, envelope, number)


def message_item(
    id: str,
    content: Sequence[JsonObject],
    status: str = "completed",
    *,
    phase: str | None = None,
) -> JsonObject:
    item: JsonObject = {
        "id": id,
        "type": "message",
        "status": status,
        "role": "assistant",
        "content": list(content),
    }
    return item if phase is None else {**item, "phase": phase}


def content_part(part: Text | Refusal) -> JsonObject:
    text = scrub(part.text)
    if isinstance(part, Refusal):
        return {"type": "refusal", "refusal": text}
    return {
        "type": "output_text",
        "text": text,
        "annotations": list(annotations(part.citations, len(part.text))),
        "logprobs": write_logprobs(part.logprobs),
    }


def annotations(citations: Iterable[Citation], length: int) -> Iterator[JsonObject]:
    """Of a text of so many code points. Of documents those alone have a form that have an id."""
    for each in citations:
        place = each.document
        if each.url:
            members = write_annotation(each, bounds(each, length))
            yield {"type": "url_citation", **members}
        elif place is not None and place.file_id:
            named: JsonObject = {"file_id": place.file_id, "filename": each.title or place.file_id}
            yield {"type": "file_citation", **named, "index": length}


def summary_part(text: str) -> JsonObject:
    return {"type": "summary_text", "text": scrub(text)}


def reasoning_item(
    part: Thinking | RedactedThinking, envelope: Envelope, number: int
) -> JsonObject | None:
    """`None` when there is nothing to see, and nothing that may be sent."""
    text = part.text if isinstance(part, Thinking) else ""
    seal = encrypted(part) if envelope.encrypted else None
    if not text and seal is None:
        return None
    item = {**open_reasoning(envelope, number), "summary": [summary_part(text)] if text else []}
    return item if seal is None else {**item, "encrypted_content": seal}


def open_reasoning(envelope: Envelope, number: int) -> JsonObject:
    return {"id": envelope.item_id("rs", number), "type": "reasoning", "summary": []}


def call_item(
    call: ToolCall, envelope: Envelope, number: int, status: str = "completed"
) -> JsonObject:
    """Under the name that the client knows, in its group. Calls begin without arguments."""
    group = envelope.namespaces.get(call.name)
    prefix, kind = ("ctc", "custom_tool_call") if call.custom else ("fc", "function_call")
    item: dict[str, str] = {
        "id": envelope.item_id(prefix, number),
        "type": kind,
        "status": status,
        "call_id": call.id,
        "name": group.tool if group else call.name,
    }
    if group is not None:
        item["namespace"] = group.name
    arguments = scrub(call.arguments)
    if call.custom:
        item["input"] = arguments
    else:
        item["arguments"] = "" if status == "in_progress" else arguments or "{}"
    return item


def with_refusal(parts: Sequence[ReplyPart], finished: Finished) -> Sequence[ReplyPart]:
    """A refusal that is a reason alone gets its words."""
    said = unsaid_refusal(finished, refused=any(isinstance(part, Refusal) for part in parts))
    return parts if said is None else (*parts, said)


def unsaid_refusal(finished: Finished, *, refused: bool) -> Refusal | None:
    if finished.reason != "refusal" or refused:
        return None
    return Refusal(text=finished.refusal or _NO_REASON_GIVEN)
