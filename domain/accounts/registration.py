"""Who may open an account, and what an address must show first."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, Self, TypeAlias

from domain.accounts.user import Email
from domain.errors import Forbidden, Invalid

Policy: TypeAlias = Literal["open", "invite", "closed"]
_DOMAIN: Final = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*")


class Unverified(Forbidden):
    """The password is right, and nobody has yet shown that they read the account's mail."""

    code = "unverified"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationChoice:
    """What administrators said in place of the settings. `domains` as below."""

    policy: Policy
    domains: tuple[str, ...] = ()
    version: int = 0

    @classmethod
    def of(cls, policy: Policy, domains: Sequence[str], *, version: int) -> Self:
        """Raises `Invalid` for what is no domain. Each is kept once, in lower case."""
        cleaned = tuple(dict.fromkeys(each.strip().lstrip("@").lower() for each in domains))
        for each in cleaned:
            if not _DOMAIN.fullmatch(each):
                raise Invalid(f"domains: {each[:60]!r} is no domain")
        return cls(policy=policy, domains=cleaned, version=version)


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
