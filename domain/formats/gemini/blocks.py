"""Parts of a candidate to blocks (conversion C5).

Parts carry no numbers there: neighbours of one kind are one block, and a call comes whole.
"""

from collections.abc import Iterator
from hashlib import sha256
from typing import Final

from domain.formats.arguments import arguments_text
from domain.formats.reading import At
from domain.formats.seals import sealed
from domain.llm.events import (
    ArgumentsDelta,
    BlockClosed,
    SignatureDelta,
    StreamEvent,
    TextDelta,
    TextOpened,
    ThinkingOpened,
    ToolCallOpened,
)

SEAL: Final = "google-gemini-v1"


class OpenBlocks:
    """`id` is the answer's: with it, ids of calls that came without one are made."""

    def __init__(self, id: str) -> None:
        self._id = id
        self._next = 0
        self._open: TextOpened | ThinkingOpened | None = None
        self.called = False

    @property
    def is_empty(self) -> bool:
        return self._next == 0

    def feed(self, part: At) -> Iterator[StreamEvent]:
        signature = part.text_or_none("thoughtSignature") or ""
        call = part.object("functionCall")
        if call is not None:
            yield from self._call(call, signature)
            return
        yield from self.say(_text_of(part), thinking=part.flag("thought") or False)
        if signature and isinstance(self._open, ThinkingOpened):
            yield SignatureDelta(self._open.index, sealed(signature, SEAL))
            yield from self.close()

    def say(self, text: str, *, thinking: bool = False) -> Iterator[StreamEvent]:
        if not text:
            return
        opening = ThinkingOpened if thinking else TextOpened
        if not isinstance(self._open, opening):
            yield from self.close()
            self._open = opening(self._take_number())
            yield self._open
        yield TextDelta(self._open.index, text)

    def close(self) -> Iterator[StreamEvent]:
        if self._open is not None:
            yield BlockClosed(self._open.index)
            self._open = None

    def _call(self, call: At, signature: str) -> Iterator[StreamEvent]:
        yield from self.close()
        index = self._take_number()
        name = call.text("name")
        arguments = arguments_text(call.value.get("args")) or "{}"
        call_id = call.text_or_none("id") or self._id_for(index, name, arguments)
        self.called = True
        yield ToolCallOpened(index, call_id, name)
        if signature:
            yield SignatureDelta(index, signature)
        yield ArgumentsDelta(index, arguments)
        yield BlockClosed(index)

    def _id_for(self, index: int, name: str, arguments: str) -> str:
        """The same for the same answer, and different for every call of it."""
        told = "\0".join((self._id, str(index), name, arguments))
        return f"call_{sha256(told.encode('utf-8', 'replace')).hexdigest()[:24]}"

    def _take_number(self) -> int:
        self._next += 1
        return self._next - 1


def _text_of(part: At) -> str:
    """The text of a part; of pictures and run code, what can be shown of them."""
    text = part.value.get("text")
    if isinstance(text, str):
        return text
    image, code = part.object("inlineData"), part.object("executableCode")
    result = part.object("codeExecutionResult")
    if image is not None:
        return f"![image](data:{image.text('mimeType')};base64,{image.text('data')})"
    if code is not None:
        return f"\n```\n{code.text_or_none('code') or ''}\n```\n"
    return f"\n```\n{result.text_or_none('output') or ''}\n```\n" if result else ""
