from dataclasses import replace

import pytest

from domain.errors import Conflict, Invalid
from domain.files.attachment import ATTACHMENTS_MAX, Attachment, check_attachments
from domain.files.file import CHUNK_BYTES, PIECE_BYTES_MAX
from domain.files.limits import FileLimits, NoRoom
from domain.files.reading import Reading
from tests.builders import NOON, a_file, an_attachment

LIMITS = FileLimits(file_bytes_max=2_000_000, owner_bytes_max=3_000_000, owner_files_max=2)
READING = Reading(media_type="text/plain", kind="document", size=5, sha256="d", text="hello")


@pytest.mark.parametrize(("offset", "length"), [(0, CHUNK_BYTES), (0, PIECE_BYTES_MAX)])
def test_a_piece_that_ends_with_a_chunk_may_come(offset: int, length: int) -> None:
    a_file(size=10 * CHUNK_BYTES).check_piece(offset, length)


def test_the_last_piece_may_end_anywhere() -> None:
    file = replace(a_file(size=CHUNK_BYTES + 1), received=CHUNK_BYTES)

    file.check_piece(CHUNK_BYTES, 1)

    assert file.take(1, at=NOON).received == file.size


@pytest.mark.parametrize("length", [0, 1, CHUNK_BYTES - 1, PIECE_BYTES_MAX + 1])
def test_a_piece_of_another_length_may_not(length: int) -> None:
    with pytest.raises(Invalid):
        a_file(size=10 * CHUNK_BYTES).check_piece(0, length)


def test_nothing_comes_beyond_what_was_announced() -> None:
    with pytest.raises(Invalid, match="announced with 5 bytes"):
        a_file(size=5).check_piece(0, 6)


@pytest.mark.parametrize("offset", [0, 2 * CHUNK_BYTES])
def test_whoever_lost_count_is_told_how_much_is_here(offset: int) -> None:
    file = replace(a_file(size=10 * CHUNK_BYTES), received=CHUNK_BYTES)

    with pytest.raises(Conflict, match=f"^{CHUNK_BYTES} bytes of this file are here"):
        file.check_piece(offset, CHUNK_BYTES)


def test_a_file_is_finished_once_and_only_whole() -> None:
    whole = replace(a_file(size=5), received=5)

    ready = whole.finish(READING, at=NOON)

    assert (ready.state, ready.kind, ready.text_length) == ("ready", "document", 5)
    for early in (a_file(size=5), ready):
        with pytest.raises(Conflict):
            early.finish(READING, at=NOON)


@pytest.mark.parametrize("size", [0, 2_000_001])
def test_a_file_has_a_size_within_the_limit(size: int) -> None:
    with pytest.raises(Invalid):
        LIMITS.check_size(size)


@pytest.mark.parametrize("sizes", [(2_000_000, 1_000_001), (1, 1, 1)])
def test_somebody_has_room_for_so_much_and_so_many(sizes: tuple[int, ...]) -> None:
    with pytest.raises(NoRoom):
        LIMITS.check_room([a_file(size=size) for size in sizes])
    LIMITS.check_room([a_file(size=size) for size in sizes[:-1]])


def test_what_is_still_uploaded_cannot_go_along() -> None:
    with pytest.raises(Conflict, match="still being uploaded"):
        Attachment.of(a_file())


def test_pictures_go_to_models_that_see() -> None:
    picture = an_attachment(kind="picture")

    check_attachments([picture] * ATTACHMENTS_MAX, sees=True)
    check_attachments([an_attachment()], sees=False)
    with pytest.raises(Invalid, match="cannot see"):
        check_attachments([picture], sees=False)
    with pytest.raises(Invalid, match="at most"):
        check_attachments([an_attachment()] * (ATTACHMENTS_MAX + 1), sees=True)
