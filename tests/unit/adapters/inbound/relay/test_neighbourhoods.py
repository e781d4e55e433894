"""SEC-23: limits of addresses are those of whoever has the address."""

import pytest
from fastapi import Request

from adapters.inbound.relay.access import neighbourhood_of


@pytest.mark.parametrize(
    ("address", "whose"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:5:6::1", "2001:db8:5:6::/64"),
        ("2001:db8:5:6:ffff:1:2:3", "2001:db8:5:6::/64"),
        ("2001:db8:5:7::1", "2001:db8:5:7::/64"),
        ("::ffff:192.0.2.7", "::ffff:192.0.2.7"),
        ("not:an:address", "not:an:address"),
        ("", ""),
    ],
)
def test_a_network_of_ipv6_counts_as_one(address: str, whose: str) -> None:
    headers = [(b"x-real-ip", address.encode())]

    assert neighbourhood_of(Request({"type": "http", "headers": headers})) == whose
