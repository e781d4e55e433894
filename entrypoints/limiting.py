"""What the settings say of limits."""

from adapters.outbound.memory.allowances import MemoryAllowances
from adapters.outbound.redis.allowances import RedisAllowances
from adapters.outbound.system.clock import utc_now
from adapters.outbound.system.metrics import count_alone
from application.local_share import LocalShare
from domain.allowances.terms import Limits
from entrypoints.settings import Settings


def shared_out(shared: RedisAllowances, settings: Settings) -> LocalShare:
    return LocalShare(
        shared,
        local=lambda: MemoryAllowances(clock=utc_now),
        instances=settings.instances,
        clock=utc_now,
        told=count_alone,
    )


def address_limits(settings: Settings) -> Limits:
    return Limits(
        requests_per_minute=settings.address_requests_per_minute,
        tokens_per_minute=settings.address_tokens_per_minute,
        parallel=settings.address_parallel,
    )
