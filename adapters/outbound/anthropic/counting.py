"""Anthropic's own count of a request's tokens."""

from collections.abc import Mapping
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
from domain.json import read
from domain.llm.events import Failure

_BROKEN: Final = Failure(kind="malformed", message="the provider did not say a number of tokens")


@final
@dataclass(frozen=True, slots=True)
class MessagesCounter(TokenCounter):
    """`passage` leads to the endpoint that counts."""

    passage: HttpPassage

    @override
    async def count(self, words: OwnWords, *, request: RequestId) -> int | Failure:
        try:
            asked = self.passage.asked(words, request)
            response = await self.passage.http.send(asked)
        except Invalid as error:
            return Failure(kind="bad_request", message=str(error))
        except httpx2.TimeoutException:
            return LATE
        except httpx2.HTTPError:
            return AWAY
        if not response.is_success:
            return decode_error(response.status_code, response.content, response.headers)
        return _counted(response.content)


def _counted(raw: bytes) -> int | Failure:
    try:
        found = read(raw)
    except Invalid:
        return _BROKEN
    tokens = found.get("input_tokens") if isinstance(found, Mapping) else None
    return tokens if isinstance(tokens, int) and not isinstance(tokens, bool) else _BROKEN
