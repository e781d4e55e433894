"""Hearing what is said on a channel, through broken connections."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Final

from pydantic import TypeAdapter
from redis.asyncio import Redis
from redis.exceptions import RedisError
from typing_extensions import TypedDict

_SLICE_S: Final = 1.0
_BACK_OFF_S: Final = (0.2, 0.5, 1.0, 2.0)


class _Said(TypedDict):
    data: str


_SAID: Final[TypeAdapter[_Said | None]] = TypeAdapter(_Said | None)


async def heard_on(redis: Redis, channel: str) -> AsyncGenerator[str]:
    """Everything that is said from now on, without end; what is said while it is away is lost."""
    failures = 0
    while True:
        try:
            async with redis.pubsub(ignore_subscribe_messages=True) as listening:
                await listening.subscribe(channel)
                while True:
                    said = _SAID.validate_python(await listening.get_message(timeout=_SLICE_S))
                    failures = 0
                    if said is not None:
                        yield said["data"]
        except RedisError:
            await asyncio.sleep(_BACK_OFF_S[min(failures, len(_BACK_OFF_S) - 1)])
            failures += 1
