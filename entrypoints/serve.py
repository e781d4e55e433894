"""Run one service under uvicorn: `python -m entrypoints.serve relay --port 4000`.

Asked to end (SIGTERM), it says at once that it is not ready, serves on for a moment so that whoever
shares out calls can leave it out, stops accepting, lets streams finish for the drain time, has what
is left told and closed, and leaves with 0. Asked by SIGINT it takes no such moment. uvicorn alone
would wait for open streams without end, or cut them without a word.
"""

import argparse
import asyncio
import gc
import importlib
import signal
import socket
import sys
from collections.abc import Callable
from types import FrameType
from typing import Final, final

import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from typing_extensions import override

from adapters.inbound.http import capacity, logs
from adapters.inbound.http.shutdown import Shutdown
from adapters.inbound.relay import overload
from adapters.outbound.system.ids import new_id
from entrypoints.accepting import BACKLOG
from entrypoints.problems import Problem
from entrypoints.settings import Settings, load_settings
from entrypoints.workers import Workers

SERVICES: Final = ("chat", "admin", "relay")
_YOUNGEST: Final = 10_000
_ROUNDS: Final = 20
_GRACE_S: Final = 5
"""For the last words of what is cut off when the drain time is over."""

ServiceFactory = Callable[[Settings, Shutdown], ASGIApp]


@final
class DrainingServer(uvicorn.Server):
    """`leave_s` is how long it serves on once it has said that it leaves."""

    def __init__(
        self, config: uvicorn.Config, *, shutdown: Shutdown, patience_s: float, leave_s: float
    ) -> None:
        super().__init__(config)
        self._wish = shutdown
        self._patience_s = patience_s
        self._leave_s = leave_s
        self._leaves_at_s: float | None = None

    @override
    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        super().handle_exit(sig, frame)
        # What uvicorn captures it raises again at the end, which would kill us: we leave with 0.
        self._captured_signals.clear()
        if sig == signal.SIGINT:
            self._leave_s = 0.0
            if self._wish.is_wished:
                self.force_exit = True

    @override
    async def on_tick(self, counter: int) -> bool:
        if not await super().on_tick(counter):
            return False
        self._wish.begin(patience_s=self._patience_s)
        now_s = asyncio.get_running_loop().time()
        if self._leaves_at_s is None:
            self._leaves_at_s = now_s + self._leave_s
        return self.force_exit or now_s >= self._leaves_at_s or not self._leave_s


def serve(service: str, *, host: str, port: int, settings: Settings, fd: int | None = None) -> None:
    """Run until told to end. `fd` is a socket that listens already, in place of an address."""
    logs.configure(settings.log_level.upper())
    shutdown = Shutdown()
    factory: ServiceFactory = importlib.import_module(f"entrypoints.{service}").create
    config = uvicorn.Config(
        bounded(
            hanging_up(traced(factory(settings, shutdown), service, settings), shutdown),
            service,
            settings,
        ),
        host=host,
        port=port,
        loop="entrypoints.accepting:new_event_loop",
        http="httptools",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=max(1, round(settings.drain_s + _GRACE_S - settings.leave_s)),
        timeout_keep_alive=75,
        ws_max_size=65_536,
    )
    if fd is None:
        listening = socket.create_server((host, port), backlog=BACKLOG)
    else:
        listening = socket.socket(fileno=fd)
    _settle_memory()
    server = DrainingServer(
        config, shutdown=shutdown, patience_s=settings.drain_s, leave_s=settings.leave_s
    )
    server.run([listening])


def hanging_up(app: ASGIApp, shutdown: Shutdown) -> ASGIApp:
    """While it leaves, each answer ends its connection: nobody is to keep one for the next call."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not shutdown.is_wished:
            await app(scope, receive, send)
            return

        async def tell(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = [*message.get("headers", ()), (b"connection", b"close")]
                message = {**message, "headers": headers}
            await send(message)

        await app(scope, receive, tell)

    return serve


def bounded(app: ASGIApp, service: str, settings: Settings) -> ASGIApp:
    """Around everything else: what is sent away costs no more than that."""
    return capacity.Capacity(
        app,
        service=service,
        requests_max=settings.requests_at_once,
        body_bytes_max=settings.body_mb_at_once * 1024 * 1024,
        new_id=new_id,
        refuse=overload.refuse if service == "relay" else capacity.refuse,
    )


def traced(app: ASGIApp, service: str, settings: Settings) -> ASGIApp:
    """What tells traces is loaded only where somebody collects them."""
    if settings.trace_endpoint is None:
        return app
    try:
        from entrypoints.tracing import traced_app  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise Problem(
            f"trace_endpoint: {error.name} is not installed; it comes with the extra `tracing`"
        ) from error
    return traced_app(app, service, endpoint=settings.trace_endpoint, share=settings.trace_share)


def _settle_memory() -> None:
    """What is there before the first request stays: nobody need look through it again and again.

    Requests make few cycles, so that the youngest are looked through less often too.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNGEST, _ROUNDS, _ROUNDS)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("service", choices=SERVICES)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--workers", type=int, default=1, help="processes that share the port")
    parser.add_argument("--fd", type=int, help="a socket that listens already")
    given = parser.parse_args()
    if given.workers > 1:
        command = [sys.executable, "-m", "entrypoints.serve", given.service]
        command += ["--host", given.host, "--port", str(given.port)]
        workers = Workers(command, count=given.workers, host=given.host, port=given.port)
        sys.exit(workers.run())
    serve(given.service, host=given.host, port=given.port, settings=load_settings(), fd=given.fd)


if __name__ == "__main__":
    main()
