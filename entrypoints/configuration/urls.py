"""URLs, checked when they are read; messages never repeat them, they may hold passwords."""

import ipaddress
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator


def _parts_of(value: str, schemes: tuple[str, ...]) -> None:
    try:
        parts = urlsplit(value)
        known_port = parts.port
    except ValueError as error:
        raise ValueError("is not a URL") from error
    if parts.scheme not in schemes:
        raise ValueError(f"must start with {' or '.join(f'{scheme}://' for scheme in schemes)}")
    if not parts.hostname or known_port == 0 or any(mark.isspace() for mark in value):
        raise ValueError("is not a URL: it names no host, or holds blanks")


def http_url(value: str) -> str:
    _parts_of(value, ("http", "https"))
    parts = urlsplit(value)
    if parts.username is not None or parts.query or parts.fragment:
        raise ValueError("must hold no user, query or fragment")
    return value.rstrip("/")


def mongo_url(value: str) -> str:
    scheme, mark, rest = value.partition("://")
    if scheme not in {"mongodb", "mongodb+srv"} or not mark:
        raise ValueError("must start with mongodb:// or mongodb+srv://")
    hosts = rest.partition("/")[0].rpartition("@")[2].split(",")
    if not all(hosts) or any(mark.isspace() for mark in value):
        raise ValueError("is not a MongoDB URL: it names no host, or holds blanks")
    return value


def smtp_url(value: str) -> str:
    """`smtps` is TLS from the first byte, `smtp` by STARTTLS; `smtp+plain` is for loopback."""
    _parts_of(value, ("smtps", "smtp", "smtp+plain"))
    parts = urlsplit(value)
    if parts.scheme == "smtp+plain" and not is_loopback(parts.hostname or ""):
        raise ValueError("mail leaves this machine encrypted: take smtp:// or smtps://")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError("must hold no path, query or fragment")
    return value


def redis_url(value: str) -> str:
    _parts_of(value, ("redis", "rediss"))
    return value


def is_loopback(host: str) -> bool:
    """Whether a host names the machine itself."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_loopback_url(url: str) -> bool:
    return is_loopback(urlsplit(url).hostname or "")


HttpUrl = Annotated[str, AfterValidator(http_url)]
