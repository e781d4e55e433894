"""Rules for passwords. Length is what counts; composition rules are not (ASVS 5.0 V6.2)."""

from domain.errors import Invalid

PASSWORD_LENGTH_MIN = 8
PASSWORD_LENGTH_MAX = 128


def check_new_password(password: str, *, common: frozenset[str], email: str) -> None:
    """Raise `Invalid` unless `password` may be chosen.

    `common` holds the passwords that everybody tries first, in lower case.
    """
    if not PASSWORD_LENGTH_MIN <= len(password) <= PASSWORD_LENGTH_MAX:
        raise Invalid(f"a password has {PASSWORD_LENGTH_MIN} to {PASSWORD_LENGTH_MAX} characters")
    if password.casefold() in common:
        raise Invalid("this password is among the most used ones; choose another")
    if password.casefold() in {email, email.partition("@")[0]}:
        raise Invalid("the password must not be your e-mail address")
