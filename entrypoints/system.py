"""What each process says of itself, and what the administration is told of all of them."""

import os
import socket
from collections.abc import Callable, Mapping
from pathlib import Path

from adapters.inbound.admin.system_use_cases import SystemUseCases, ToldSetting
from adapters.inbound.http.observation import open_requests
from adapters.inbound.http.shutdown import Shutdown
from adapters.outbound.mongo.audit_log import MongoAuditLog
from adapters.outbound.mongo.health import MongoHealth
from adapters.outbound.mongo.migrations.runner import MIGRATIONS, version_of
from adapters.outbound.redis.health import RedisHealth
from adapters.outbound.redis.instances import RedisInstances
from adapters.outbound.system.clock import utc_now
from adapters.outbound.system.ids import new_id
from application.admin.read_system import ReadSystem, VerifyBooks
from application.heartbeat import Heartbeat
from domain.system.instance import Instance, ServiceName
from entrypoints.configuration.load import ROOT
from entrypoints.configuration.provenance import provenance
from entrypoints.container import Container
from entrypoints.ledger import verify_in
from entrypoints.settings import Settings
from entrypoints.version import VERSION


def instances_in(container: Container) -> RedisInstances:
    return RedisInstances(container.redis(), clock=utc_now)


def heartbeat(container: Container, service: ServiceName, shutdown: Shutdown) -> Heartbeat:
    name, started_at = new_id(), utc_now()
    bookkeeper = container.bookkeeper()

    def describe() -> Instance:
        return Instance(
            id=name,
            service=service,
            version=VERSION,
            host=socket.gethostname(),
            pid=os.getpid(),
            started_at=started_at,
            seen_at=utc_now(),
            open_requests=open_requests.now,
            unbooked=bookkeeper.waiting,
            is_leaving=shutdown.is_wished,
        )

    return Heartbeat(instances=instances_in(container), describe=describe)


def system_use_cases(container: Container) -> SystemUseCases:
    settings, database = container.settings(), container.database()
    return SystemUseCases(
        read=ReadSystem(
            version=VERSION,
            documents_known=len(MIGRATIONS),
            documents_version=lambda: version_of(database),
            stores=(
                MongoHealth(database, measure=_measure(settings)),
                RedisHealth(container.redis(), is_embedded=settings.embedded_redis),
            ),
            instances=instances_in(container),
            transactions=container.transactions(),
            search_index=container.search_index(),
            generations=container.generations(),
            log=MongoAuditLog(database),
        ),
        verify_books=VerifyBooks(verify=verify_in(container), clock=utc_now),
        settings=lambda: told_settings(settings, os.environ),
    )


def told_settings(settings: Settings, environment: Mapping[str, str]) -> list[ToldSetting]:
    return [
        ToldSetting(name=each.name, value=each.value, source=each.source, is_secret=each.is_secret)
        for each in provenance(settings, directory=ROOT, environment=environment)
    ]


def _measure(settings: Settings) -> Callable[[], int] | None:
    if not settings.embedded_mongo:
        return None
    return lambda: _bytes_in(settings.home / "mongo")


def _bytes_in(directory: Path) -> int:
    """Files may go while they are looked at."""
    total = 0
    for path in directory.rglob("*"):
        try:
            total += path.stat().st_size
        except FileNotFoundError:
            continue
    return total
