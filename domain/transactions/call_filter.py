"""Which calls somebody wants to see: all that fit everything which is said."""

from dataclasses import dataclass
from datetime import datetime

from domain.errors import Invalid
from domain.ids import KeyId, TeamId, UserId
from domain.transactions.transaction import Outcome, Source, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class CallFilter:
    """What is `None` is not asked about. `until` is the first moment that is not wanted."""

    since: datetime | None = None
    until: datetime | None = None
    model: str | None = None
    provider: str | None = None
    user: UserId | None = None
    team: TeamId | None = None
    key: KeyId | None = None
    outcome: Outcome | None = None
    source: Source | None = None
    streamed: bool | None = None
    client: str | None = None

    def __post_init__(self) -> None:
        if self.since is not None and self.until is not None and self.until <= self.since:
            raise Invalid("the end of the time is not after its beginning")

    def fits(self, call: Transaction) -> bool:
        payer = call.payer
        asked = (
            (self.model, call.model),
            (self.provider, call.provider),
            (self.user, payer.user),
            (self.team, payer.team),
            (self.key, payer.key),
            (self.outcome, call.outcome),
            (self.source, call.source),
            (self.streamed, call.streamed),
            (self.client, call.client),
        )
        begun = self.since is None or call.at >= self.since
        ended = self.until is not None and call.at >= self.until
        return begun and not ended and all(want in {None, found} for want, found in asked)
