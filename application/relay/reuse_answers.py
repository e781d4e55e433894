"""Giving an answer again to the same question of the same account, where that was asked for.

Of many who ask the same at once one asks the model; the others wait for its answer, on whichever
instance they are. Where that comes to nothing, or Redis is away, each asks by itself.
"""

import asyncio
import hashlib
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from application.call_record import Call
from application.cancelling import cancel
from application.metering import Metering
from application.ports.access import Access
from application.ports.language_models import ModelCatalog
from application.ports.leases import Leases
from application.ports.response_cache import CachedResponse, ResponseCache
from application.relay.ask_model import Question
from domain.accounts.api_key import REUSE_S_MAX
from domain.answers.kept_answer import owner_of
from domain.catalog.models import Model
from domain.catalog.suffixes import find_wanted
from domain.errors import Invalid, NotFound, Unavailable
from domain.ids import RequestId
from domain.json import JsonObject, write
from domain.transactions.transaction import Payer

USUAL: Final = timedelta(hours=1)
_HELD: Final = timedelta(seconds=5)
_RENEWED_EVERY_S: Final = 1.5
_WAITING_S: Final = 60.0
_PAUSES_S: Final = (0.02, 0.25)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reusable:
    """A question whose answer may be given again. `name` is the same for the same question."""

    name: str
    owner: str
    lasting: timedelta
    call: Call


@dataclass(frozen=True, slots=True, kw_only=True)
class ReuseAnswers:
    cache: ResponseCache
    leases: Leases
    catalog: ModelCatalog
    access: Access
    metering: Metering

    async def lasting(self, wish: str | None, *, payer: Payer) -> timedelta | None:
        """For how long an answer may be given again: as the request says, or else its key.

        `None`: not at all. Raises `Invalid` for a wish that is neither on, off, nor seconds.
        """
        if wish is None:
            seconds = (await self.access.of(payer)).reuse_s
            return None if seconds is None else timedelta(seconds=seconds)
        match wish.strip().lower():
            case "on":
                return USUAL
            case "off":
                return None
            case text if text.isascii() and text.isdigit() and 0 < int(text[:9]) <= REUSE_S_MAX:
                return timedelta(seconds=int(text))
            case _:
                raise Invalid(f"x-parley-cache: say on, off, or 1 to {REUSE_S_MAX} seconds")

    async def reusable(
        self,
        question: Question,
        *,
        asked: Mapping[str, str],
        body: JsonObject,
        lasting: timedelta,
        payer: Payer,
        request: RequestId,
    ) -> Reusable | None:
        """`None` for an unknown model. `asked` is what else makes the question, as its path."""
        try:
            model = find_wanted(await self.catalog.current(), question.model).model
        except NotFound:
            return None
        call = Call(
            request=request,
            source="relay",
            payer=payer,
            model=model,
            prompt=question.prompt,
            streamed=question.streamed,
            address=question.address,
            client=question.client,
        )
        return Reusable(
            name=_name(model, asked, body), owner=owner_of(payer), lasting=lasting, call=call
        )

    @asynccontextmanager
    async def turn(self, wanted: Reusable) -> AsyncGenerator[CachedResponse | None]:
        """An answer of before, booked as such; or it is the caller's turn to ask, and to `keep`.

        Raises what `Metering.reuse` raises.
        """
        found, held = await self._found(wanted)
        if found is not None:
            await self.metering.reuse(wanted.call)
        if not held:
            yield found
            return
        holding = asyncio.get_running_loop().create_task(self._hold(wanted))
        try:
            yield None
        finally:
            await cancel([holding])
            await self._release(wanted)

    async def keep(self, wanted: Reusable, response: CachedResponse) -> None:
        """To be done in one's turn, so that who waits finds it."""
        with suppress(Unavailable):
            await self.cache.put(wanted.name, response, owner=wanted.owner, lasting=wanted.lasting)

    async def _found(self, wanted: Reusable) -> tuple[CachedResponse | None, bool]:
        """What was answered, or whether the caller holds the lease to ask."""
        loop = asyncio.get_running_loop()
        until_s, pause_s, waiting_for = loop.time() + _WAITING_S, _PAUSES_S[0], None
        try:
            while loop.time() < until_s:
                if (found := await self._get(wanted)) is not None:
                    return found, False
                if await self._take(wanted):
                    # It may have been put between our look and our turn.
                    if (found := await self._get(wanted)) is not None:
                        await self._release(wanted)
                    return found, found is None
                holder = await self.leases.holder_of(_lease(wanted))
                if waiting_for is not None and holder != waiting_for:
                    return await self._get(wanted), False  # or what we waited for came to nothing
                waiting_for = waiting_for or holder
                await asyncio.sleep(pause_s)
                pause_s = min(pause_s * 1.5, _PAUSES_S[1])
        except Unavailable:
            pass
        return None, False

    async def _get(self, wanted: Reusable) -> CachedResponse | None:
        return await self.cache.get(wanted.name, owner=wanted.owner)

    async def _take(self, wanted: Reusable) -> bool:
        return await self.leases.take(_lease(wanted), holder=wanted.call.request, lasting=_HELD)

    async def _hold(self, wanted: Reusable) -> None:
        while True:
            await asyncio.sleep(_RENEWED_EVERY_S)
            with suppress(Unavailable):
                await self._take(wanted)

    async def _release(self, wanted: Reusable) -> None:
        with suppress(Unavailable):
            await self.leases.release(_lease(wanted), holder=wanted.call.request)


def _lease(wanted: Reusable) -> str:
    return f"answering:{len(wanted.owner)}:{wanted.owner}:{wanted.name}"


def _name(model: Model, asked: Mapping[str, str], body: JsonObject) -> str:
    """Of everything that may make the answer another."""
    served = {"model": model.name, "provider": model.provider, "upstream": model.upstream}
    text = write({"served": served, "asked": dict(sorted(asked.items())), "body": _sorted(body)})
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _sorted(body: JsonObject) -> JsonObject:
    """Members of the body in one order; what is deeper counts as it is written."""
    return dict(sorted(body.items()))
