from collections.abc import Sequence
from dataclasses import dataclass

from application.admin.permissions import Principal, authorise
from application.ports.users import Users
from domain.accounts.user import User
from domain.errors import Conflict
from domain.ids import UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantModels:
    """Say which models a person may use, in chat and by keys. Raises `NotFound`."""

    users: Users

    async def __call__(
        self,
        id: UserId,
        models: Sequence[str],
        *,
        by: Principal,
        before: Sequence[str] | None = None,
    ) -> User:
        """`Conflict` unless `before`, where it is given, are the models that they have."""
        authorise(by, "change_users")
        known = await self.users.get(id)
        if before is not None and tuple(before) != known.models:
            raise Conflict("the models were changed meanwhile")
        granted = known.granted(models)
        try:
            return await self.users.save(granted)
        except Conflict:
            return await self(id, models, by=by, before=before)
