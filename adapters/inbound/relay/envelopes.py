"""How a failure is told, in the words of the client that asked."""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol, final

from fastapi import Request
from typing_extensions import override

from adapters.inbound.http.errors import said
from adapters.inbound.http.request_id import request_id_of
from adapters.inbound.relay.paths import canonical
from application.limit_words import limits_of
from application.ports.allowances import OverLimit
from domain.answers.kept_answer import NoSuchAnswer
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
from domain.formats.allowances import anthropic_headers, openai_headers
from domain.formats.anthropic_messages import errors as anthropic
from domain.formats.gemini import errors as google
from domain.formats.openai_chat import errors as openai
from domain.formats.openai_responses import errors as responses
from domain.ids import RequestId
from domain.json import JsonObject
from domain.llm.events import Failure, FailureKind, Limits
from domain.llm.reply import BrokenStream


class Envelope(Protocol):
    """One vendor's way to refuse."""

    @property
    def headers(self) -> Mapping[str, str]:
        """What belongs to every answer, good or bad. Names are lower-case."""
        return {}

    @abstractmethod
    def error(self, failure: Failure) -> tuple[int, JsonObject]:
        """The status and the body."""

    def limits(self, limits: Limits, *, now: datetime) -> Mapping[str, str]:
        """What a provider says of its limits, where the client's vendor has headers for it."""
        del limits, now
        return {}


@dataclass(frozen=True, slots=True)
class OpenAiEnvelope(Envelope):
    @override
    def error(self, failure: Failure) -> tuple[int, JsonObject]:
        return openai.encode_error(failure)

    @override
    def limits(self, limits: Limits, *, now: datetime) -> Mapping[str, str]:
        return openai_headers(limits, now=now)


@final
@dataclass(frozen=True, slots=True)
class ResponsesEnvelope(OpenAiEnvelope):
    """OpenAI's, with codes after which Codex tries again or gives up as it should."""

    @override
    def error(self, failure: Failure) -> tuple[int, JsonObject]:
        return responses.encode_error(failure)


@final
@dataclass(frozen=True, slots=True)
class AnthropicEnvelope(Envelope):
    """The request's id is told twice: Anthropic's clients read it from a header and from errors."""

    request: RequestId

    @property
    @override
    def headers(self) -> Mapping[str, str]:
        return {"request-id": self.request}

    @override
    def error(self, failure: Failure) -> tuple[int, JsonObject]:
        status, body = anthropic.encode_error(failure)
        return status, {**body, "request_id": self.request}

    @override
    def limits(self, limits: Limits, *, now: datetime) -> Mapping[str, str]:
        return anthropic_headers(limits, now=now)


@final
@dataclass(frozen=True, slots=True)
class GoogleEnvelope(Envelope):
    @override
    def error(self, failure: Failure) -> tuple[int, JsonObject]:
        return google.encode_error(failure)


def speaks_google(request: Request) -> bool:
    return canonical(request.url.path).startswith("/v1beta")


def speaks_anthropic(request: Request) -> bool:
    """By the path; what several vendors have, like the list of models, by the headers."""
    path = canonical(request.url.path)
    if path.startswith("/v1/models"):
        return "anthropic-version" in request.headers
    return path.startswith("/v1/messages")


def envelope_of(request: Request) -> Envelope:
    if speaks_google(request):
        return GoogleEnvelope()
    if speaks_anthropic(request):
        return AnthropicEnvelope(request_id_of(request))
    if canonical(request.url.path).startswith("/v1/responses"):
        return ResponsesEnvelope()
    return OpenAiEnvelope()


_KIND_BY_ERROR: Final[dict[type[DomainError], FailureKind]] = {
    Invalid: "bad_request",
    Unauthenticated: "unauthenticated",
    PaymentRequired: "no_credit",
    Forbidden: "forbidden",
    NotFound: "unknown_model",
    NoSuchAnswer: "not_found",
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
    limits = limits_of(error.standings) if isinstance(error, OverLimit) else ()
    return Failure(
        kind=kind,
        message=said(error),
        param=error.path if isinstance(error, Invalid) else None,
        retry_after_s=retry_after_s,
        limits=limits,
    )


def shown(failure: Failure) -> Failure:
    """A provider's failure as the client may see it.

    That a provider refused *our* credentials or account is no fault of the client's key.
    """
    if failure.kind in {"unauthenticated", "forbidden", "no_credit"}:
        message = "the provider refused the relay's own account; tell your administrator"
        if failure.own_key:
            message = "the provider refused your own key; look at it in Parley's settings"
        return Failure(kind="unreachable", message=message)
    return failure
