from abc import abstractmethod
from typing import Protocol

from domain.accounts.identity import Claims, ProviderRules
from domain.accounts.sign_in_flow import SignInFlow


class IdentityProvider(Protocol):
    """Somebody who says who people are."""

    @property
    @abstractmethod
    def rules(self) -> ProviderRules: ...

    @abstractmethod
    async def address(self, flow: SignInFlow) -> str:
        """Return where the browser goes. Raise `UpstreamFailed` while it cannot be reached."""

    @abstractmethod
    async def redeem(self, flow: SignInFlow, code: str, *, issuer: str) -> Claims:
        """Exchange what the browser brought back for who it is.

        `issuer` is who the browser says gave the code (RFC 9207), "" when it does not. Raise
        `Unauthenticated` for a code that is not good and for an answer that cannot be believed,
        `UpstreamFailed` while the provider cannot be reached.
        """
