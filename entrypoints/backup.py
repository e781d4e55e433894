"""All data of an installation to files, and back.

The order makes a backup of a running system true to its books: first the journals of this machine,
then the sums, then the rows. A call that ended before the backup began is in the journals or
in the rows, or in both; each row counts once, by its id. Restoring carries the journals into the
rows and puts the sums right by them.
"""

import hashlib
import hmac
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import bson

from adapters.outbound.files import archive, journal_copies
from adapters.outbound.files.archive import Archive, Kept, Manifest
from adapters.outbound.files.sealed import Passphrase
from adapters.outbound.mongo import dump
from adapters.outbound.mongo.driver import Connection, Database, connect
from adapters.outbound.mongo.indexes import ensure_indexes
from adapters.outbound.mongo.migrations.runner import MIGRATIONS, migrate
from adapters.outbound.system.clock import utc_now
from application.admin.permissions import Operator
from application.bookkeeping import Bookkeeper
from domain.audit.entry import Party, Verification
from domain.errors import DomainError
from domain.transactions.audit import Audit
from entrypoints import audit, ledger
from entrypoints.configuration.secret_file import read_secrets, replace_secrets
from entrypoints.configuration.sources import SECRETS_FILE, SERVICE_SECRETS
from entrypoints.life import container_for, opened
from entrypoints.problems import Problem
from entrypoints.settings import Settings
from entrypoints.version import VERSION

_ALL: Final = Party(kind="setting", id="data")
_PATIENCE_S: Final = 600.0
"""What a page of a backup may take: dropping a database is no question of a person's."""
_JOURNAL: Final = "journal"
_SECRETS: Final = "secrets"
_COLLECTIONS: Final = "collections/"

Told = Callable[[str, int], None]
"""Is told each file that is done, with its number of documents."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What was put back, and what was seen when it was looked through afterwards."""

    manifest: Manifest
    documents: int
    righted: int
    books: Audit
    acts: Verification
    set_aside: Path | None

    @property
    def is_good(self) -> bool:
        return self.books.is_good and self.acts.is_good


async def backup(
    settings: Settings,
    directory: Path,
    *,
    told: Told,
    passphrase: str | None = None,
    with_secrets: bool = False,
) -> Manifest:
    """Raises `Problem`. Secrets go into an archive that is sealed, and into no other."""
    if with_secrets and passphrase is None:
        raise Problem("secrets go into a sealed archive alone: name a file with its passphrase")
    made_at = utc_now()
    key = None if passphrase is None else Passphrase.of(passphrase)
    target = Archive(directory=directory, passphrase=key)
    try:
        target.begin()
        async with opened(container_for(settings)) as container:
            files = {_JOURNAL: _keep_journals(target, settings.home / "journal")}
            told(_JOURNAL, files[_JOURNAL].documents)
            connection = _patient(settings)
            try:
                database = connection.database(settings.mongo_database)
                files |= await _keep_collections(target, database, told)
            finally:
                await connection.close()
            if with_secrets:
                files[_SECRETS] = _keep_secrets(target, settings)
                told(_SECRETS, files[_SECRETS].documents)
            manifest = target.finish(
                Manifest(
                    format=archive.FORMAT,
                    program=VERSION,
                    made_at=made_at,
                    documents_version=len(MIGRATIONS),
                    pepper=_fingerprint(settings),
                    files=files,
                )
            )
            await audit.record_command(container, "backup", _ALL, details=_said_of(manifest))
            return manifest
    except DomainError as error:
        raise Problem(str(error)) from error


def check(directory: Path, passphrase: str | None) -> Manifest:
    """Read all of a backup, without an installation. Raises `Problem`."""
    try:
        manifest = archive.manifest_in(directory)
        source = archive.opened(directory, manifest, passphrase)
        source.check(manifest)
        for name, kept in manifest.files.items():
            with source.reading(name) as packed:
                documents = sum(map(len, dump.batches(packed)))
            if documents != kept.documents:
                raise Problem(f"{name} has {documents} documents instead of {kept.documents}")
    except DomainError as error:
        raise Problem(str(error)) from error
    return manifest


async def restore(
    settings: Settings,
    directory: Path,
    *,
    told: Told,
    passphrase: str | None = None,
    replace: bool = False,
) -> Restored:
    """Put a backup in the place of all data, prove it, and say what was seen.

    Raises `Problem` before anything is touched where the backup is not whole, is of a newer
    program or of other secrets, or where there is data and nobody said to replace it.
    """
    try:
        manifest = archive.manifest_in(directory)
        _require_known(manifest)
        source = archive.opened(directory, manifest, passphrase)
        source.check(manifest)
        secrets = _secrets_in(source, manifest)
        _require_pepper(settings, manifest, secrets)
        connection = _patient(settings)
        try:
            database = connection.database(settings.mongo_database)
            if not replace and not await dump.is_empty(database):
                raise Problem("this replaces all data that is there: say so with --yes")
            if secrets:
                replace_secrets(settings.home / SECRETS_FILE, secrets)
            await dump.clear(connection, settings.mongo_database)
            await ensure_indexes(database)  # the embedded server is slow to make them of data
            documents = await _put_back(source, manifest, database, told)
            await migrate(database)
            aside = _put_journals_back(source, settings.home / _JOURNAL)
            await dump.restored(database)
        finally:
            await connection.close()
        async with opened(container_for(settings)) as container:
            await container.redis().flushdb()  # all of it is made anew from what is stored
            await _carry(container.bookkeeper())
            await ledger.complete_in(container)
            await audit.record_command(container, "restore", _ALL, details=_said_of(manifest))
            return Restored(
                manifest=manifest,
                documents=documents,
                righted=await ledger.rebuild_in(container)(),
                books=await ledger.verify_in(container)(),
                acts=await audit.verify_in(container)(by=Operator()),
                set_aside=aside,
            )
    except DomainError as error:
        raise Problem(str(error)) from error


def _patient(settings: Settings) -> Connection:
    url = settings.mongo_connection_url.get_secret_value()
    return connect(url, driver=settings.mongo_driver, answer_s=_PATIENCE_S)


def _keep_journals(target: Archive, home: Path) -> Kept:
    documents = 0
    with target.writing(_JOURNAL) as packed:
        for name, content in journal_copies.copies(home):
            packed.write(bson.encode({"_id": name, "content": content}))
            documents += 1
    return target.kept(_JOURNAL, documents)


async def _keep_collections(target: Archive, database: Database, told: Told) -> dict[str, Kept]:
    files: dict[str, Kept] = {}
    for name in await dump.collections(database):
        path = f"{_COLLECTIONS}{name}"
        with target.writing(path) as packed:
            documents = await dump.dump(database, name, packed)
        files[path] = target.kept(path, documents)
        told(name, documents)
    return files


def _keep_secrets(target: Archive, settings: Settings) -> Kept:
    with target.writing(_SECRETS) as packed:
        for name in SERVICE_SECRETS:
            value = getattr(settings, name).get_secret_value()
            packed.write(bson.encode({"_id": name, "value": value}))
    return target.kept(_SECRETS, len(SERVICE_SECRETS))


async def _put_back(source: Archive, manifest: Manifest, database: Database, told: Told) -> int:
    documents = 0
    for path, kept in manifest.files.items():
        name = path.removeprefix(_COLLECTIONS)
        if name == path:
            continue
        with source.reading(path) as packed:
            loaded = await dump.load(database, name, packed)
        found = await dump.count(database, name)
        if not loaded == found == kept.documents:
            raise Problem(f"{name} has {found} documents instead of {kept.documents}")
        documents += found
        told(name, found)
    return documents


def _put_journals_back(source: Archive, home: Path) -> Path | None:
    """What lay there is of the data that went: it is kept beside, for a person to look at."""
    aside: Path | None = None
    if home.is_dir() and any(True for _ in journal_copies.copies(home)):
        aside = home.with_name(f"{home.name}.{int(time.time())}")
        home.rename(aside)
    with source.reading(_JOURNAL) as packed:
        for some in dump.batches(packed):
            for each in some:
                journal_copies.put_back(home, each["_id"], each["content"])
    return aside


async def _carry(bookkeeper: Bookkeeper) -> None:
    """What the journals have, into the ledger."""
    async with bookkeeper.running(patience_s=_PATIENCE_S):
        await bookkeeper.take_over()


def _require_known(manifest: Manifest) -> None:
    if manifest.documents_version > len(MIGRATIONS):
        raise Problem(
            f"the backup is of Parley {manifest.program}, which is newer than this one ({VERSION})"
        )


def _secrets_in(source: Archive, manifest: Manifest) -> dict[str, str]:
    """What a sealed backup may bring along."""
    if _SECRETS not in manifest.files:
        return {}
    with source.reading(_SECRETS) as packed:
        return {each["_id"]: each["value"] for some in dump.batches(packed) for each in some}


def _require_pepper(settings: Settings, manifest: Manifest, secrets: Mapping[str, str]) -> None:
    """That of the backup, or one of our making, in whose place the backup's is put."""
    if hmac.compare_digest(_fingerprint(settings), manifest.pepper):
        return
    made = read_secrets(settings.home / SECRETS_FILE).get("key_pepper")
    if not secrets or made != settings.key_pepper.get_secret_value():
        raise Problem(
            "the backup was made with another key_pepper, without which no key for /v1 and no"
            " sealed secret of it works: put the old secrets.toml into the home, set"
            " PARLEY_KEY_PEPPER, or restore a backup that has its secrets"
        )


def _fingerprint(settings: Settings) -> str:
    """Of 256 random bits: it tells nothing of them."""
    pepper = settings.key_pepper.get_secret_value().encode()
    return hmac.digest(pepper, b"parley backup", hashlib.sha256).hex()[:32]


def _said_of(manifest: Manifest) -> dict[str, str]:
    return {
        "made_at": manifest.made_at.isoformat(timespec="seconds"),
        "documents": str(manifest.documents),
        "bytes": str(manifest.size),
        "sealed": "no" if manifest.lock is None else "yes",
    }
