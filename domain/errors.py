"""What can go wrong, in the words of the domain. No HTTP here."""

from typing import ClassVar


class DomainError(Exception):
    """An expected failure. `code` is stable and safe to show to a client."""

    code: ClassVar[str] = "error"


class Invalid(DomainError):
    code = "invalid"


class Unauthenticated(DomainError):
    code = "unauthenticated"


class PaymentRequired(DomainError):
    code = "payment_required"


class Forbidden(DomainError):
    code = "forbidden"


class NotFound(DomainError):
    code = "not_found"


class Conflict(DomainError):
    code = "conflict"


class RateLimited(DomainError):
    """Too much at once; `retry_after_s` says when to come back."""

    code = "rate_limited"

    def __init__(self, message: str, *, retry_after_s: int = 1) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class UpstreamFailed(DomainError):
    """A model provider answered with something that is no answer."""

    code = "upstream_failed"


class Unavailable(DomainError):
    """A store or provider that is needed is away for the moment."""

    code = "unavailable"
