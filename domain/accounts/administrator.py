"""A person who administers: an account of its own, apart from all chat accounts."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from domain.accounts.user import Email
from domain.ids import AdministratorId

Role = Literal["root", "admin", "auditor"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Administrator:
    id: AdministratorId
    email: Email
    name: str
    role: Role
    password_hash: str = field(repr=False)
    created_at: datetime
    version: int = 0

    @property
    def may_change(self) -> bool:
        """Auditors look, and change nothing."""
        return self.role != "auditor"
