"""The fake upstream: a real server that speaks three vendors' four dialects, as it is told to.

`POST /__ctl` with `{"model": …, "key": …, "mode": {"kind": …}}` sets a mode for a model or a key
(or for all, without either), `{"reset": true}` forgets them and what was seen; `GET /__stat`
lists every request with what became of it. In a test, `script` and `exchanges` do the same.
"""

import asyncio
import contextlib
import json
from collections.abc import Callable
from typing import Any, Final, Self, TypeAlias

from tests.upstream.answer import answer_to
from tests.upstream.anthropic import Anthropic
from tests.upstream.embeddings import embedding_asked, embeddings_of
from tests.upstream.gemini import Gemini
from tests.upstream.issuers import IssuersHere
from tests.upstream.mode import Mode
from tests.upstream.openai import OpenAi
from tests.upstream.places import answer_place
from tests.upstream.plain import plain_question
from tests.upstream.play import instead, play, play_plain
from tests.upstream.responses import Responses
from tests.upstream.speech import Dialect
from tests.upstream.wire import Exchange, Speaker, read_exchange

MODELS: Final = (
    "fake-echo",
    "fake-tool",
    "fake-tools",
    "fake-think",
    "fake-refuse",
    "fake-length",
    "fake-look",
    "fake-cached",
    "fake-slow",
    "fake-agent",
)
_ALL: Final = "*"
Decide: TypeAlias = Callable[[Exchange], Mode | None]
_OPENAI, _RESPONSES, _ANTHROPIC, _GEMINI = OpenAi(), Responses(), Anthropic(), Gemini()


class FakeUpstream:
    def __init__(self) -> None:
        self.exchanges: list[Exchange] = []
        self.asked = asyncio.Event()
        self.decide: Decide | None = None
        """How one request is answered, where that is not for a model's or a key's mode to say."""
        self._modes: dict[str, Mode] = {}
        self._issuers = IssuersHere()
        self._server: asyncio.Server | None = None
        self._talks: set[asyncio.Task[None]] = set()

    async def start(self, port: int = 0) -> Self:
        self._server = await asyncio.start_server(self._talk, "127.0.0.1", port)
        return self

    async def stop(self) -> None:
        if self._server is not None:
            self._server.close()
        for talk in self._talks:
            talk.cancel()
        await asyncio.gather(*self._talks, return_exceptions=True)

    @property
    def url(self) -> str:
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    def script(self, mode: Mode, *, model: str | None = None, key: str | None = None) -> None:
        """From now on behave so: to one model's requests, to one key's, or to all."""
        self._modes[f"model {model}" if model else f"key {key}" if key else _ALL] = mode

    def reset(self) -> None:
        self._modes.clear()
        self.exchanges.clear()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._talks.add(task)
        try:
            with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
                await self._one(await read_exchange(reader), reader, writer)
        finally:
            self._talks.discard(task)
            writer.close()

    async def _one(
        self, exchange: Exchange, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Answer, while watching whether the client is still there."""
        answering = asyncio.create_task(self._answer(exchange, Speaker(writer, exchange)))
        watching = asyncio.create_task(reader.read())
        try:
            await asyncio.wait({answering, watching}, return_when=asyncio.FIRST_COMPLETED)
            if not answering.done() or isinstance(answering.exception(), ConnectionError):
                exchange.closed_by_client_at = asyncio.get_running_loop().time()
        finally:
            exchange.ended.set()
            answering.cancel()
            watching.cancel()
            await asyncio.gather(answering, watching, return_exceptions=True)

    async def _answer(self, exchange: Exchange, speaker: Speaker) -> None:
        match exchange.method, exchange.path:
            case "POST", "/__ctl":
                await self._control(exchange, speaker)
            case "GET", "/__stat":
                await speaker.send_json(200, [_seen(each) for each in self.exchanges])
            case "GET", "/v1/models" | "/v1beta/models":
                await speaker.send_json(200, _models(exchange))
            case _ if await answer_place(exchange, speaker):
                return
            case _ if await self._issuers.answer(exchange, speaker):
                return
            case _:
                self.exchanges.append(exchange)
                self.asked.set()
                await self._generate(exchange, speaker)

    async def _control(self, exchange: Exchange, speaker: Speaker) -> None:
        given = exchange.body
        if given.get("reset"):
            self.reset()
        try:
            if "mode" in given:
                mode = Mode.read(given["mode"])
                self.script(mode, model=given.get("model"), key=given.get("key"))
        except (ValueError, TypeError) as error:
            await speaker.send_json(400, {"error": str(error)})
            return
        await speaker.send_json(200, {"ok": True})

    async def _generate(self, exchange: Exchange, speaker: Speaker) -> None:
        question = plain_question(
            exchange.path, exchange.headers.get("content-type", ""), exchange.content
        )
        if question is not None:
            await play_plain(speaker, _OPENAI, question, self._mode(question.model, _key(exchange)))
            return
        asked = embedding_asked(exchange.path, exchange.content)
        if asked is not None:
            mode = self._mode(asked.model, _key(exchange))
            vendor: Dialect = _OPENAI if asked.dialect == "openai" else _GEMINI
            if not await instead(speaker, vendor, mode):
                await speaker.send_json(200, embeddings_of(asked, mode))
            return
        found = _addressed(exchange)
        if found is None:
            missing = _OPENAI.error(404, f"there is no {exchange.path}", "not_found")
            await speaker.send_json(404, missing)
            return
        dialect, model, stream = found
        decided = None if self.decide is None else self.decide(exchange)
        mode = decided or self._mode(model, _key(exchange))
        answer = answer_to(model, exchange.body, mode)
        await play(speaker, dialect, answer, model, mode, stream=stream)

    def _mode(self, model: str, key: str) -> Mode:
        for name in (f"model {model}", f"key {key}", _ALL):
            if name in self._modes:
                return self._modes[name]
        return Mode()


def _addressed(exchange: Exchange) -> tuple[Dialect, str, bool] | None:
    """The dialect, the model and whether a stream is wanted."""
    body = exchange.body
    if exchange.path.endswith("/chat/completions"):
        return _OPENAI, str(body.get("model")), bool(body.get("stream"))
    if exchange.path.endswith("/responses"):
        return _RESPONSES, str(body.get("model")), bool(body.get("stream"))
    if exchange.path.endswith("/messages"):
        return _ANTHROPIC, str(body.get("model")), bool(body.get("stream"))
    model, _, action = exchange.path.rpartition("/")[2].partition(":")
    if action in {"streamGenerateContent", "generateContent"}:
        return _GEMINI, model, action == "streamGenerateContent"
    return None


def _key(exchange: Exchange) -> str:
    headers = exchange.headers
    given = headers.get("x-api-key") or headers.get("x-goog-api-key")
    return given or headers.get("authorization", "").removeprefix("Bearer ")


def _models(exchange: Exchange) -> dict[str, Any]:
    if exchange.path.startswith("/v1beta"):
        return {"models": [{"name": f"models/{name}"} for name in MODELS]}
    rows = [{"id": name, "object": "model", "type": "model", "created": 0} for name in MODELS]
    return {"object": "list", "data": rows, "has_more": False}


def _body(exchange: Exchange) -> object:
    """Forms are told by their length alone."""
    if exchange.headers.get("content-type", "").startswith("multipart/"):
        return len(exchange.content)
    return json.loads(exchange.content or b"null")


def _seen(exchange: Exchange) -> dict[str, Any]:
    return {
        "received_at": exchange.received_at,
        "path": exchange.path,
        "headers": exchange.headers,
        "body": _body(exchange),
        "chunks_sent": exchange.chunks_sent,
        "closed_by_client_at": exchange.closed_by_client_at,
        "usage_emitted": exchange.usage_emitted,
        "open": not exchange.ended.is_set(),
    }
