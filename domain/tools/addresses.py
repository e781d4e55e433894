"""Where tools may go: which web addresses, and which network addresses behind a name.

Every rule is a rung that somebody once climbed. Text is parsed once, here; whoever connects uses
what is found here and never the text again.
"""

import ipaddress
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias
from urllib.parse import urlsplit

from domain.errors import Invalid

IpAddress: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
IpNetwork: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network

URL_LENGTH_MAX: Final = 4_000
REFUSED: Final = "this address cannot be reached"
"""The same words for every reason: whether something listens there is nobody's business."""
_PORTS: Final = {"http": 80, "https": 443}
_HOST: Final = re.compile(
    r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*"
)
_NUMBER_LABEL: Final = re.compile(r"(0x[0-9a-f]*|[0-9]+)")
_PRINTED: Final = re.compile(r"[\x21-\x7e]+")
_LOCAL_NAMES: Final = (
    "localhost",
    "local",
    "localdomain",
    "internal",
    "intranet",
    "lan",
    "home",
    "corp",
    "private",
    "arpa",
    "onion",
    "test",
    "invalid",
    "svc",
    "cluster",
    "consul",
)
"""Last labels of names that mean something else in every network."""
_FORBIDDEN: Final[Sequence[IpNetwork]] = tuple(
    map(
        ipaddress.ip_network,
        (
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.31.196.0/24",
            "192.52.193.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "192.175.48.0/24",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
            # Of IPv6 only what is given out to the world is let through; in it these are not.
            "2001::/23",
            "2001:db8::/32",
            "2002::/16",
            "3fff::/20",
        ),
    )
)
_GIVEN_OUT: Final = ipaddress.IPv6Network("2000::/3")
_METADATA: Final = frozenset(
    map(
        ipaddress.ip_address,
        ("100.100.100.200", "168.63.129.16", "169.254.169.254", "192.0.0.192"),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WebPlace:
    """A web address, taken apart. `host` is lower-case ASCII, `target` path and query."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def url(self) -> str:
        shown = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{shown}{port}{self.target}"

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.host}:{self.port}"


@dataclass(frozen=True, slots=True, kw_only=True)
class EgressRules:
    """`trusted` are networks and `host:port` places inside that an operator lets tools reach."""

    trusted: tuple[str, ...] = ()
    ports: frozenset[int] = field(default_factory=lambda: frozenset({80, 443}))

    def place(self, url: str) -> WebPlace:
        """Take an address apart, or raise `Invalid` for one where tools may never go."""
        place = _taken_apart(url)
        if self._is_trusted_place(place):
            return place
        last = place.host.rpartition(".")[2]
        if place.port not in self.ports or last in _LOCAL_NAMES:
            raise Invalid(REFUSED)
        address = _literal(place.host)
        if address is not None:
            self.check_address(address, place)
        elif "." not in place.host:
            raise Invalid(REFUSED)
        return place

    def check_address(self, address: IpAddress, place: WebPlace) -> None:
        """Raise `Invalid` for a network address that is not the world's.

        Asked of every address that a name has, right before the connection is made to it.
        """
        if self._is_trusted_place(place) or is_public(address):
            return
        raise Invalid(REFUSED)

    def _is_trusted_place(self, place: WebPlace) -> bool:
        """By the name that stands in the address, with its port, exactly."""
        return f"{place.host}:{place.port}" in self.trusted


def is_public(address: IpAddress) -> bool:
    """Whether it is an address of the world, whatever it is wrapped in."""
    if isinstance(address, ipaddress.IPv6Address) and (
        address.scope_id is not None or address not in _GIVEN_OUT
    ):
        return False
    if address in _METADATA:
        return False
    return not any(
        address in network for network in _FORBIDDEN if network.version == address.version
    )


def _taken_apart(url: str) -> WebPlace:
    if not _PRINTED.fullmatch(url) or len(url) > URL_LENGTH_MAX or "\\" in url:
        raise Invalid("this is not a web address; write it whole, with letters escaped")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Invalid("this is not a web address") from None
    if parts.scheme not in _PORTS:
        raise Invalid("only http and https addresses can be opened")
    if "@" in parts.netloc or not parts.hostname:
        raise Invalid("this is not a web address: no names and passwords in it")
    host = _host(parts.netloc, parts.hostname)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return WebPlace(
        scheme=parts.scheme,
        host=host,
        port=_PORTS[parts.scheme] if port is None else port,
        target=target,
    )


def _host(netloc: str, host: str) -> str:
    """A name of labels, or an address in its one plain form; anything else is refused."""
    if netloc.startswith("["):
        try:
            return ipaddress.IPv6Address(host).compressed
        except ValueError:
            raise Invalid("this is not a web address") from None
    lowered = host.lower()
    if not _HOST.fullmatch(lowered) or len(lowered) > 253:  # noqa: PLR2004 - RFC 1035
        raise Invalid("this is not a web address")
    # Decimal, octal, hexadecimal and shortened IPv4: whoever ends in a number is an address.
    if _NUMBER_LABEL.fullmatch(lowered.rpartition(".")[2]):
        try:
            return str(ipaddress.IPv4Address(lowered))
        except ValueError:
            raise Invalid(REFUSED) from None
    return lowered


def _literal(host: str) -> IpAddress | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
