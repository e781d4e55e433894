"""One look-up for all who come with the same key at the same time.

Tools open dozens of connections at once; asking the stores for each of them would make every
one of them wait. And what was known a moment ago lets traffic go on while a store is away.
"""

import hashlib
from collections.abc import Awaitable, Callable

from application.ports.clock import Clock
from application.remembered import Remembered
from domain.transactions.transaction import Payer

Admit = Callable[[str], Awaitable[Payer]]
"""Say on whose account a key's bearer calls. Raises `Unauthenticated`."""


def shared_admission(admit: Admit, *, clock: Clock) -> Remembered[str, Payer]:
    """Admits as `admit` does. Only good keys are remembered, by a digest."""
    return Remembered(admit, clock=clock, name=_digest)


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "replace")).digest()
