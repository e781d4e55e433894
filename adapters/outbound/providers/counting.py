"""Asking a vendor how many tokens a request holds: what is the same whatever the vendor."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Final, final

from typing_extensions import override

from adapters.outbound.providers.answering import AWAY, all_bytes
from adapters.outbound.providers.courier import Answering
from adapters.outbound.providers.passage import HttpPassage, begun
from application.ports.language_models import OwnWords, TokenCounter
from domain.errors import Invalid
from domain.formats.failures import decode_error
from domain.ids import RequestId
from domain.json import JsonObject, read
from domain.llm.events import Failure
from domain.llm.prompt import Prompt
from domain.routing.timeouts import Timeouts

WITHIN: Final = Timeouts(total_s=15)
"""Clients wait for the number; an estimate then serves them better."""
_BROKEN: Final = Failure(kind="malformed", message="the provider did not say a number of tokens")


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class HttpCounter(TokenCounter):
    """`passage` leads to the endpoint that counts, which answers with the number as `member`.

    `encode` tells a prompt in its words. It may raise `Invalid`.
    """

    passage: HttpPassage
    encode: Callable[[Prompt], JsonObject]
    member: str

    @override
    async def count(self, asked: OwnWords | Prompt, *, request: RequestId) -> int | Failure:
        async with AsyncExitStack() as connection:
            try:
                asking = self._asking(asked, request)
            except Invalid as error:
                return Failure(kind="bad_request", message=str(error))
            response = await begun(asking, connection)
            if isinstance(response, Failure):
                return response
            content = await all_bytes(response.read, cut=AWAY)
            if isinstance(content, Failure):
                return content
            if not response.is_success:
                return decode_error(response.status_code, content, response.headers)
            return self._counted(content)

    def _asking(self, asked: OwnWords | Prompt, request: RequestId) -> Awaitable[Answering]:
        if isinstance(asked, OwnWords):
            return self.passage.asking(asked, request)
        return self.passage.about(self.encode(asked), request)

    def _counted(self, raw: bytes) -> int | Failure:
        try:
            found = read(raw)
        except Invalid:
            return _BROKEN
        tokens = found.get(self.member) if isinstance(found, Mapping) else None
        return tokens if isinstance(tokens, int) and not isinstance(tokens, bool) else _BROKEN
