"""Scripts in pipelines of the client's library: those of the same moment go out together.

One pipeline is on its way at a time; what comes meanwhile goes with the next one.
"""

import asyncio
from collections.abc import Mapping, Sequence
from hashlib import sha1
from typing import Any, Final, NamedTuple, TypeAlias, final

from redis.asyncio import Redis
from redis.exceptions import NoScriptError

Word: TypeAlias = str | int
Asking: TypeAlias = tuple[Sequence[str], Sequence[Word]]
"""Keys and arguments."""


class _Call(NamedTuple):
    script: str
    keys: Sequence[str]
    arguments: Sequence[Word]
    answer: "asyncio.Future[Any]"


@final
class GatheredScripts:
    """Each script by a name. The server forgets them when it starts anew: then they are sent."""

    def __init__(self, redis: Redis, scripts: Mapping[str, str]) -> None:
        self._redis = redis
        self._texts = tuple(scripts.values())
        self._digests: Final = {name: digest_of(text) for name, text in scripts.items()}
        self._waiting: list[_Call] = []
        self._going: asyncio.Task[None] | None = None

    async def run(self, script: str, keys: Sequence[str], arguments: Sequence[Word]) -> Any:
        """Return the script's answer. Raises what the client raises."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Any] = loop.create_future()
        self._waiting.append(_Call(script, keys, arguments, answer))
        if self._going is None:
            self._going = loop.create_task(self._go())
        return await answer

    async def run_all(self, script: str, several: Sequence[Asking]) -> None:
        """The same for several, whose answers say nothing."""
        await asyncio.gather(*(self.run(script, *each) for each in several))

    async def _go(self) -> None:
        try:
            while self._waiting:
                calls, self._waiting = self._waiting, []
                await self._send(calls)
        finally:
            self._going = None
            for call in self._waiting:
                call.answer.cancel()

    async def aclose(self) -> None:
        """Nothing is its own to close: the client is another's."""

    async def _send(self, calls: Sequence[_Call], *, again: bool = False) -> None:
        answers: list[Any]
        try:
            answers = await self._answers(calls)
            forgotten = [
                call
                for call, answer in zip(calls, answers, strict=True)
                if isinstance(answer, NoScriptError)
            ]
            if forgotten and not again:
                for text in self._texts:
                    await self._redis.script_load(text)
                await self._send(forgotten, again=True)
        except Exception as error:  # noqa: BLE001 - whoever asked is told
            answers = [error] * len(calls)
        for call, answer in zip(calls, answers, strict=True):
            if call.answer.done():
                continue
            _tell(call.answer, answer)

    async def _answers(self, calls: Sequence[_Call]) -> list[Any]:
        pipeline = self._redis.pipeline(transaction=False)
        for call in calls:
            _ = pipeline.evalsha(
                self._digests[call.script], len(call.keys), *call.keys, *call.arguments
            )
        return await pipeline.execute(raise_on_error=False)


def _tell(waiting: "asyncio.Future[Any]", answer: Any) -> None:
    if isinstance(answer, Exception):
        waiting.set_exception(answer)
    else:
        waiting.set_result(answer)


def digest_of(text: str) -> str:
    """What the server calls it: no secret."""
    return sha1(text.encode(), usedforsecurity=False).hexdigest()
