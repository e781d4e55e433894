"""Who may open an account, and what an address must show first."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from domain.accounts.user import Email
from domain.errors import Forbidden

Policy: TypeAlias = Literal["open", "invite", "closed"]


class Unverified(Forbidden):
    """The password is right, and nobody has yet shown that they read the account's mail."""

    code = "unverified"


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """`domains` of addresses that may register without an invitation; empty: all of them."""

    policy: Policy = "open"
    domains: tuple[str, ...] = ()
    verify: bool = False

    def check(self, address: Email, *, is_invited: bool) -> None:
        """Raise `Forbidden` unless this address may register."""
        if is_invited:
            return
        if self.policy == "closed":
            raise Forbidden("registration is closed; ask an administrator for an account")
        if self.policy == "invite":
            raise Forbidden("registration needs an invitation; ask an administrator for one")
        if self.domains and address.rpartition("@")[2] not in self.domains:
            raise Forbidden("an address of this domain may not register here")
