from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass

from application.admin.owners import keys_by_id, users_by_id
from application.admin.permissions import Principal, authorise
from application.ports.administrators import Administrators
from application.ports.api_keys import ApiKeys
from application.ports.audit_log import AuditLog
from application.ports.teams import Teams
from application.ports.users import Users
from domain.audit.act_filter import ActFilter
from domain.audit.entry import Entry, Party, Verification
from domain.errors import NotFound
from domain.ids import AdministratorId, KeyId, UserId
from domain.paging import LIMIT_MAX, Page


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedEntry:
    """Names are those of now; empty where nobody has the id any more."""

    entry: Entry
    actor_name: str
    subject_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NameParties:
    """Addresses, teams' and keys' names for the ids of a page."""

    administrators: Administrators
    users: Users
    teams: Teams
    keys: ApiKeys

    async def __call__(self, entries: Sequence[Entry]) -> Sequence[NamedEntry]:
        parties = {each.act.actor for each in entries}
        parties |= {each.act.subject for each in entries if each.act.subject is not None}
        names = await self._names(parties)
        return [
            NamedEntry(
                entry=each,
                actor_name=names.get(each.act.actor, ""),
                subject_name=names.get(each.act.subject, "") if each.act.subject else "",
            )
            for each in entries
        ]

    async def _names(self, parties: set[Party]) -> Mapping[Party, str]:
        of = {kind: {each.id for each in parties if each.kind == kind} for kind in _NAMED}
        users = await users_by_id([UserId(each) for each in of["user"]], self.users)
        keys = await keys_by_id([KeyId(each) for each in of["key"]], self.keys)
        teams = await self.teams.all() if of["team"] else ()
        found = {Party(kind="user", id=each.id): each.email for each in users.values()}
        named = {Party(kind="key", id=each.id): each.name for each in keys.values()}
        named |= {Party(kind="team", id=each.id): each.name for each in teams}
        for each in of["administrator"]:
            try:
                administrator = await self.administrators.get(AdministratorId(each))
            except NotFound:
                continue
            named[Party(kind="administrator", id=each)] = administrator.email
        return {**found, **named}


_NAMED = ("user", "key", "team", "administrator")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListActs:
    """The entries that fit a filter, the last one first."""

    log: AuditLog
    name: NameParties

    async def __call__(
        self, wanted: ActFilter, *, cursor: str | None, limit: int, by: Principal
    ) -> Page[NamedEntry]:
        authorise(by, "read_audit")
        page = await self.log.find(wanted, cursor=cursor, limit=limit)
        return Page(items=tuple(await self.name(page.items)), next_cursor=page.next_cursor)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportActs:
    """All entries that fit a filter, page by page, the last one first."""

    list_acts: ListActs

    async def begin(
        self, wanted: ActFilter, *, by: Principal
    ) -> AsyncIterator[Sequence[NamedEntry]]:
        """The first page is read before anything is answered, so that what is wrong is said."""
        first = await self.list_acts(wanted, cursor=None, limit=LIMIT_MAX, by=by)
        return self._pages(first, wanted, by)

    async def _pages(
        self, page: Page[NamedEntry], wanted: ActFilter, by: Principal
    ) -> AsyncIterator[Sequence[NamedEntry]]:
        yield page.items
        while page.next_cursor is not None:
            page = await self.list_acts(wanted, cursor=page.next_cursor, limit=LIMIT_MAX, by=by)
            yield page.items


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyActs:
    """Look at every entry and at what it says of the one before."""

    log: AuditLog

    async def __call__(self, *, by: Principal) -> Verification:
        authorise(by, "read_audit")
        found = Verification()
        async for entry in self.log.entries():
            found = found.with_next(entry)
            if not found.is_good:
                break
        return found
