"""Names for the ids on a page: each is looked up once, all at the same time."""

import asyncio
from collections.abc import Iterable, Mapping

from application.ports.api_keys import ApiKeys
from application.ports.teams import Teams
from application.ports.users import Users
from domain.accounts.api_key import ApiKey
from domain.accounts.user import User
from domain.errors import NotFound
from domain.ids import KeyId, TeamId, UserId
from domain.transactions.transaction import Payer


async def users_by_id(ids: Iterable[UserId | None], users: Users) -> Mapping[UserId, User]:
    """Those of the users that are there."""

    async def one(id: UserId) -> User | None:
        try:
            return await users.get(id)
        except NotFound:
            return None

    found = await asyncio.gather(
        *[one(each) for each in {each for each in ids if each is not None}]
    )
    return {user.id: user for user in found if user is not None}


async def keys_by_id(ids: Iterable[KeyId | None], keys: ApiKeys) -> Mapping[KeyId, ApiKey]:
    """Those of the keys that are there."""

    async def one(id: KeyId) -> ApiKey | None:
        try:
            return await keys.get(id)
        except NotFound:
            return None

    found = await asyncio.gather(
        *[one(each) for each in {each for each in ids if each is not None}]
    )
    return {key.id: key for key in found if key is not None}


async def owner_names(keys: Iterable[ApiKey], users: Users, teams: Teams) -> Mapping[KeyId, str]:
    """The name of each key's owner; the owner's id where nobody has it any more."""
    listed = tuple(keys)
    people = await users_by_id([key.user for key in listed], users)
    names: dict[UserId | TeamId | None, str] = {user.id: user.name for user in people.values()}
    if any(key.team is not None for key in listed):
        names |= {team.id: team.name for team in await teams.all()}
    return {key.id: names.get(key.user or key.team, key.user or key.team or "") for key in listed}


async def account_names(
    accounts: Iterable[Payer], users: Users, teams: Teams
) -> Mapping[Payer, str]:
    """Each user's e-mail address and each team's name; the id where nobody has it any more."""
    listed = tuple(accounts)
    people = await users_by_id([account.user for account in listed], users)
    names: dict[UserId | TeamId | None, str] = {user.id: user.email for user in people.values()}
    if any(account.team is not None for account in listed):
        names |= {team.id: team.name for team in await teams.all()}
    return {
        account: names.get(account.user or account.team, account.user or account.team or "")
        for account in listed
    }
