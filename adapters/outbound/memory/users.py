from typing import final

from typing_extensions import override

from adapters.outbound.memory.rows import VersionedRows, newest_first
from application.ports.users import Users
from domain.accounts.user import Email, User
from domain.errors import Conflict
from domain.ids import UserId
from domain.paging import Page


@final
class MemoryUsers(Users):
    def __init__(self) -> None:
        self._rows: VersionedRows[User] = VersionedRows(noun="user")

    @override
    async def add(self, user: User) -> User:
        self._check_free(user)
        return self._rows.add(user)

    @override
    async def get(self, id: UserId) -> User:
        return self._rows.get(id)

    @override
    async def by_email(self, email: Email) -> User | None:
        return next((user for user in self._rows.all() if user.email == email), None)

    @override
    async def save(self, user: User) -> User:
        self._check_free(user)
        return self._rows.save(user)

    @override
    async def search(self, text: str, *, cursor: str | None, limit: int) -> Page[User]:
        wanted = text.strip().casefold()
        found = [
            user
            for user in self._rows.all()
            if wanted in user.email or wanted in user.name.casefold()
        ]
        return newest_first(
            found, key=lambda user: (user.created_at, user.id), cursor=cursor, limit=limit
        )

    def _check_free(self, user: User) -> None:
        if any(user.email == other.email and user.id != other.id for other in self._rows.all()):
            raise Conflict(f"there is an account for {user.email} already")

    def all(self) -> tuple[User, ...]:
        return self._rows.all()

    def erase(self, user: UserId) -> None:
        self._rows.remove(user)
