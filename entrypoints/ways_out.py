"""The one way out for addresses that people and models choose, and for nothing else."""

from collections.abc import Callable, Sequence

import httpx2

from adapters.outbound.web.egress import GuardedTransport, WebEgress
from application.ports.egress import Egress
from domain.tools.addresses import EgressRules


def egress(trusted: Sequence[str]) -> Egress:
    return WebEgress(guarded(trusted)())


def guarded(trusted: Sequence[str]) -> Callable[[], httpx2.AsyncBaseTransport]:
    """Makes transports that go where the rules let them."""
    rules = EgressRules(trusted=tuple(trusted))
    return lambda: GuardedTransport(rules)
