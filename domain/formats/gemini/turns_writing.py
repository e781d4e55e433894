"""Turns to Gemini's contents (conversion A1 to A3, A7.3).

Users and the model take turns there. One user content holds all the answers to the calls of
the model's content before it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

from domain.errors import Invalid
from domain.formats.arguments import arguments_object, wrapped
from domain.formats.encoded import Losses, standing_at
from domain.formats.gemini.parts_reading import kept_by_google
from domain.formats.gemini.signatures import UNSEALED, is_google_s, write_signature
from domain.formats.noise import is_noise
from domain.formats.parts_reading import flattened
from domain.json import Json, JsonObject
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

_FIRST: Final = "(conversation continues)"
_NOTHING: Final = " "


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentWriter:
    """`names` leads from the client's tool names to legal ones; `sealed`: calls need seals."""

    names: Mapping[str, str]
    sealed: bool
    losses: Losses

    def system(self, turns: Sequence[Turn]) -> tuple[list[JsonObject], Sequence[Turn]]:
        """The leading system text, and the turns after it."""
        leading = list(takewhile(_is_system, turns))
        parts = [part for turn in leading for part in turn.parts if not is_noise(part)]
        texts = [part.text for part in parts if isinstance(part, Text)]
        return [{"text": text} for text in texts if text], turns[len(leading) :]

    def contents(self, turns: Sequence[Turn]) -> list[JsonObject]:
        merged: list[tuple[str, list[JsonObject]]] = []
        called: dict[str, str] = {}
        for number, turn in enumerate(turns):
            role = "model" if turn.role == "assistant" else "user"
            parts = list(self._parts(turn, called, f"turns[{number}]"))
            if not parts and role == "model":
                continue
            if merged and merged[-1][0] == role:
                merged[-1][1].extend(parts)
            else:
                merged.append((role, parts))
        if not merged:
            merged.append(("user", [{"text": _NOTHING}]))
        if merged[0][0] == "model":
            merged.insert(0, ("user", [{"text": _FIRST}]))
        return [{"role": role, "parts": parts or [{"text": _NOTHING}]} for role, parts in merged]

    def _parts(self, turn: Turn, called: dict[str, str], path: str) -> Iterator[JsonObject]:
        unsealed = self.sealed
        media: list[JsonObject] = []
        for number, part in enumerate(turn.parts):
            if isinstance(part, ToolCall):
                called[part.id] = part.name
                yield self._call(part, seal=part.signature or (UNSEALED if unsealed else None))
                unsealed = False
            elif isinstance(part, ToolResult):
                yield self._result(part, called.get(part.call_id, part.call_id))
                media += [_part(each) for each in part.content if not isinstance(each, Text)]
            elif isinstance(part, Thinking | RedactedThinking):
                if is_google_s(part):
                    yield thought_part(part)
                else:
                    place = f"{path}.parts[{number}]"
                    self.losses.note_one(part, place, "reasoning without Google's seal")
            elif not is_noise(part):
                written = _part(part)
                if written.get("text") or "text" not in written or "thoughtSignature" in written:
                    yield _in_place(written) if _is_system(turn) else written
        yield from media

    def _call(self, call: ToolCall, *, seal: str | None) -> JsonObject:
        given: Json = wrapped(call.arguments) if call.custom else arguments_object(call.arguments)
        written: dict[str, Json] = {
            "functionCall": {"name": self.names.get(call.name, call.name), "args": given}
        }
        if seal is not None:
            written["thoughtSignature"] = seal
        return written

    def _result(self, result: ToolResult, name: str) -> JsonObject:
        """Text only; pictures and files follow behind all results of the turn."""
        text = "\n".join(part.text for part in result.content if isinstance(part, Text))
        response: JsonObject = {"error" if result.is_error else "output": text}
        return {"functionResponse": {"name": self.names.get(name, name), "response": response}}


def text_part(part: Text | Refusal) -> JsonObject:
    if isinstance(part, Text) and part.signature is not None:
        return {"text": part.text, "thoughtSignature": part.signature}
    return {"text": part.text}


def thought_part(part: Thinking | RedactedThinking) -> JsonObject:
    text = part.text if isinstance(part, Thinking) else ""
    written: dict[str, Json] = {"text": text, "thought": True}
    signature = write_signature(part)
    return written if signature is None else {**written, "thoughtSignature": signature}


def _part(part: Part) -> JsonObject:
    with standing_at(part.path):
        return _written(part)


def _written(part: Part) -> JsonObject:
    match part:
        case Text() | Refusal():
            return text_part(part)
        case UnknownPart(format=format, value=value):
            return value if format == "gemini" else {"text": flattened(part)}
        case Image(source=source) | Document(source=source) | Audio(source=source):
            return _media(source)
        case Sound() | ToolCall() | ToolResult() | Thinking() | RedactedThinking():
            return {"text": ""}


def _media(source: MediaSource) -> JsonObject:
    match source:
        case InlineData(media_type=media_type, base64=data):
            return {"inlineData": {"mimeType": media_type, "data": data}}
        case VendorFile(id=address) if kept_by_google(address):
            return {"fileData": {"fileUri": address}}
        case VendorFile() | WebAddress():
            raise Invalid("a picture or file by its address cannot be sent to Gemini; attach it")


def _is_system(turn: Turn) -> bool:
    return turn.role in {"system", "developer"}


def _in_place(written: JsonObject) -> JsonObject:
    """Gemini has no system text but the first."""
    return {"text": f"[system]\n{written['text']}"} if "text" in written else written
