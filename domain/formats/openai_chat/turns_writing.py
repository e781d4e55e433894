"""Turns to messages of a chat request (conversion A1 to A3)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from domain.errors import Invalid
from domain.formats.arguments import wrapped
from domain.formats.encoded import Losses, standing_at
from domain.formats.media import data_url
from domain.formats.noise import is_noise
from domain.formats.openai_chat.reasoning import google_seal
from domain.formats.openai_options import OpenAiDialect
from domain.formats.openai_parts import document_text, own_file, result_text
from domain.formats.parts_reading import flattened
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

ID_LENGTH_MAX: Final = 40


class ChatMessages:
    """Writes paired turns. `names` leads from the client's tool names to legal ones.

    `replays`: reasoning goes back, in plain words, with the calls it led to (E5).
    """

    def __init__(
        self,
        *,
        dialect: OpenAiDialect,
        names: Mapping[str, str],
        losses: Losses,
        replays: bool = False,
    ) -> None:
        self._dialect = dialect
        self._replays = replays
        self._names = names
        self._losses = losses
        self._media: list[Image | Document] = []

    def write(self, turns: Sequence[Turn]) -> Iterator[JsonObject]:
        for number, turn in enumerate(turns):
            if self._media and turn.role == "user" and not _has_results(turn):
                yield from self._written(replace(turn, parts=(*self._media, *turn.parts)), number)
                self._media.clear()
                continue
            if not _has_results(turn):
                yield from self._left_media(number)
            yield from self._written(turn, number)
        yield from self._left_media(len(turns))

    def _left_media(self, number: int) -> Iterator[JsonObject]:
        media, self._media = self._media, []
        if media:
            yield from self._written(Turn(role="user", parts=tuple(media)), number)

    def _written(self, turn: Turn, number: int) -> Iterator[JsonObject]:
        if turn.role == "assistant":
            yield self._assistant(turn, number)
            return
        results = [part for part in turn.parts if isinstance(part, ToolResult)]
        yield from (self._result(result) for result in results)
        rest = [part for part in turn.parts if not isinstance(part, ToolResult)]
        if turn.role in {"system", "developer"}:
            rest = [part for part in rest if not is_noise(part)]
            if not rest and turn.parts:
                return
        if rest or not turn.parts:
            role = "system" if self._dialect == "compatible" and turn.role == "developer" else None
            content = self._content(rest, f"turns[{number}]")
            yield _named({"role": role or turn.role, "content": content}, turn)

    def _result(self, result: ToolResult) -> JsonObject:
        """Text only; pictures and files follow in the next user message (A3)."""
        lines: list[str] = []
        for part in result.content:
            if isinstance(part, Text):
                lines.append(part.text)
            else:
                self._media.append(part)
                kind = "image" if isinstance(part, Image) else "file"
                lines.append(f"[{kind} {len(self._media)} attached below]")
        text = result_text(result, lines)
        call_id = tool_id(result.call_id, limit=ID_LENGTH_MAX)
        return {"role": "tool", "tool_call_id": call_id, "content": text}

    def _assistant(self, turn: Turn, number: int) -> JsonObject:
        calls = [part for part in turn.parts if isinstance(part, ToolCall)]
        text = _said(turn.parts)
        message: dict[str, Json] = {"role": "assistant"}
        refusals = [part.text for part in turn.parts if isinstance(part, Refusal)]
        message["content"] = text or (None if calls or refusals else "")
        if refusals:
            message["refusal"] = "".join(refusals)
        spoken = [part.id for part in turn.parts if isinstance(part, Sound)]
        if spoken:
            message["audio"] = {"id": spoken[-1]}
            message["content"] = text
        if calls:
            message["tool_calls"] = [self._call(call) for call in calls]
        reasoned = _reasoned(turn.parts) if calls and self._replays else ""
        if reasoned:
            message["reasoning_content"] = reasoned
        for index, part in enumerate(turn.parts):
            if isinstance(part, Thinking) and reasoned:
                continue
            if isinstance(part, Thinking | RedactedThinking | UnknownPart):
                path = f"turns[{number}].parts[{index}]"
                self._losses.note_one(
                    part, path, "chat completions take no reasoning or vendor's blocks"
                )
        return _named(message, turn)

    def _call(self, call: ToolCall) -> JsonObject:
        name = self._names.get(call.name, call.name)
        written: dict[str, Json] = {"id": tool_id(call.id, limit=ID_LENGTH_MAX)}
        if call.custom and self._dialect == "openai":
            custom: JsonObject = {"name": name, "input": call.arguments}
            return {**written, "type": "custom", "custom": custom}
        arguments = write(wrapped(call.arguments)) if call.custom else call.arguments or "{}"
        written["type"] = "function"
        written["function"] = {"name": name, "arguments": arguments}
        if call.signature is not None and self._dialect == "compatible":
            written.update(google_seal(call.signature))
        return written

    def _content(self, parts: Sequence[Part], path: str) -> Json:
        if len(parts) == 1 and isinstance(parts[0], Text):
            return parts[0].text
        written: list[Json] = []
        for index, part in enumerate(parts):
            piece = _part(part)
            if piece is None:
                self._losses.note_one(
                    part, f"{path}.parts[{index}]", "has no form in chat completions"
                )
            else:
                written.append(piece)
        return written or ""


def _has_results(turn: Turn) -> bool:
    return any(isinstance(part, ToolResult) for part in turn.parts)


def _named(message: dict[str, Json], turn: Turn) -> JsonObject:
    return message if turn.name is None else {**message, "name": turn.name}


def _said(parts: Sequence[Part]) -> str | None:
    """One text: neighbours joined as they are, others by a blank line (A10)."""
    groups: list[str] = []
    beside = False
    for part in parts:
        if isinstance(part, Text):
            if beside:
                groups[-1] += part.text
            else:
                groups.append(part.text)
        beside = isinstance(part, Text)
    return "\n\n".join(groups) if groups else None


def _reasoned(parts: Sequence[Part]) -> str:
    """As clients of this format are told it: blocks are joined by a blank line."""
    return "\n\n".join(part.text for part in parts if isinstance(part, Thinking) and part.text)


def _part(part: Part) -> JsonObject | None:
    with standing_at(part.path):
        return _piece(part)


def _piece(part: Part) -> JsonObject | None:
    match part:
        case Text(text=text) | Refusal(text=text):
            return _text(text)
        case UnknownPart():
            return _text(flattened(part)) if flattened(part) else None
        case Image() | Document() | Audio():
            return _media(part)
        case Sound() | Thinking() | RedactedThinking() | ToolCall() | ToolResult():
            return None


def _text(text: str) -> JsonObject:
    return {"type": "text", "text": text}


def _media(part: Image | Document | Audio) -> JsonObject:
    match part:
        case Image(source=source, detail=detail):
            address: dict[str, Json] = {"url": _address(source)}
            if detail is not None:
                address["detail"] = detail
            return {"type": "image_url", "image_url": address}
        case Document(source=source, title=title):
            text = document_text(part)
            return {"type": "file", "file": _file(source, title)} if text is None else _text(text)
        case Audio(source=source):
            kind = source.media_type.removeprefix("audio/")
            return {"type": "input_audio", "input_audio": {"data": source.base64, "format": kind}}


def _address(source: MediaSource) -> str:
    match source:
        case InlineData():
            return data_url(source)
        case WebAddress(url=url):
            return url
        case VendorFile():
            raise Invalid("an image by a vendor's file id cannot be sent to this model; attach it")


def _file(source: MediaSource, title: str | None) -> JsonObject:
    match source:
        case InlineData():
            return {"filename": title or "document", "file_data": data_url(source)}
        case VendorFile(id=file_id):
            return {"file_id": own_file(file_id)}
        case WebAddress():
            raise Invalid("a document by its address cannot be sent to this model; attach it")
