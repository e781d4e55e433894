from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from application.ports.carried_reasoning import CarriedReasoning
from application.routing.routing import Asked, AskedWhole
from domain.answers.kept_answer import owner_of
from domain.catalog.models import Model
from domain.errors import Unavailable
from domain.formats.carrying import bare_turns, carry_in, carry_out, is_worth_carrying
from domain.formats.passing import Piece
from domain.llm.events import Finished
from domain.llm.prompt import Prompt
from domain.llm.reply import Reply, ReplyFold
from domain.transactions.transaction import Payer

LASTING: Final = timedelta(days=1)
"""A day's work with a coding tool."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CarryReasoning:
    """Keep what models reasoned while they called tools, and put it back where a client did not.

    Whatever happens to the store, the call goes on.
    """

    store: CarriedReasoning

    async def into(self, prompt: Prompt, *, model: Model, payer: Payer) -> Prompt:
        """The prompt with the reasoning that it came without; the same one where none is known.

        The store is asked once, and only for a history in which tools were called.
        """
        unread = prompt.unread
        if not model.takes_reasoning_back or (unread is not None and not unread.calls_tools):
            return prompt
        plain = model.capabilities.reasoning_replayed
        keys = None if unread is None else unread.bare_keys()
        if keys is None:
            keys = tuple(bare_turns(prompt, plain=plain).values())
        if not keys:
            return prompt
        try:
            found = await self.store.get(keys, owner=owner_of(payer))
        except Unavailable:
            return prompt
        if not found:
            return prompt
        whole = prompt.read()
        carried = carry_in(whole, bare_turns(whole, plain=plain), found, model=model.upstream)
        return prompt if carried is whole else carried

    def keeps(self, prompt: Prompt, *, model: Model) -> bool:
        """Whether something of an answer may be worth keeping."""
        offers = bool(prompt.tools) if prompt.unread is None else prompt.unread.offers_tools
        return offers and model.takes_reasoning_back

    def keeping(
        self, asked: Asked | AskedWhole, prompt: Prompt, *, model: Model, payer: Payer
    ) -> Asked | AskedWhole:
        """The pieces as they are; what they reasoned is kept before the end of them is told.

        Closing it closes them. Raises `BrokenStream` as a fold does.
        """
        if isinstance(asked, Asked):
            return replace(asked, pieces=self._out_of(asked.pieces, prompt, model, payer))
        ask = asked.tell

        async def tell() -> tuple[Piece, ...]:
            pieces, fold = await ask(), ReplyFold()
            for piece in pieces:
                for event in piece.events:
                    fold.feed(event)
            if fold.is_over and fold.failure is None:
                await self._keep(fold.reply(), prompt, model, payer)
            return pieces

        return AskedWhole(tell)

    async def _out_of(
        self, pieces: AsyncGenerator[Piece], prompt: Prompt, model: Model, payer: Payer
    ) -> AsyncGenerator[Piece]:
        fold = ReplyFold()
        async with aclosing(pieces):
            async for piece in pieces:
                for event in piece.events:
                    fold.feed(event)
                    if isinstance(event, Finished):
                        await self._keep(fold.reply(), prompt, model, payer)
                yield piece

    async def _keep(self, reply: Reply, prompt: Prompt, model: Model, payer: Payer) -> None:
        if not is_worth_carrying(reply):
            return
        carried = carry_out(prompt.read(), reply, model=model.upstream)
        if carried is None:
            return
        key, turn = carried
        with suppress(Unavailable):  # the answer is worth more than its being carried
            await self.store.put(key, turn, owner=owner_of(payer), lasting=LASTING)
