"""Rules over several settings. Messages name settings, never their values."""

from collections import Counter
from collections.abc import Mapping

from pydantic import SecretStr

SECRET_BYTES_MIN = 32
DIFFERENT_CHARACTERS_MIN = 10
FAMOUS = ("changeme", "change-me", "change_me", "secret", "password", "default", "example")


def strong(secret: SecretStr) -> SecretStr:
    """Refuse what somebody could guess."""
    value = secret.get_secret_value()
    if not value.strip():
        raise ValueError("is empty")
    if len(value.encode()) < SECRET_BYTES_MIN:
        raise ValueError(f"is shorter than {SECRET_BYTES_MIN} bytes")
    if len(set(value)) < DIFFERENT_CHARACTERS_MIN or any(word in value.lower() for word in FAMOUS):
        raise ValueError("looks like a default: take 32 random bytes")
    return secret


def scale(given: object) -> object:
    """`chat=2,relay=2` as a table, which may also be given as one."""
    if not isinstance(given, str):
        return given
    pairs = [each.partition("=") for each in given.split(",") if each.strip()]
    return {name.strip(): count.strip() for name, _, count in pairs}


def all_different(secrets: Mapping[str, SecretStr]) -> None:
    counted = Counter(secret.get_secret_value() for secret in secrets.values())
    equal = sorted(
        name for name, secret in secrets.items() if counted[secret.get_secret_value()] > 1
    )
    if equal:
        raise ValueError(f"{' and '.join(equal)} are equal: each needs a secret of its own")


def no_port_twice(ports: Mapping[str, int]) -> None:
    counted = Counter(ports.values())
    equal = sorted(name for name, port in ports.items() if counted[port] > 1)
    if equal:
        raise ValueError(f"{' and '.join(equal)} are the same port")
