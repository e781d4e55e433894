"""The first accounts of an installation, and those that an operator makes at the command line."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Final

from adapters.outbound.mongo import preparation
from adapters.outbound.mongo.failures import mongo_errors
from adapters.outbound.redis import connection as redis_connection
from application.admin.create_key import OwnerKind
from application.admin.permissions import Operator
from domain.accounts.administrator import Role
from domain.accounts.user import email
from domain.audit.entry import Party
from domain.errors import DomainError, Invalid
from entrypoints.administrators import (
    reset_administrators_second_factor as reset_second_factor,
)
from entrypoints.audit import record_command
from entrypoints.container import Container
from entrypoints.life import container_for, opened
from entrypoints.problems import Problem
from entrypoints.settings import Settings

FIRST_EMAIL: Final = "admin@parley.local"
FIRST_TEAM: Final = "Everyone"
_FIRST_KEY: Final = "first key"
_OPERATOR: Final = Operator()


async def first_administrator(settings: Settings) -> tuple[str, str] | None:
    """Make one when there is none; return address and password, which is shown once."""
    async with opened(container_for(settings)) as container:
        if await container.administrators().exist():
            return None
        return FIRST_EMAIL, await _administrator(container, FIRST_EMAIL, "root")


async def first_relay_key(settings: Settings) -> str | None:
    """Make a key of a first team when there is none at all; return its text."""
    async with opened(container_for(settings)) as container:
        if (await container.keys().page(cursor=None, limit=1)).items:
            return None
        teams = {team.name: team for team in await container.teams().all()}
        team = teams.get(FIRST_TEAM) or await container.create_team()(FIRST_TEAM, by=_OPERATOR)
        return await _key(container, _FIRST_KEY, "team", team.id)


async def create_administrator(settings: Settings, address: str, role: Role) -> str:
    """Return the new administrator's password. Raises `Problem` when it cannot be."""
    try:
        async with opened(container_for(settings)) as container:
            return await _administrator(container, address, role)
    except DomainError as error:
        raise Problem(str(error)) from error


async def reset_administrators_second_factor(settings: Settings, address: str) -> None:
    """For who lost theirs. Raises `Problem` when nobody has this address."""
    try:
        async with opened(container_for(settings)) as container:
            reset = await reset_second_factor(container)(address, by=_OPERATOR)
            subject = Party(kind="administrator", id=reset)
            await record_command(container, "resetSecondFactor", subject)
    except DomainError as error:
        raise Problem(str(error)) from error


async def create_relay_key(settings: Settings, name: str, owner: str) -> str:
    """Return the text of a new key of a user (by address) or a team (by name)."""
    try:
        async with opened(container_for(settings)) as container:
            kind, owner_id = await _owner(container, owner)
            return await _key(container, name, kind, owner_id)
    except DomainError as error:
        raise Problem(str(error)) from error


async def mongo_version(settings: Settings) -> str:
    """Ask the server for its version. Raises `Problem` when it is away."""
    container = container_for(settings)
    try:
        with mongo_errors():
            found = await container.database().command("buildInfo")
    except DomainError as error:
        raise Problem(str(error)) from error
    finally:
        await container.connection().close()
    return str(found["version"])


async def require_stores(settings: Settings) -> None:
    """Raise `Problem` when a server of your own does not answer: the services would wait for it."""
    container = container_for(settings)
    try:
        with _of_setting("MONGO_URL"):
            await preparation.check(container.database())
        with _of_setting("REDIS_URL"):
            await redis_connection.check(container.redis())
    finally:
        await container.redis().aclose()
        await container.connection().close()


@contextmanager
def _of_setting(name: str) -> Generator[None]:
    try:
        yield
    except DomainError as error:
        raise Problem(f"{name}: {error}") from error


async def _administrator(container: Container, address: str, role: Role) -> str:
    create = container.create_administrator()
    name = address.partition("@")[0]
    made = await create(address, name=name, role=role, password=None, by=_OPERATOR)
    subject = Party(kind="administrator", id=made.administrator.id)
    await record_command(container, "createAdministrator", subject)
    return made.password


async def _key(container: Container, name: str, kind: OwnerKind, owner_id: str) -> str:
    create = container.create_key()
    made = await create(name, owner_kind=kind, owner_id=owner_id, expires_at=None, by=_OPERATOR)
    await record_command(container, "createKey", Party(kind="key", id=made.key.id))
    return made.secret


async def _owner(container: Container, owner: str) -> tuple[OwnerKind, str]:
    if "@" in owner:
        user = await container.users().by_email(email(owner))
        if user is not None:
            return "user", user.id
    for team in await container.teams().all():
        if team.name == owner:
            return "team", team.id
    raise Invalid(f"there is no user and no team {owner!r}")
