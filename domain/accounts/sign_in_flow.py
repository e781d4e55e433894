"""One way to a provider of identities and back again.

What binds its halves is a secret that one browser keeps in a cookie. All else is derived from it
and from the state that travels: what proves who began (RFC 7636), and what the provider's answer
must repeat (OpenID Connect Core 1.0, section 3.1.2.1). So the store holds one digest, and what it
holds is of no use to anybody.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass, field

from domain.accounts.ticket import ticket_digest


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInFlow:
    """`browser` is the secret, of at least 190 bits."""

    provider: str
    state: str
    browser: str = field(repr=False)

    @property
    def id(self) -> str:
        """Found by nobody who has not all three: another browser, or another provider's answer."""
        return ticket_digest(f"{self.provider}\n{self.state}\n{self.browser}")

    @property
    def nonce(self) -> str:
        return self._derived("nonce")

    @property
    def verifier(self) -> str:
        """Of PKCE: 43 letters of base 64, which are 256 bits."""
        return self._derived("verifier")

    @property
    def challenge(self) -> str:
        """By the method `S256`."""
        return _letters(hashlib.sha256(self.verifier.encode()).digest())

    def _derived(self, use: str) -> str:
        text = f"{use}\n{self.provider}\n{self.state}"
        return _letters(hmac.new(self.browser.encode(), text.encode(), hashlib.sha256).digest())


def _letters(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
