"""SEC-14: codes of RFC 6238, each step accepted once."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.accounts import totp

SECRET = b"12345678901234567890"
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "code"),
    # The last six digits of RFC 6238, appendix B, SHA-1.
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_codes_are_those_of_the_rfc(seconds: int, code: str) -> None:
    step = totp.step_at(datetime.fromtimestamp(seconds, UTC))

    assert totp.code_of(SECRET, step) == code


@pytest.mark.parametrize(
    ("late_s", "is_good"), [(-60, False), (-30, True), (30, True), (60, False)]
)
def test_a_clock_may_differ_by_one_step(late_s: int, *, is_good: bool) -> None:
    code = totp.code_of(SECRET, totp.step_at(NOON + timedelta(seconds=late_s)))

    assert (totp.step_of(SECRET, code, at=NOON, after=0) is not None) == is_good


def test_a_step_counts_once() -> None:
    step = totp.step_at(NOON)
    code = totp.code_of(SECRET, step)

    assert totp.step_of(SECRET, code, at=NOON, after=step - 1) == step
    assert totp.step_of(SECRET, code, at=NOON, after=step) is None


def test_an_authenticator_is_told_everything_that_it_needs() -> None:
    secret = totp.secret_from("chance")

    assert len(secret) == 20
    assert totp.secret_from("other") != secret
    assert totp.address_of(secret, "ada@x.org") == (
        f"otpauth://totp/Parley:ada%40x.org?secret={totp.secret_text(secret)}&issuer=Parley"
    )
    assert totp.secret_text(SECRET) == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
