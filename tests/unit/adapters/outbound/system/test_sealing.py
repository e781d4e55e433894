import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.outbound.system.sealing import AesSealing
from domain.errors import Invalid

SEALING = AesSealing(b"s" * 32)


@pytest.mark.exhaustive
@given(secret=st.text(max_size=200))
def test_what_was_sealed_opens_for_its_purpose(secret: str) -> None:
    sealed = SEALING.seal(secret, purpose="p")

    assert AesSealing(b"s" * 32).open(sealed, purpose="p") == secret


def test_the_same_secret_is_sealed_otherwise_each_time() -> None:
    assert SEALING.seal("x", purpose="p") != SEALING.seal("x", purpose="p")


@pytest.mark.parametrize(("sealing", "purpose"), [(SEALING, "other"), (AesSealing(b"t" * 32), "p")])
def test_it_opens_for_nothing_else(sealing: AesSealing, purpose: str) -> None:
    with pytest.raises(Invalid, match="cannot be opened"):
        sealing.open(SEALING.seal("x", purpose="p"), purpose=purpose)


@pytest.mark.parametrize("sealed", ["", "x", "AAAA", "\u00e4", "=" * 40])
def test_what_was_never_sealed_does_not_open(sealed: str) -> None:
    with pytest.raises(Invalid, match="cannot be opened"):
        SEALING.open(sealed, purpose="p")
