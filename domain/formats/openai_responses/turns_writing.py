"""Turns to items of a responses request (conversion A1 to A3)."""

from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Final

from domain.formats.arguments import wrapped
from domain.formats.encoded import Losses, standing_at
from domain.formats.media import data_url
from domain.formats.noise import is_noise
from domain.formats.openai_options import OpenAiDialect
from domain.formats.openai_parts import document_text, own_file, result_text
from domain.formats.openai_responses.output import phase_of
from domain.formats.openai_responses.reasoning import OPENAI
from domain.formats.openai_responses.tools_writing import Names
from domain.formats.parts_reading import flattened
from domain.formats.seals import opened
from domain.formats.tool_words import tool_id
from domain.json import Json, JsonObject, write
from domain.llm.prompt import (
    Audio,
    Document,
    Image,
    InlineData,
    MediaSource,
    Part,
    RedactedThinking,
    Refusal,
    Text,
    Thinking,
    ToolCall,
    ToolResult,
    Turn,
    UnknownPart,
    VendorFile,
    WebAddress,
)
from domain.llm.sound import Sound

ID_LENGTH_MAX: Final = 64


class ItemWriter:
    """Writes paired turns. `names` leads from the client's tool names to those in the items."""

    def __init__(self, *, names: Names, dialect: OpenAiDialect, losses: Losses) -> None:
        self._names = names
        self._dialect: OpenAiDialect = dialect
        self._losses = losses
        self._custom: set[str] = set()

    def instructions(self, turns: Sequence[Turn]) -> tuple[str | None, Sequence[Turn]]:
        """The leading system text as one, and the turns after it.

        `None` for other than text, and where nothing would be left to answer.
        """
        leading = list(takewhile(_is_system, turns))
        rest = turns[len(leading) :]
        parts = [part for turn in leading for part in turn.parts if not is_noise(part)]
        texts = [part.text for part in parts if isinstance(part, Text)]
        if not rest or not any(texts) or len(texts) < len(parts):
            return None, turns
        return "\n\n".join(text for text in texts if text), rest

    def items(self, turns: Sequence[Turn]) -> Iterator[JsonObject]:
        for number, turn in enumerate(turns):
            if turn.role == "assistant":
                yield from self._assistant(turn, number)
            else:
                yield from self._other(turn, number)

    def _assistant(self, turn: Turn, number: int) -> Iterator[JsonObject]:
        """Every part is an item; neighbouring texts are one message."""
        said: list[Text | Refusal] = []
        phase: str | None = None
        for index, part in enumerate(turn.parts):
            if isinstance(part, Text | Refusal):
                if said and part.text and self._phase_of(part) != phase:
                    yield self._answer(said, phase)
                    said = []
                if part.text:
                    said.append(part)
                    phase = self._phase_of(part)
                continue
            item = self._item(part, f"turns[{number}].parts[{index}]")
            if item is not None:
                if said:
                    yield self._answer(said, phase)
                    said = []
                yield item
        if said:
            yield self._answer(said, phase)

    def _answer(self, said: Sequence[Text | Refusal], phase: str | None) -> JsonObject:
        """Many servers know parts of answers only with the ids that they gave them; but texts."""
        if self._is_openai:
            return _message("assistant", [_said(part) for part in said], phase)
        return _message("assistant", "".join(part.text for part in said))

    def _phase_of(self, part: Text | Refusal) -> str | None:
        return phase_of(part) if self._is_openai else None

    def _item(self, part: Part, path: str) -> JsonObject | None:
        match part:
            case ToolCall():
                return self._call(part)
            case Thinking() | RedactedThinking():
                written = _reasoning(part)
                if written is None:
                    self._losses.note_one(part, path, "reasoning without this vendor's seal")
                return written
            case UnknownPart() if self._is_its_own(part):
                return part.value
            case _:
                self._losses.note_one(part, path, "has no form in an assistant's turn")
                return None

    @property
    def _is_openai(self) -> bool:
        return self._dialect == "openai"

    def _is_its_own(self, part: UnknownPart) -> bool:
        return self._is_openai and part.format == "openai_responses"

    def _call(self, call: ToolCall) -> JsonObject:
        call_id = tool_id(call.id, limit=ID_LENGTH_MAX)
        named = self._names.members[call.name]
        if call.custom and call.name not in self._names.wrapped:
            self._custom.add(call_id)
            kind: JsonObject = {"type": "custom_tool_call", "call_id": call_id}
            return {**kind, **named, "input": call.arguments}
        kind = {"type": "function_call", "call_id": call_id}
        given = write(wrapped(call.arguments)) if call.custom else call.arguments or "{}"
        return {**kind, **named, "arguments": given}

    def _other(self, turn: Turn, number: int) -> Iterator[JsonObject]:
        content: list[Json] = []
        silent = True
        for index, part in enumerate(turn.parts):
            path = f"turns[{number}].parts[{index}]"
            if isinstance(part, ToolResult):
                yield self._result(part)
                silent = False
            elif isinstance(part, UnknownPart) and self._is_its_own(part):
                yield part.value
                silent = False
            elif not (_is_system(turn) and is_noise(part)):
                written = _content(part)
                if written is None:
                    self._losses.note_one(part, path, "has no form in responses")
                elif written.get("text") != "":
                    content.append(written)
        if content or (silent and turn.role == "user"):
            role = turn.role if self._is_openai or turn.role == "user" else "system"
            yield _message(role, content or "")

    def _result(self, result: ToolResult) -> JsonObject:
        call_id = tool_id(result.call_id, limit=ID_LENGTH_MAX)
        kind = "custom_tool_call_output" if call_id in self._custom else "function_call_output"
        texts = [part.text for part in result.content if isinstance(part, Text)]
        if len(texts) == len(result.content):
            output: Json = result_text(result, texts)
        else:
            mark = result_text(result, []).strip()
            said: list[Part] = [Text(text=mark)] if mark else []
            output = [_content(part) for part in (*said, *result.content)]
        return {"type": kind, "call_id": call_id, "output": output}


def _is_system(turn: Turn) -> bool:
    return turn.role in {"system", "developer"}


def _message(role: str, content: Json, phase: str | None = None) -> JsonObject:
    message: JsonObject = {"type": "message", "role": role, "content": content}
    return message if phase is None else {**message, "phase": phase}


def _said(part: Text | Refusal) -> JsonObject:
    if isinstance(part, Refusal):
        return {"type": "refusal", "refusal": part.text}
    return {"type": "output_text", "text": part.text}


def _reasoning(part: Thinking | RedactedThinking) -> JsonObject | None:
    """OpenAI's own, sealed, goes back without its id: the seal holds all of it."""
    seal = part.data if isinstance(part, RedactedThinking) else part.signature
    payload, label = opened(seal or "")
    if label != OPENAI:
        return None
    text = part.text if isinstance(part, Thinking) else ""
    summary: list[Json] = [{"type": "summary_text", "text": text}] if text else []
    return {"type": "reasoning", "summary": summary, "encrypted_content": payload}


def _content(part: Part) -> JsonObject | None:
    with standing_at(part.path):
        return _piece(part)


def _piece(part: Part) -> JsonObject | None:
    match part:
        case Text(text=text) | Refusal(text=text):
            return {"type": "input_text", "text": text}
        case UnknownPart():
            text = flattened(part)
            return {"type": "input_text", "text": text} if text else None
        case Image() | Document() | Audio():
            return _media(part)
        case Sound() | Thinking() | RedactedThinking() | ToolCall() | ToolResult():
            return None


def _media(part: Image | Document | Audio) -> JsonObject:
    match part:
        case Image(source=source, detail=detail):
            return {"type": "input_image", **_image(source), "detail": detail or "auto"}
        case Document(source=source, title=title):
            text = document_text(part)
            if text is not None:
                return {"type": "input_text", "text": text}
            return {"type": "input_file", **_file(source, title)}
        case Audio(source=source):
            kind = source.media_type.removeprefix("audio/")
            return {"type": "input_audio", "input_audio": {"data": source.base64, "format": kind}}


def _image(source: MediaSource) -> JsonObject:
    match source:
        case InlineData():
            return {"image_url": data_url(source)}
        case WebAddress(url=url):
            return {"image_url": url}
        case VendorFile(id=file_id):
            return {"file_id": own_file(file_id)}


def _file(source: MediaSource, title: str | None) -> JsonObject:
    match source:
        case InlineData():
            return {"filename": title or "document", "file_data": data_url(source)}
        case WebAddress(url=url):
            return {"file_url": url}
        case VendorFile(id=file_id):
            return {"file_id": own_file(file_id)}
