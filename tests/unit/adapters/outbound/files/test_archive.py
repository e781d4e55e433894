"""A directory is a backup when all of it is what was written, and not before."""

from pathlib import Path

import pytest

from adapters.outbound.files.archive import (
    FORMAT,
    MANIFEST,
    Archive,
    Manifest,
    manifest_in,
    opened,
)
from adapters.outbound.files.sealed import Passphrase
from domain.errors import Conflict, Invalid
from tests.builders import NOON


def a_manifest(archive: Archive, **documents: int) -> Manifest:
    return Manifest(
        format=FORMAT,
        program="1.0",
        made_at=NOON,
        documents_version=1,
        pepper="p",
        files={name: archive.kept(name, count) for name, count in documents.items()},
    )


def written(directory: Path, passphrase: Passphrase | None = None) -> Archive:
    archive = Archive(directory=directory, passphrase=passphrase)
    archive.begin()
    with archive.writing("journal") as file:
        file.write(b"calls")
    archive.finish(a_manifest(archive, journal=1))
    return archive


def test_what_was_written_is_read_by_its_owner_alone(tmp_path: Path) -> None:
    archive = written(tmp_path / "backup")

    manifest = manifest_in(tmp_path / "backup")
    archive.check(manifest)

    with archive.reading("journal") as file:
        assert file.read() == b"calls"
    assert manifest.documents == 1
    for path in (tmp_path / "backup").iterdir():
        assert path.stat().st_mode & 0o077 == 0
    assert (tmp_path / "backup").stat().st_mode & 0o077 == 0


def test_nothing_is_written_over(tmp_path: Path) -> None:
    archive = written(tmp_path)

    with pytest.raises(Conflict, match="is not empty"):
        archive.begin()


def test_what_is_not_whole_is_refused(tmp_path: Path) -> None:
    archive = written(tmp_path)
    manifest = manifest_in(tmp_path)
    packed = tmp_path / "journal.bson.gz"

    packed.write_bytes(packed.read_bytes()[:-1] + b"?")
    with pytest.raises(Invalid, match=r"journal\.bson\.gz is missing or was changed"):
        archive.check(manifest)
    packed.unlink()
    with pytest.raises(Invalid, match=r"journal\.bson\.gz is missing or was changed"):
        archive.check(manifest)
    (tmp_path / MANIFEST).write_text("{}")
    with pytest.raises(Invalid, match="is not what a backup writes"):
        manifest_in(tmp_path)
    (tmp_path / MANIFEST).write_text(manifest.model_copy(update={"format": 2}).model_dump_json())
    with pytest.raises(Invalid, match="format 2, this program reads 1"):
        manifest_in(tmp_path)
    (tmp_path / MANIFEST).unlink()
    with pytest.raises(Invalid, match="is no whole backup"):
        manifest_in(tmp_path)


@pytest.mark.parametrize("name", ["../users", "collections/../x", ".hidden", "a/b/c"])
def test_no_name_leads_out_of_the_directory(tmp_path: Path, name: str) -> None:
    with (
        pytest.raises(Invalid, match="is no file of a backup"),
        Archive(directory=tmp_path).reading(name),
    ):
        pass


def test_a_sealed_archive_opens_for_its_passphrase_alone(tmp_path: Path) -> None:
    written(tmp_path, Passphrase.of("correct horse", work=2))
    manifest = manifest_in(tmp_path)

    with opened(tmp_path, manifest, "correct horse").reading("journal") as file:
        assert file.read() == b"calls"
    assert b"calls" not in (tmp_path / "journal.bson.gz.sealed").read_bytes()
    with pytest.raises(Invalid, match="name a file with its passphrase"):
        opened(tmp_path, manifest, None)
    with pytest.raises(Invalid, match="has another passphrase"):
        opened(tmp_path, manifest, "correct horsf")
    with pytest.raises(Invalid, match="was changed"):
        opened(tmp_path, manifest.model_copy(update={"files": {}}), "correct horse")
