"""Asking a vendor how many tokens a request holds: what is the same whatever the vendor."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, final

import httpx2
from typing_extensions import override

from adapters.outbound.providers.answering import AWAY, LATE
from adapters.outbound.providers.passage import HttpPassage
from application.ports.language_models import OwnWords, TokenCounter
from domain.errors import Invalid
from domain.formats.failures import decode_error
from domain.ids import RequestId
from domain.json import JsonObject, read
from domain.llm.events import Failure
from domain.llm.prompt import Prompt

WITHIN_S: Final = 15.0
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
        try:
            response = await self.passage.http.send(self._request(asked, request))
        except Invalid as error:
            return Failure(kind="bad_request", message=str(error))
        except httpx2.TimeoutException:
            return LATE
        except httpx2.HTTPError:
            return AWAY
        if not response.is_success:
            return decode_error(response.status_code, response.content, response.headers)
        return self._counted(response.content)

    def _request(self, asked: OwnWords | Prompt, request: RequestId) -> httpx2.Request:
        if isinstance(asked, OwnWords):
            return self.passage.asked(asked, request)
        return self.passage.about(self.encode(asked), request)

    def _counted(self, raw: bytes) -> int | Failure:
        try:
            found = read(raw)
        except Invalid:
            return _BROKEN
        tokens = found.get(self.member) if isinstance(found, Mapping) else None
        return tokens if isinstance(tokens, int) and not isinstance(tokens, bool) else _BROKEN
