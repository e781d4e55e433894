"""Watching and stopping an answer. The events' shapes are written out for the typed client."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import Annotated, Literal, assert_never

from fastapi import APIRouter, Header, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

from adapters.inbound.chat.message_views import MessageOut, ToolRunOut, message_out, tool_run_out
from adapters.inbound.chat.use_cases import Caller, UseCases
from adapters.inbound.http.service import shutdown_of
from adapters.inbound.http.shutdown import Shutdown
from application.chat.follow_generation import Final, Grown, Quiet, Snapshot, Update
from application.ports.generation_log import (
    Growth,
    PartGrew,
    PartsDropped,
    RunTold,
    ToolCalled,
)
from domain.errors import DomainError
from domain.ids import GenerationId

router = APIRouter(prefix="/api/generations", tags=["generations"])

_CURSOR_LENGTH_MAX = 100
_HEADERS = {"cache-control": "no-cache", "x-accel-buffering": "no"}


class MessageEvent(BaseModel):
    """The data of `snapshot` and of `final`."""

    message: MessageOut


class DeltaEvent(BaseModel):
    """The data of `delta`: append to that part, which is created when it does not exist."""

    part: int
    type: Literal["text", "thinking", "refusal"]
    text: str


class ToolCallEvent(BaseModel):
    """The data of `tool_call`."""

    part: int
    id: str
    name: str
    arguments: str


class ToolRunEvent(BaseModel):
    """The data of `tool_run`: that part, a tool call, is this run now."""

    part: int
    run: ToolRunOut


class DroppedEvent(BaseModel):
    """The data of `dropped`: the parts from that one on are no more."""

    part: int


class Stopping(BaseModel):
    """The stop was passed on."""


class _EventStream(StreamingResponse):
    media_type = "text/event-stream"


@router.get(
    "/{id}/events",
    operation_id="followGeneration",
    response_class=_EventStream,
    responses={
        200: {
            "model": MessageEvent | DeltaEvent | ToolCallEvent | ToolRunEvent | DroppedEvent,
            "description": "Server-sent events `snapshot`, `delta`, `tool_call`, `tool_run`, "
            "`dropped`, `final`",
        }
    },
)
async def follow_generation(
    id: str,
    request: Request,
    caller: Caller,
    use: UseCases,
    last_event_id: Annotated[str | None, Header()] = None,
) -> StreamingResponse:
    known = last_event_id is not None and len(last_event_id) <= _CURSOR_LENGTH_MAX
    updates = await use.follow_generation(
        GenerationId(id), by=caller, after=last_event_id if known else None
    )
    return _EventStream(_events(updates, shutdown_of(request)), headers=_HEADERS)


@router.post("/{id}/stop", status_code=202, operation_id="stopGeneration")
async def stop_generation(id: str, caller: Caller, use: UseCases) -> Stopping:
    await use.stop_generation(GenerationId(id), by=caller)
    return Stopping()


async def _events(updates: AsyncGenerator[Update], shutdown: Shutdown) -> AsyncIterator[str]:
    """End early at a shutdown or when a store goes away: viewers resume, maybe elsewhere."""
    yield "retry: 1000\n\n"
    loop = asyncio.get_running_loop()
    wished = loop.create_task(shutdown.wished())
    try:
        async with aclosing(updates):
            while True:
                upcoming = loop.create_task(_next(updates))
                try:
                    await asyncio.wait({upcoming, wished}, return_when="FIRST_COMPLETED")
                finally:
                    if not upcoming.done():
                        upcoming.cancel()
                        await asyncio.wait({upcoming})
                if upcoming.cancelled() or (update := upcoming.result()) is None:
                    return
                yield _event(update)
    except DomainError:
        return
    finally:
        wished.cancel()


async def _next(updates: AsyncGenerator[Update]) -> Update | None:
    return await anext(updates, None)


def _event(update: Update) -> str:
    match update:
        case Snapshot(cursor=cursor, message=message):
            return _written("snapshot", cursor, MessageEvent(message=message_out(message)))
        case Grown(cursor=cursor, entry=entry):
            return _grown(cursor, entry)
        case Final(cursor=cursor, message=message):
            return _written("final", cursor, MessageEvent(message=message_out(message)))
        case Quiet():
            return ": ping\n\n"
        case _:
            assert_never(update)


def _grown(cursor: str, entry: Growth) -> str:
    match entry:
        case PartGrew(part=part, type=kind, text=text):
            return _written("delta", cursor, DeltaEvent(part=part, type=kind, text=text))
        case ToolCalled(part=part, id=id, name=name, arguments=arguments):
            called = ToolCallEvent(part=part, id=id, name=name, arguments=arguments)
            return _written("tool_call", cursor, called)
        case RunTold(part=part, run=run):
            return _written("tool_run", cursor, ToolRunEvent(part=part, run=tool_run_out(run)))
        case PartsDropped(part=part):
            return _written("dropped", cursor, DroppedEvent(part=part))
        case _:
            assert_never(entry)


def _written(event: str, cursor: str, data: BaseModel) -> str:
    return f"id: {cursor}\nevent: {event}\ndata: {data.model_dump_json()}\n\n"
