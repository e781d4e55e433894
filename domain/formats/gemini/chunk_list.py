"""A stream's chunks as one JSON list, for clients that did not ask for events (A10, C1)."""

from domain.formats.sse import SseReader


class ChunkList:
    """Bytes of events to bytes of the list, item by item; silence becomes white space."""

    def __init__(self) -> None:
        self._reader = SseReader()
        self._begun = False

    def feed(self, data: bytes) -> bytes:
        """Raises `Invalid` for an endless line."""
        items = [self._item(event.data) for event in self._reader.feed(data)]
        return b"".join(items) or (b"\n" if data else b"")

    def close(self) -> bytes:
        return b"]" if self._begun else b"[]"

    def _item(self, data: str) -> bytes:
        mark, self._begun = ",\r\n" if self._begun else "[", True
        return (mark + data).encode("utf-8", "replace")
