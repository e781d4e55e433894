"""How the installation is: what runs, what it stands on, what waits, and when it was backed up."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, TypeVar

from application.admin.permissions import Principal, authorise
from application.ledger.verify_ledger import VerifyLedger
from application.ports.audit_log import AuditLog
from application.ports.clock import Clock
from application.ports.generations import Generations
from application.ports.instances import Instances
from application.ports.search_index import SearchIndex
from application.ports.store_health import StoreHealth
from application.ports.transactions import Transactions
from domain.audit.act_filter import ActFilter
from domain.audit.entry import Act
from domain.errors import Unavailable
from domain.system.instance import Instance
from domain.system.store import StoreState
from domain.transactions.audit import Audit

DAYS_MAX: Final = 366
_DAY: Final = timedelta(days=1)

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """What waits, of all instances together; `None` where its store is away.

    `unbooked` calls are in journals, `open_batches` in the ledger but perhaps not in its sums;
    of `untidy` people the search wants tidying; `running_answers` are being written.
    """

    unbooked: int | None
    open_batches: int | None
    untidy: int | None
    running_answers: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemState:
    """`documents_version` is that of the data; `documents_known` what this program brings it to."""

    version: str
    documents_version: int | None
    documents_known: int
    stores: Sequence[StoreState]
    instances: Sequence[Instance] | None
    backlog: Backlog
    last_backup: Act | None
    last_restore: Act | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSystem:
    """What is away is told as away: this page is for such hours."""

    version: str
    documents_known: int
    documents_version: Callable[[], Awaitable[int]]
    stores: Sequence[StoreHealth]
    instances: Instances
    transactions: Transactions
    search_index: SearchIndex
    generations: Generations
    log: AuditLog

    async def __call__(self, *, by: Principal) -> SystemState:
        authorise(by, "look")
        stores = await asyncio.gather(*(each.look() for each in self.stores))
        instances = await _unless_away(self.instances.present())
        batches = await _unless_away(self.transactions.open_batches())
        untidy = await _unless_away(self.search_index.untidy())
        running = await _unless_away(self.generations.running())
        return SystemState(
            version=self.version,
            documents_version=await _unless_away(self.documents_version()),
            documents_known=self.documents_known,
            stores=stores,
            instances=instances,
            backlog=Backlog(
                unbooked=None if instances is None else sum(each.unbooked for each in instances),
                open_batches=None if batches is None else len(batches),
                untidy=None if untidy is None else len(untidy),
                running_answers=None if running is None else len(running),
            ),
            last_backup=await _unless_away(self._last("backup")),
            last_restore=await _unless_away(self._last("restore")),
        )

    async def _last(self, action: str) -> Act | None:
        found = await self.log.find(ActFilter(action=action), cursor=None, limit=1)
        return found.items[0].act if found.items else None


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyBooks:
    """Prove the sums of the last days against the rows, at an administrator's wish."""

    verify: VerifyLedger
    clock: Clock

    async def __call__(self, *, days: int, by: Principal) -> tuple[date, Audit]:
        """Return the first day that was looked at, and what was found."""
        authorise(by, "look")
        since = self.clock().date() - _DAY * (days - 1)
        return since, await self.verify(since=since)


async def _unless_away(asked: Awaitable[T]) -> T | None:
    try:
        return await asked
    except Unavailable:
        return None
