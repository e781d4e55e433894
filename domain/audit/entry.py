"""What was done by whom, and the chain that shows when an entry was changed or taken out.

An entry holds the digest of the one before it, so that nobody changes one without changing all
that follow. Entries name people by their ids alone: they outlive accounts.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final, Literal, Self, TypeAlias

from domain.json import write

PartyKind: TypeAlias = Literal[
    "administrator",
    "user",
    "operator",
    "nobody",
    "team",
    "key",
    "session",
    "offer",
    "audit",
    "setting",
    "usage",
    "alert",
    "alert_rule",
    "webhook",
    "announcement",
]
Outcome: TypeAlias = Literal["done", "refused", "failed"]
Service: TypeAlias = Literal["admin", "chat", "command"]

NO_DIGEST: Final = "0" * 64
_VALUE_MAX: Final = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Who acts, or what is acted upon. `nobody` has no id: an address without an account."""

    kind: PartyKind
    id: str = ""


NOBODY: Final = Party(kind="nobody")
OPERATOR: Final = Party(kind="operator")


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act. `code` says why it was refused or failed.

    `details` are short texts without secrets and without what names a person; `place` is the
    network that it came from.
    """

    at: datetime
    actor: Party
    action: str
    outcome: Outcome
    service: Service
    subject: Party | None = None
    code: str | None = None
    details: Mapping[str, str] = field(default_factory=dict[str, str])
    place: str = ""
    request: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """The act with the number `number`, counted from 1; `previous` is the digest before it."""

    number: int
    act: Act
    previous: str
    digest: str

    @classmethod
    def after(cls, head: "Entry | None", act: Act) -> Self:
        """Times are kept to the millisecond, texts to a length that a row bears."""
        at = act.at.astimezone(UTC)
        kept = Act(
            at=at.replace(microsecond=at.microsecond // 1_000 * 1_000),
            actor=act.actor,
            action=act.action,
            outcome=act.outcome,
            service=act.service,
            subject=act.subject,
            code=act.code,
            details={name: value[:_VALUE_MAX] for name, value in act.details.items()},
            place=act.place,
            request=act.request,
        )
        number = 1 if head is None else head.number + 1
        previous = NO_DIGEST if head is None else head.digest
        return cls(
            number=number, act=kept, previous=previous, digest=_digest(number, previous, kept)
        )

    @property
    def is_intact(self) -> bool:
        return self.digest == _digest(self.number, self.previous, self.act)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """Of a chain: `broken` is the number of the first entry that is not as it was written."""

    entries: int = 0
    digest: str = NO_DIGEST
    broken: int | None = None
    reason: str = ""

    @property
    def is_good(self) -> bool:
        return self.broken is None

    def with_next(self, entry: Entry) -> Self:
        """Look at one more entry. After a broken one nothing more is looked at."""
        if self.broken is not None:
            return self
        reason = self._fault(entry)
        return type(self)(
            entries=self.entries + (not reason),
            digest=self.digest if reason else entry.digest,
            broken=self.entries + 1 if reason else None,
            reason=reason,
        )

    def _fault(self, entry: Entry) -> str:
        if entry.number != self.entries + 1:
            return f"entry {self.entries + 1} is missing"
        if entry.previous != self.digest:
            return f"entry {entry.number} does not follow the one before it"
        return "" if entry.is_intact else f"entry {entry.number} was changed"


def _digest(number: int, previous: str, act: Act) -> str:
    """SHA-256 of a JSON list: the same for everybody who reads the entry, also from an export."""
    subject = act.subject
    said = write(
        [
            number,
            previous,
            act.at.isoformat(timespec="milliseconds"),
            act.service,
            act.actor.kind,
            act.actor.id,
            act.action,
            None if subject is None else subject.kind,
            None if subject is None else subject.id,
            act.outcome,
            act.code,
            [[name, act.details[name]] for name in sorted(act.details)],
            act.place,
            act.request,
        ]
    )
    return hashlib.sha256(said.encode()).hexdigest()
