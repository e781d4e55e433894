"""A used installation goes to files while it runs, and comes back in an empty place."""

import gzip
import os
import uuid
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import bson
import pytest
from pydantic import SecretStr

from adapters.outbound.files.journal import FileJournal
from adapters.outbound.mongo.audit_log import MongoAuditLog
from adapters.outbound.mongo.driver import connect
from adapters.outbound.mongo.file_contents import MongoFileContents
from adapters.outbound.mongo.preparation import prepare
from adapters.outbound.system.clock import utc_now
from application.ports.file_contents import Content
from domain.accounts.user import User
from domain.errors import Conflict, Unauthenticated
from domain.ids import FileId
from domain.transactions.transaction import Transaction
from entrypoints import backup, chat
from entrypoints.configuration.secret_file import new_secret
from entrypoints.container import Container
from entrypoints.life import container_for, opened
from entrypoints.problems import Problem
from entrypoints.settings import Settings
from tests.builders import a_batch, a_conversation, a_message, a_session, a_transaction, a_user
from tests.contracts.audit_log import an_act

PASSWORD = "correct horse battery"
PEPPER = SecretStr(new_secret())
ANOTHER = SecretStr(new_secret())
ROWS = 450
BYTES = b"\x00\xff" * 400_000
Place = Callable[[str], Settings]


@pytest.fixture
def place(mongo_url: str, redis_url: str, tmp_path: Path) -> Place:
    """Settings of installations that share servers, but no data."""

    def settings(name: str) -> Settings:
        return Settings(
            home=tmp_path / name,
            mongo_url=SecretStr(mongo_url),
            redis_url=SecretStr(redis_url.replace("/0", "/7")),
            mongo_database=f"{name}_{uuid.uuid4().hex[:20]}",
            key_pepper=PEPPER,
        )

    return settings


@asynccontextmanager
async def used(settings: Settings) -> AsyncGenerator[Container]:
    """A person with a chat and a file, 450 calls in the books, two more that only a journal has."""
    async with opened(container_for(settings)) as container:
        hashed = await container.passwords().hash(PASSWORD)
        await container.users().add(replace(a_user(), password_hash=hashed))
        await container.sessions().add(a_session())
        await container.conversations().add(a_conversation())
        await container.messages().add(a_message())
        content = Content(file=FileId("f1"))
        await MongoFileContents(container.database()).append(content, BYTES, offset=0)
        batch = a_batch(*[a_call(f"r{n:04}") for n in range(ROWS)])
        await container.transactions().record(batch)
        await container.usage_totals().add(batch.id, batch.rows[:-1])  # one is on its way
        late = a_batch(a_call("late"), number=2)  # its sum was read before it came
        await container.transactions().record(late)
        await container.transactions().finish(late.id)
        for _ in range(3):
            await MongoAuditLog(container.database()).append(an_act())
        journal = FileJournal(settings.home / "journal", writer="w-live", sync_pause_s=0)
        await journal.begin()
        journal.close(a_call("closed"))
        journal.draft(a_call("running"))
        journal.close(a_call("r0007"))  # in the books already
        yield container
        await journal.end(keep=True)


def a_call(id: str) -> Transaction:
    """Of now: the books are proved day by day from the first on."""
    return replace(a_transaction(id), at=utc_now())


async def everything(container: Container) -> dict[str, list[dict[str, Any]]]:
    database = container.database()
    names = (await database.command("listCollections"))["cursor"]["firstBatch"]
    return {
        each["name"]: sorted(await database[each["name"]].find({}).to_list(None), key=str)
        for each in names
    }


def nobody(_: str, __: int) -> None:
    """Is told of nothing."""


async def sign_in(container: Container, password: str) -> User:
    return await chat.use_cases(container).sign_in_user(
        "ada@example.com", password, place=uuid.uuid4().hex
    )


async def test_a_used_system_comes_back_and_its_books_are_right(
    place: Place, tmp_path: Path
) -> None:
    here, there, kept = place("here"), place("there"), tmp_path / "backup"
    async with used(here) as container:
        manifest = await backup.backup(here, kept, told=nobody)
        before = await everything(container)

    restored = await backup.restore(there, kept, told=nobody)

    assert restored.is_good
    assert restored.righted == 1
    assert (restored.books.rows, restored.acts.entries) == (ROWS + 3, 4)
    assert manifest.files["collections/transactions"].documents == ROWS + 1
    assert backup.check(kept, None) == manifest
    async with opened(container_for(there)) as container:
        after = await everything(container)
        same = set(before) - {"sessions", "audit_log", "transactions", "usage_totals"}
        same -= {"open_batches"}
        assert {"users", "conversations", "messages", "file_contents.chunks", "schema"} <= same
        assert {name: after.get(name) for name in same} == {name: before[name] for name in same}
        assert after.get("sessions", []) == after.get("open_batches", []) == []
        assert after.get("restoring", []) == []
        rows = {row["_id"]: row for row in after["transactions"]}
        assert [rows[row["_id"]] for row in before["transactions"]] == before["transactions"]
        assert set(rows) - {row["_id"] for row in before["transactions"]} == {"closed", "running"}
        assert (await sign_in(container, PASSWORD)).id == "ada"
        with pytest.raises(Unauthenticated):
            await sign_in(container, "another one")
    packed = gzip.decompress((kept / "collections/users.bson.gz").read_bytes())
    assert [each["_id"] for each in bson.decode_all(packed)] == ["ada"]

    await nothing_is_replaced_by_mistake(there, kept)
    again = await backup.restore(there, kept, told=nobody, replace=True)
    assert again.is_good
    assert again.set_aside is None
    assert again.documents == restored.documents


async def nothing_is_replaced_by_mistake(there: Settings, kept: Path) -> None:
    with pytest.raises(Problem, match="say so with --yes"):
        await backup.restore(there, kept, told=nobody)
    stranger = there.model_copy(update={"key_pepper": ANOTHER})
    with pytest.raises(Problem, match="made with another key_pepper"):
        await backup.restore(stranger, kept, told=nobody, replace=True)
    path = kept / "collections/users.bson.gz"
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    with pytest.raises(Problem, match=r"users\.bson\.gz is missing or was changed"):
        await backup.restore(there, kept, told=nobody, replace=True)
    path.write_bytes(whole)


async def test_secrets_travel_in_a_sealed_archive_alone(place: Place, tmp_path: Path) -> None:
    here, kept = place("here"), tmp_path / "backup"
    with pytest.raises(Problem, match="a sealed archive alone"):
        await backup.backup(here, kept, told=nobody, with_secrets=True)
    async with opened(container_for(here)) as container:
        await container.users().add(a_user())
        await backup.backup(
            here,
            kept,
            told=nobody,
            passphrase="a long passphrase",
            with_secrets=True,
        )
    there = place("there").model_copy(update={"key_pepper": ANOTHER})
    (there.home).mkdir()
    descriptor = os.open(there.home / "secrets.toml", os.O_WRONLY | os.O_CREAT, 0o600)
    os.write(
        descriptor,
        f'key_pepper = "{ANOTHER.get_secret_value()}"\nmongo_password = "mine"\n'.encode(),
    )
    os.close(descriptor)

    await backup.restore(there, kept, told=nobody, passphrase="a long passphrase")

    secrets = (there.home / "secrets.toml").read_text()
    assert f'key_pepper = "{PEPPER.get_secret_value()}"' in secrets
    assert 'mongo_password = "mine"' in secrets
    raw = b"".join(path.read_bytes() for path in kept.rglob("*.*"))
    assert PEPPER.get_secret_value().encode() not in raw
    assert b"ada@example.com" not in raw


async def test_after_a_restore_that_was_cut_off_nothing_is_served(place: Place) -> None:
    settings = place("half")
    connection = connect(str(settings.mongo_connection_url.get_secret_value()), driver="pymongo")
    database = connection.database(settings.mongo_database)
    await database["restoring"].insert_one({"_id": "restoring"})

    with pytest.raises(Conflict, match="a restore was cut off"):
        await prepare(database)

    await connection.close()
