"""What an administrator wants to be told of, and how."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Self

from domain.accounts.user import Email
from domain.alerts.condition import BudgetUsed, Condition, ProviderDown, user_of
from domain.errors import Invalid
from domain.ids import AlertRuleId, UserId, WebhookId

NAME_LENGTH_MAX: Final = 100
CHANNELS_MAX: Final = 20
AGAIN_HOURS_MAX: Final = 30 * 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Whom an alert is told, beside the administration's own page.

    `again_hours` after the last time it is told once more while it lasts and nobody has
    acknowledged it; 0: never.
    """

    mail: tuple[Email, ...] = ()
    webhooks: tuple[WebhookId, ...] = ()
    again_hours: int = 24

    def __post_init__(self) -> None:
        if max(len(self.mail), len(self.webhooks)) > CHANNELS_MAX:
            raise Invalid(f"at most {CHANNELS_MAX} addresses and {CHANNELS_MAX} webhooks")
        if not 0 <= self.again_hours <= AGAIN_HOURS_MAX:
            raise Invalid(f"again_hours: between 0 and {AGAIN_HOURS_MAX}")


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRule:
    """`user` is whose account it is about alone: it goes with that account."""

    id: AlertRuleId
    name: str
    condition: Condition
    told: Told
    created_at: datetime
    is_on: bool = True
    user: UserId | None = None
    version: int = 0

    def __post_init__(self) -> None:
        if not self.name.strip() or len(self.name) > NAME_LENGTH_MAX:
            raise Invalid(f"name: 1 to {NAME_LENGTH_MAX} characters")

    @classmethod
    def made(
        cls, id: str, name: str, condition: Condition, told: Told | None = None, *, at: datetime
    ) -> Self:
        return cls(
            id=AlertRuleId(id),
            name=" ".join(name.split()),
            condition=condition,
            told=told or Told(),
            created_at=at,
            user=user_of(condition),
        )

    def changed(self, name: str, condition: Condition, told: Told, *, is_on: bool) -> Self:
        return replace(
            self,
            name=" ".join(name.split()),
            condition=condition,
            told=told,
            is_on=is_on,
            user=user_of(condition),
        )


def first_rules(*, at: datetime) -> tuple[AlertRule, ...]:
    """What a new installation has; all of it may be changed and deleted."""
    return (
        AlertRule.made("provider-down", "A provider is down", ProviderDown(), at=at),
        AlertRule.made("budget-80", "A budget is used to 80 %", BudgetUsed(percent=80), at=at),
        AlertRule.made("budget-100", "A budget is used up", BudgetUsed(percent=100), at=at),
    )
