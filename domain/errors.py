"""What can go wrong, in the words of the domain. No HTTP here."""

import re
from typing import ClassVar, Final

_PATH: Final = re.compile(r"([A-Za-z_][\w$]*(?:\.[\w$]+|\[\d+\])*): ")


class DomainError(Exception):
    """An expected failure. `code` is stable and safe to show to a client."""

    code: ClassVar[str] = "error"


class Invalid(DomainError):
    """What was given is wrong. Its message begins with the path of what is, where there is one."""

    code = "invalid"

    @property
    def path(self) -> str | None:
        """The member that is wrong, such as `messages[0].role`."""
        found = _PATH.match(str(self))
        return found[1] if found else None


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
