from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal, TypeAlias, final

from pydantic import TypeAdapter
from typing_extensions import override

from adapters.outbound.mongo.documents import VersionedRows
from adapters.outbound.mongo.driver import Database, Document
from adapters.outbound.mongo.failures import mongo_errors
from application.ports.administrators import Administrators
from domain.accounts.administrator import Administrator, AdministratorState, Role
from domain.accounts.user import Email
from domain.errors import Conflict, NotFound
from domain.ids import AdministratorId

Appointment: TypeAlias = tuple[Role, AdministratorState] | Literal["gone"]

_ONE: Final = "administrators"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Appointments:
    """What became of those whose role was changed; the others are as they were made."""

    appointed: Mapping[AdministratorId, Appointment] = field(
        default_factory=dict[AdministratorId, Appointment]
    )
    version: int = 0

    def of(self, row: Administrator) -> Administrator | None:
        found = self.appointed.get(row.id)
        if found is None:
            return row
        if found == "gone":
            return None
        role, state = found
        return row.appoint(role=role, state=state)

    def with_(self, id: AdministratorId, appointment: Appointment) -> "_Appointments":
        return replace(
            self, appointed={**self.appointed, id: appointment}, version=self.version + 1
        )


_APPOINTMENTS: Final = TypeAdapter(_Appointments)


@final
class MongoAdministrators(Administrators):
    """A document an administrator, and one of all changes to their roles.

    Whether a root is left spans several documents, and the embedded server has no transactions:
    so every change of a role is a change of that one document, which only succeeds where it is
    still the version that was looked at. Rows are read after it; whoever adds or removes one
    meanwhile leaves no fewer roots than were counted, or has changed it.
    """

    def __init__(self, database: Database) -> None:
        self._rows = VersionedRows(database["administrators"], Administrator, noun="administrator")
        self._configuration = database["configuration"]

    @override
    async def add(self, administrator: Administrator) -> Administrator:
        before = await self._rows.find_one({"email": {"$eq": administrator.email}})
        if before is not None and (await self._appointments()).of(before) is None:
            await self._clear(before.id)  # Whoever removed them did not come to it.
        taken = f"there is an administrator {administrator.email} already"
        return await self._rows.add(administrator, taken=taken)

    @override
    async def get(self, id: AdministratorId) -> Administrator:
        found = (await self._appointments()).of(await self._rows.get(id))
        if found is None:
            raise NotFound(f"no administrator {id!r}")
        return found

    @override
    async def by_email(self, email: Email) -> Administrator | None:
        row = await self._rows.find_one({"email": {"$eq": email}})
        return None if row is None else (await self._appointments()).of(row)

    @override
    async def exist(self) -> bool:
        return await self._rows.find_one({}) is not None

    @override
    async def all(self) -> Sequence[Administrator]:
        return await self._all(await self._appointments())

    @override
    async def appoint(
        self, id: AdministratorId, *, role: Role, state: AdministratorState
    ) -> Administrator:
        found = await self._change(id, (role, state))
        return found.appoint(role=role, state=state)

    @override
    async def remove(self, id: AdministratorId) -> Administrator:
        found = await self._change(id, "gone")
        await self._clear(id)
        return found

    @override
    async def set_password(self, id: AdministratorId, password_hash: str) -> Administrator:
        with mongo_errors():
            await self._rows.collection.update_one(
                {"_id": {"$eq": id}}, {"$set": {"password_hash": password_hash}}
            )
        return await self.get(id)

    async def _clear(self, id: AdministratorId) -> None:
        with mongo_errors():
            await self._rows.collection.delete_one({"_id": {"$eq": id}})

    async def _change(self, id: AdministratorId, wanted: Appointment) -> Administrator:
        """Return them as they were before."""
        while True:
            known = await self._appointments()
            everybody = await self._all(known)
            found = next((each for each in everybody if each.id == id), None)
            if found is None:
                raise NotFound(f"no administrator {id!r}")
            if wanted != ("root", "active"):
                found.require_successor(each for each in everybody if each.id != id)
            if await self._save(known.with_(id, wanted)):
                return found

    async def _appointments(self) -> _Appointments:
        with mongo_errors():
            found = await self._configuration.find_one({"_id": _ONE})
        if found is None:
            return _Appointments()
        del found["_id"]
        return _APPOINTMENTS.validate_python(found)

    async def _all(self, known: _Appointments) -> list[Administrator]:
        with mongo_errors():
            found = await self._rows.collection.find({}).to_list(None)
        rows = (known.of(self._rows.from_document(each)) for each in found)
        return sorted(
            (each for each in rows if each is not None), key=lambda each: (each.created_at, each.id)
        )

    async def _save(self, wanted: _Appointments) -> bool:
        """Whether nobody was quicker."""
        document: Document = {"_id": _ONE, **_APPOINTMENTS.dump_python(wanted, mode="json")}
        try:
            with mongo_errors():
                if wanted.version == 1:
                    await self._configuration.insert_one(document)
                    return True
                done = await self._configuration.replace_one(
                    {"_id": _ONE, "version": wanted.version - 1}, document
                )
        except Conflict:
            return False
        return done.matched_count == 1
