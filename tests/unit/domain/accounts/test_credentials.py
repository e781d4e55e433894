import pytest

from domain.accounts.credentials import check_new_password
from domain.errors import Invalid

COMMON = frozenset({"password1", "letmein99"})
ADDRESS = "grace.hopper@navy.example"


@pytest.mark.parametrize("password", ["a" * 8, "a" * 128, "correct horse", "пароль-7"])
def test_length_is_all_that_a_password_needs(password: str) -> None:
    check_new_password(password, common=COMMON, email=ADDRESS)


@pytest.mark.parametrize("password", ["", "a" * 7, "a" * 129])
def test_a_password_is_neither_short_nor_endless(password: str) -> None:
    with pytest.raises(Invalid, match="8 to 128 characters"):
        check_new_password(password, common=COMMON, email=ADDRESS)


@pytest.mark.parametrize("password", ["password1", "PassWord1", "LETMEIN99"])
def test_a_password_that_everybody_tries_is_refused(password: str) -> None:
    with pytest.raises(Invalid, match="among the most used"):
        check_new_password(password, common=COMMON, email=ADDRESS)


@pytest.mark.parametrize("password", [ADDRESS, "grace.hopper", "Grace.Hopper"])
def test_the_own_address_is_no_password(password: str) -> None:
    with pytest.raises(Invalid, match="must not be your e-mail address"):
        check_new_password(password, common=COMMON, email=ADDRESS)


def test_the_host_of_the_own_address_may_be_a_password() -> None:
    check_new_password("navy.example", common=COMMON, email=ADDRESS)
