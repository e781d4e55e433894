"""Scripts that are run for every request, over one line of our own to the server.

For a server behind TLS the client's library carries them: `gathered_scripts.py`.
"""

import asyncio
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol, final

from redis.asyncio import Connection, Redis
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import NoScriptError
from redis.exceptions import TimeoutError as RedisTimeoutError
from typing_extensions import override

from adapters.outbound.redis.gathered_scripts import Asking, GatheredScripts, Word, digest_of
from adapters.outbound.redis.script_line import ScriptLine

_REST_S: Final = 0.5
_PLAIN: Final = Connection


class Scripts(Protocol):
    @abstractmethod
    async def run(self, script: str, keys: Sequence[str], arguments: Sequence[Word]) -> Any:
        """Return the script's answer. Raises what the client's library raises."""

    @abstractmethod
    async def run_all(self, script: str, several: Sequence[Asking]) -> None:
        """The same for several, whose answers say nothing."""

    @abstractmethod
    async def aclose(self) -> None: ...


def scripts_for(redis: Redis, scripts: Mapping[str, str]) -> Scripts:
    """Over a line of our own where the server is reached by a plain socket."""
    if redis.connection_pool.connection_class is _PLAIN:
        return LineScripts(redis, scripts)
    return GatheredScripts(redis, scripts)


@final
class LineScripts(Scripts):
    """Each script by a name. The server forgets them when it starts anew: then they are sent.

    After a failure to connect nobody tries for a moment: all would wait for the same.
    """

    def __init__(self, redis: Redis, scripts: Mapping[str, str]) -> None:
        self._reached: Mapping[str, Any] = redis.connection_pool.connection_kwargs
        self._texts = tuple(scripts.values())
        self._digests: Final = {name: digest_of(text) for name, text in scripts.items()}
        self._line: ScriptLine | None = None
        self._opening: asyncio.Task[ScriptLine] | None = None
        self._rests_until_s = 0.0

    @override
    async def run(self, script: str, keys: Sequence[str], arguments: Sequence[Word]) -> Any:
        line = self._line
        if line is None or line.lost is not None:
            line = await self._opened()
        digest = self._digests[script]
        try:
            return await line.ask("EVALSHA", digest, len(keys), *keys, *arguments)
        except NoScriptError:
            for text in self._texts:
                await line.ask("SCRIPT", "LOAD", text)
            return await line.ask("EVALSHA", digest, len(keys), *keys, *arguments)

    @override
    async def run_all(self, script: str, several: Sequence[Asking]) -> None:
        line = self._line
        if line is None or line.lost is not None:
            line = await self._opened()
        digest = self._digests[script]
        asked = [
            line.ask("EVALSHA", digest, len(keys), *keys, *arguments) for keys, arguments in several
        ]
        answers = await asyncio.gather(*asked, return_exceptions=True)
        for each, answer in zip(several, answers, strict=True):
            if isinstance(answer, NoScriptError):
                await self.run(script, *each)
            elif isinstance(answer, BaseException):
                raise answer

    @override
    async def aclose(self) -> None:
        if self._opening is not None:
            self._opening.cancel()
        if self._line is not None:
            self._line.close()

    def digest(self, script: str) -> str:
        """What the server calls it."""
        return self._digests[script]

    async def lost(self) -> None:
        """Return when the connection that is open now is gone."""
        if self._line is not None:
            await asyncio.shield(self._line.end)

    async def _opened(self) -> ScriptLine:
        """Opened once for all who come meanwhile."""
        loop = asyncio.get_running_loop()
        if loop.time() < self._rests_until_s:
            raise RedisConnectionError("it was away a moment ago")
        if self._opening is None:
            self._opening = loop.create_task(self._open(loop))
            self._opening.add_done_callback(self._is_open)
        return await asyncio.shield(self._opening)

    def _is_open(self, task: asyncio.Task[ScriptLine]) -> None:
        self._opening = None
        if task.cancelled():
            return
        if task.exception() is None:
            self._line = task.result()
        else:
            self._rests_until_s = asyncio.get_running_loop().time() + _REST_S

    async def _open(self, loop: asyncio.AbstractEventLoop) -> ScriptLine:
        reached = self._reached
        connect_s: float = reached.get("socket_connect_timeout") or _REST_S
        answer_s: float = reached.get("socket_timeout") or _REST_S
        try:
            async with asyncio.timeout(connect_s):
                _, line = await loop.create_connection(
                    lambda: ScriptLine(answer_s=answer_s), reached["host"], reached["port"]
                )
        except TimeoutError:
            raise RedisTimeoutError("no connection in time") from None
        except OSError as error:
            raise RedisConnectionError(str(error)) from error
        if reached.get("password"):
            who = [reached["username"]] if reached.get("username") else []
            await line.ask("AUTH", *who, reached["password"])
        if reached.get("db"):
            await line.ask("SELECT", reached["db"])
        return line
