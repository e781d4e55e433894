"""The one place that says who may do what in the administration."""

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from domain.accounts.administrator import Administrator
from domain.errors import Forbidden
from domain.ids import UserId

Action = Literal[
    "look",
    "change_users",
    "change_keys",
    "change_teams",
    "change_administrators",
    "change_budgets",
    "change_models",
    "change_alerts",
    "change_announcements",
    "read_audit",
]

_WORDS: Final[dict[Action, str]] = {
    "look": "look at this",
    "change_users": "change users",
    "change_keys": "make or revoke keys",
    "change_teams": "change teams",
    "change_administrators": "change administrators",
    "change_budgets": "change limits and budgets",
    "change_models": "change models and providers",
    "change_alerts": "change alerts",
    "change_announcements": "change announcements",
    "read_audit": "read the audit log",
}


@dataclass(frozen=True, slots=True)
class Operator:
    """Whoever sits at the machine itself, at its command line."""


@dataclass(frozen=True, slots=True)
class Owner:
    """A person, for keys that are their own; whose a key is, the use case has looked at before."""

    user: UserId


Principal: TypeAlias = Administrator | Operator | Owner


def authorise(by: Principal, action: Action) -> None:
    """Raise `Forbidden` unless `by` may do it."""
    if not _may(by, action):
        raise Forbidden(f"your role does not allow you to {_WORDS[action]}")


def _may(by: Principal, action: Action) -> bool:
    if isinstance(by, Owner):
        return action == "change_keys"
    if isinstance(by, Operator) or action == "look":
        return True
    if action == "change_administrators":
        return by.role == "root"
    if action == "read_audit":
        return by.role != "admin"  # Whoever changes things does not watch over it.
    return by.may_change
