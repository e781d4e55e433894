"""A sealed file gives back what went in, to whoever has the passphrase, or nothing at all."""

import io

import pytest

from adapters.outbound.files.sealed import PIECE_BYTES, Passphrase
from domain.errors import Invalid

TAG = 16


@pytest.fixture(scope="module")
def key() -> Passphrase:
    return Passphrase.of("correct horse", salt=b"s" * 16, work=2)


def sealed(key: Passphrase, content: bytes, *, name: str = "users") -> bytes:
    into = io.BytesIO()
    with key.writing(into, name=name) as file:
        for start in range(0, len(content), 1_000):
            file.write(content[start : start + 1_000])
    return into.getvalue()


def opened(key: Passphrase, content: bytes, *, name: str = "users") -> bytes:
    with key.reading(io.BytesIO(content), name=name) as file:
        return file.read()


@pytest.mark.parametrize(
    "size", [0, 1, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 2 * PIECE_BYTES]
)
def test_what_went_in_comes_out(key: Passphrase, size: int) -> None:
    content = bytes(n % 251 for n in range(size))

    written = sealed(key, content)

    assert opened(key, written) == content
    assert content[:64] not in written or not content


def test_no_piece_is_changed_moved_or_cut_off_unseen(key: Passphrase) -> None:
    written = sealed(key, b"a" * PIECE_BYTES * 3)
    step = PIECE_BYTES + TAG
    first, second, third = (written[n * step : (n + 1) * step] for n in range(3))

    for broken in (
        written[:-1] + bytes([written[-1] ^ 1]),
        second + first + third,
        first + second,
        first + third,
        written + first,
        b"",
    ):
        with pytest.raises(Invalid, match="users was changed"):
            opened(key, broken)


def test_a_file_does_not_stand_for_another(key: Passphrase) -> None:
    with pytest.raises(Invalid, match="teams was changed"):
        opened(key, sealed(key, b"people"), name="teams")


def test_another_passphrase_or_salt_opens_nothing(key: Passphrase) -> None:
    written = sealed(key, b"people")

    for other in (
        Passphrase.of("correct horsf", salt=key.salt, work=2),
        Passphrase.of("correct horse", work=2),
    ):
        with pytest.raises(Invalid, match="has another passphrase"):
            opened(other, written)
        assert other.mark(b"x") != key.mark(b"x")
