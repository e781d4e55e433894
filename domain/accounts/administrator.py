"""A person who administers: an account of its own, apart from all chat accounts."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from domain.accounts.user import Email
from domain.errors import Conflict
from domain.ids import AdministratorId

Role = Literal["root", "admin", "auditor"]
AdministratorState = Literal["active", "disabled"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Administrator:
    id: AdministratorId
    email: Email
    name: str
    role: Role
    password_hash: str = field(repr=False)
    created_at: datetime
    state: AdministratorState = "active"
    version: int = 0

    @property
    def may_change(self) -> bool:
        """Auditors look, and change nothing."""
        return self.role != "auditor"

    @property
    def is_active(self) -> bool:
        return self.state == "active"

    @property
    def is_acting_root(self) -> bool:
        """Whether they may change administrators now."""
        return self.role == "root" and self.is_active

    def appoint(self, *, role: Role, state: AdministratorState) -> "Administrator":
        return replace(self, role=role, state=state)

    def with_password(self, password_hash: str) -> "Administrator":
        return replace(self, password_hash=password_hash)

    def require_successor(self, others: Iterable["Administrator"]) -> None:
        """Raise `Conflict` where nobody of `others` could change administrators after them."""
        if self.is_acting_root and not any(each.is_acting_root for each in others):
            raise Conflict(f"{self.email} is the last root; make somebody else root first")
