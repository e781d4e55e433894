"""A backup on disk: a directory of packed files, and a manifest that says what they must be.

Each file holds BSON documents one after the other, gzipped: what MongoDB's own tools read. With a
passphrase it is sealed as well. `manifest.json` is written last: a directory without one is no
backup. See docs/backup.md.
"""

import gzip
import hashlib
import hmac
import os
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Annotated, Final, Self, cast

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from adapters.outbound.files.places import sync_directory
from adapters.outbound.files.sealed import WORK_MAX, Passphrase
from domain.errors import Conflict, Invalid

MANIFEST: Final = "manifest.json"
FORMAT: Final = 1
_PRIVATE_FILE: Final = 0o600
_PRIVATE_DIRECTORY: Final = 0o700
_LEVEL: Final = 6


class Kept(BaseModel):
    """One file: how many documents it has, and its bytes as they lie on the disk."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    documents: int
    size: int
    sha256: str


class Lock(BaseModel):
    """How the key is made of the passphrase, and what proves that the manifest was not changed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    salt: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
    work: Annotated[int, Field(ge=2, le=WORK_MAX)]
    mark: str = ""


class Manifest(BaseModel):
    """What a backup says of itself. `documents_version` is that of the migrations.

    `pepper` tells whether an installation has the secret that the data was sealed with.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: int
    program: str
    made_at: datetime
    documents_version: int
    pepper: str
    files: dict[str, Kept]
    lock: Lock | None = None

    @property
    def documents(self) -> int:
        return sum(each.documents for each in self.files.values())

    @property
    def size(self) -> int:
        return sum(each.size for each in self.files.values())

    def locked(self, key: Passphrase) -> Self:
        unmarked = Lock(salt=key.salt.hex(), work=key.work)
        said = self.model_copy(update={"lock": unmarked})
        mark = key.mark(said.model_dump_json().encode())
        return said.model_copy(update={"lock": unmarked.model_copy(update={"mark": mark})})


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """`passphrase` seals what is written and opens what is read."""

    directory: Path
    passphrase: Passphrase | None = None

    def begin(self) -> None:
        """Raises `Conflict` for a directory with something in it."""
        self.directory.mkdir(parents=True, exist_ok=True, mode=_PRIVATE_DIRECTORY)
        if any(self.directory.iterdir()):
            raise Conflict(f"{self.directory} is not empty: name a directory that is not there yet")

    @contextmanager
    def writing(self, name: str) -> Generator[IO[bytes]]:
        """A file of ours alone, on the disk when this ends."""
        path = self._path(name)
        path.parent.mkdir(exist_ok=True, mode=_PRIVATE_DIRECTORY)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE_FILE)
        with open(descriptor, "wb") as file:  # noqa: PTH123 - of a descriptor
            with ExitStack() as layers:
                below: IO[bytes] = file
                if self.passphrase is not None:
                    sealed = layers.enter_context(self.passphrase.writing(file, name=name))
                    below = cast("IO[bytes]", sealed)
                packed = gzip.GzipFile(
                    filename="", fileobj=below, mode="wb", mtime=0, compresslevel=_LEVEL
                )
                yield cast("IO[bytes]", layers.enter_context(packed))
            file.flush()
            os.fsync(file.fileno())

    @contextmanager
    def reading(self, name: str) -> Generator[IO[bytes]]:
        """Raises `Invalid` where it was changed, or the passphrase is another."""
        with ExitStack() as layers:
            file: IO[bytes] = layers.enter_context(self._path(name).open("rb"))
            if self.passphrase is not None:
                opened = layers.enter_context(self.passphrase.reading(file, name=name))
                file = cast("IO[bytes]", opened)
            packed = layers.enter_context(gzip.GzipFile(fileobj=file, mode="rb"))
            yield cast("IO[bytes]", packed)

    def kept(self, name: str, documents: int) -> Kept:
        path = self._path(name)
        return Kept(documents=documents, size=path.stat().st_size, sha256=_digest(path))

    def finish(self, manifest: Manifest) -> Manifest:
        """Only now is it a backup."""
        if self.passphrase is not None:
            manifest = manifest.locked(self.passphrase)
        draft = self.directory / f".{MANIFEST}"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _PRIVATE_FILE)
        with open(descriptor, "wb") as file:  # noqa: PTH123 - of a descriptor
            file.write(manifest.model_dump_json(indent=2).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.directory / MANIFEST)
        sync_directory(self.directory)
        return manifest

    def check(self, manifest: Manifest) -> None:
        """Read all files once. Raises `Invalid` for what is not as it was written."""
        for name, kept in manifest.files.items():
            path = self._path(name)
            if not path.is_file() or _digest(path) != kept.sha256:
                raise Invalid(f"{path} is missing or was changed")

    def _path(self, name: str) -> Path:
        if name.startswith(".") or ".." in name or name.count("/") > 1:
            raise Invalid(f"{name!r} is no file of a backup")
        suffix = ".bson.gz" if self.passphrase is None else ".bson.gz.sealed"
        return self.directory / f"{name}{suffix}"


def manifest_in(directory: Path) -> Manifest:
    """What a backup says of itself. Raises `Invalid` where there is none that we read."""
    try:
        manifest = Manifest.model_validate_json((directory / MANIFEST).read_bytes())
    except FileNotFoundError:
        raise Invalid(f"{directory} has no {MANIFEST}: it is no whole backup") from None
    except ValidationError:
        raise Invalid(f"{directory / MANIFEST} is not what a backup writes") from None
    if manifest.format != FORMAT:
        raise Invalid(f"the backup has format {manifest.format}, this program reads {FORMAT}")
    return manifest


def opened(directory: Path, manifest: Manifest, passphrase: str | None) -> Archive:
    """Raises `Invalid` without the passphrase that it was written with."""
    if manifest.lock is None:
        return Archive(directory=directory)
    if passphrase is None:
        raise Invalid(f"{directory} is sealed: name a file with its passphrase")
    lock = manifest.lock
    key = Passphrase.of(passphrase, salt=bytes.fromhex(lock.salt), work=lock.work)
    again = manifest.locked(key).lock
    if again is None or not hmac.compare_digest(again.mark, lock.mark):
        raise Invalid(f"{directory} was changed, or has another passphrase")
    return Archive(directory=directory, passphrase=key)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
