"""Streams of generateContent, read; written in `stream_writing`."""

from domain.formats.gemini.chunks import Chunks
from domain.formats.gemini.stream_writing import StreamEncoder
from domain.formats.sse_decoding import SseDecoder
from domain.formats.tool_words import AS_THEY_ARE, ToolWords

__all__ = ["StreamDecoder", "StreamEncoder"]


class StreamDecoder(SseDecoder):
    """Bytes of a Gemini stream to events, with the tools called back by `words`."""

    def __init__(self, words: ToolWords = AS_THEY_ARE) -> None:
        super().__init__(Chunks(), words)
