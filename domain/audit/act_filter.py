from dataclasses import dataclass
from datetime import datetime

from domain.audit.entry import Act, Outcome, Service
from domain.errors import Invalid


@dataclass(frozen=True, slots=True, kw_only=True)
class ActFilter:
    """What is asked for; `None` is anything. `actor` and `subject` are ids.

    `until` is the first moment that is not wanted. Raises `Invalid` when it is not after `since`.
    """

    since: datetime | None = None
    until: datetime | None = None
    actor: str | None = None
    subject: str | None = None
    action: str | None = None
    outcome: Outcome | None = None
    service: Service | None = None

    def __post_init__(self) -> None:
        if self.since is not None and self.until is not None and self.until <= self.since:
            raise Invalid("the end must be after the start")

    def fits(self, act: Act) -> bool:
        asked = (
            (self.actor, act.actor.id),
            (self.subject, act.subject.id if act.subject else None),
            (self.action, act.action),
            (self.outcome, act.outcome),
            (self.service, act.service),
        )
        if any(wanted is not None and wanted != found for wanted, found in asked):
            return False
        after = self.since is None or act.at >= self.since
        return after and (self.until is None or act.at < self.until)
