import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Final, assert_never, final

from pydantic import TypeAdapter
from redis.asyncio import Redis
from typing_extensions import override

from adapters.outbound.redis.connection import redis_errors
from application.ports.generation_log import (
    AnswerEnded,
    GenerationLog,
    LogEntry,
    Logged,
    PartGrew,
    PartKind,
    PartsDropped,
    RunTold,
    ToolCalled,
)
from domain.errors import Invalid
from domain.ids import GenerationId
from domain.json import read, write
from domain.tools.run import ToolRun

_LIFE: Final = timedelta(hours=6)
"""Longer than any answer takes; a log whose worker died is swept up after it."""
_FADE: Final = timedelta(minutes=10)
_BATCH: Final = 1_000
_SLICE_S: Final = 2.0
_APPEND: Final = """
for n = 2, #ARGV do redis.call('XADD', KEYS[1], '*', 'entry', ARGV[n]) end
redis.call('EXPIRE', KEYS[1], ARGV[1])
"""
_CURSOR: Final = re.compile(r"\d{1,19}-\d{1,19}")

_KINDS: Final[dict[str, PartKind]] = {
    "text": "text",
    "thinking": "thinking",
    "refusal": "refusal",
}
_RUN: Final = TypeAdapter(ToolRun)
_Row = tuple[str, dict[str, str]]
_ANSWER: Final = TypeAdapter(list[tuple[str, list[_Row]]])


@final
class RedisGenerationLog(GenerationLog):
    """A Redis stream a generation; its entry ids are the cursors."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._append = redis.register_script(_APPEND)

    @override
    async def append(self, id: GenerationId, entries: Sequence[LogEntry]) -> None:
        if entries:
            with redis_errors():
                seconds = round(_LIFE.total_seconds())
                texts = [_to_text(entry) for entry in entries]
                await self._append(keys=[_key(id)], args=[seconds, *texts])

    @override
    async def read(self, id: GenerationId, *, after: str | None, wait_s: float) -> Sequence[Logged]:
        if after is not None and not _CURSOR.fullmatch(after):
            raise Invalid(f"{after[:40]!r} is no place in this answer")
        start = after or "0-0"
        left_s = wait_s
        with redis_errors():
            while True:
                # In slices, since the connection's own timeout ends a longer wait.
                block = min(left_s, _SLICE_S)
                found = await self._redis.xread(
                    {_key(id): start}, count=_BATCH, block=round(block * 1000) or None
                )
                left_s -= _SLICE_S
                rows = _rows(found)
                if rows or left_s <= 0:
                    return tuple(_logged(row) for row in rows)

    @override
    async def fade(self, id: GenerationId) -> None:
        with redis_errors():
            await self._redis.expire(_key(id), _FADE)


def _key(id: GenerationId) -> str:
    return f"generation:{id}"


def _rows(answer: object) -> list[_Row]:
    """`[[key, rows]]`, of which there is one; nothing at all when there are no rows."""
    return [row for _, rows in _ANSWER.validate_python(answer) for row in rows]


def _logged(row: _Row) -> Logged:
    cursor, fields = row
    return Logged(cursor=cursor, entry=_from_text(fields["entry"]))


def _to_text(entry: LogEntry) -> str:
    match entry:
        case PartGrew(part=part, type=kind, text=text):
            return write(["grew", part, kind, text])
        case ToolCalled(part=part, id=id, name=name, arguments=arguments):
            return write(["called", part, id, name, arguments])
        case RunTold(part=part, run=run):
            return write(["ran", part, _RUN.dump_python(run, mode="json")])
        case PartsDropped(part=part):
            return write(["dropped", part])
        case AnswerEnded():
            return write(["ended"])
        case _:
            assert_never(entry)


def _from_text(text: str) -> LogEntry:
    match read(text):
        case ["grew", int(part), str(kind), str(words)] if kind in _KINDS:
            return PartGrew(part=part, type=_KINDS[kind], text=words)
        case ["called", int(part), str(id), str(name), str(arguments)]:
            return ToolCalled(part=part, id=id, name=name, arguments=arguments)
        case ["ran", int(part), dict(run)]:
            return RunTold(part=part, run=_RUN.validate_python(run))
        case ["dropped", int(part)]:
            return PartsDropped(part=part)
        case ["ended"]:
            return AnswerEnded()
        case _:
            raise Invalid("an entry of a log that nobody wrote")
