"""What answering needs to know of a client's wire format, and the one that is spoken here."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import Final, Protocol, final

from typing_extensions import override

from domain.errors import (
    Conflict,
    DomainError,
    Forbidden,
    Invalid,
    NotFound,
    PaymentRequired,
    RateLimited,
    Unauthenticated,
    Unavailable,
    UpstreamFailed,
)
from domain.formats.openai_chat.errors import encode_error
from domain.formats.openai_chat.reply import encode_reply
from domain.formats.openai_chat.stream import StreamEncoder
from domain.json import JsonObject
from domain.llm.events import Failure, FailureKind, StreamEvent
from domain.llm.reply import BrokenStream, Reply


class Encoder(Protocol):
    """The bytes of one streamed answer."""

    @abstractmethod
    def feed(self, event: StreamEvent) -> bytes: ...

    @abstractmethod
    def heartbeat(self) -> bytes: ...


class Dialect(Protocol):
    """One answer in one client's words: its id, time and model name are fixed."""

    @abstractmethod
    def encoder(self) -> Encoder: ...

    @abstractmethod
    def whole(self, reply: Reply) -> JsonObject: ...

    @abstractmethod
    def error(self, failure: Failure) -> tuple[int, JsonObject]: ...


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAiChat(Dialect):
    """`created` is in seconds since 1970; `model` is echoed as the client named it."""

    id: str
    created: int
    model: str
    include_usage: bool

    @override
    def encoder(self) -> Encoder:
        return StreamEncoder(
            id=self.id, created=self.created, model=self.model, include_usage=self.include_usage
        )

    @override
    def whole(self, reply: Reply) -> JsonObject:
        return encode_reply(reply, id=self.id, created=self.created, model=self.model)

    @override
    def error(self, failure: Failure) -> tuple[int, JsonObject]:
        return encode_error(failure)


_KIND_BY_ERROR: Final[dict[type[DomainError], FailureKind]] = {
    Invalid: "bad_request",
    Unauthenticated: "unauthenticated",
    PaymentRequired: "no_credit",
    Forbidden: "forbidden",
    NotFound: "unknown_model",
    Conflict: "bad_request",
    RateLimited: "rate_limited",
    UpstreamFailed: "unreachable",
    BrokenStream: "malformed",
    Unavailable: "overloaded",
}


def failure_from(error: DomainError) -> Failure:
    """Our own refusal, in the words that formats encode."""
    kind: FailureKind = next(
        _KIND_BY_ERROR[each] for each in type(error).__mro__ if each in _KIND_BY_ERROR
    )
    retry_after_s = float(error.retry_after_s) if isinstance(error, RateLimited) else None
    return Failure(kind=kind, message=str(error), retry_after_s=retry_after_s)


def shown(failure: Failure) -> Failure:
    """A provider's failure as the client may see it.

    That a provider refused *our* credentials or account is no fault of the client's key.
    """
    if failure.kind in {"unauthenticated", "forbidden", "no_credit"}:
        message = "the provider refused the relay's own account; tell your administrator"
        return Failure(kind="unreachable", message=message)
    return failure
