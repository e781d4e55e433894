"""SEC-18: where no tool goes."""

import ipaddress

import pytest

from domain.errors import Invalid
from domain.tools.addresses import REFUSED, URL_LENGTH_MAX, EgressRules, is_public

NOWHERE = [
    "http://127.0.0.1/",
    "http://localhost/",
    "http://LOCALHOST/",
    "http://127.1/",
    "http://2130706433/",
    "http://0177.0.0.1/",
    "http://0x7f.1/",
    "http://0x7f000001/",
    "http://0/",
    "http://0.0.0.0/",
    "http://[::1]/",
    "http://[::]/",
    "http://[::ffff:7f00:1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[2002:7f00:1::]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[64:ff9b:1::7f00:1]/",
    "http://[fec0::1]/",
    "http://[fe80::1]/",
    "http://[fe80::1%25eth0]/",
    "http://[fc00::1]/",
    "http://[fd00::1]/",
    "http://[2001:0:7f00:1::]/",
    "http://100.64.0.1/",
    "http://198.18.0.1/",
    "http://198.19.255.255/",
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://172.31.255.255/",
    "http://192.168.1.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://metadata.google.internal/",
    "http://100.100.100.200/",
    "http://168.63.129.16/",
    "http://ok@127.0.0.1/",
    "http://user:pw@ok.com/",
    "http://127.0.0.1\\@ok.com/",
    "http://ok#@127.0.0.1",
    "http://ok.com:22/",
    "http://ok.com:27017/",
    "http://ok.com:6379/",
    "http://ok.com:3080/",
    "file:///etc/passwd",
    "gopher://ok.com/",
    "ftp://ok.com/",
    "data:text/plain,hi",
    "unix:/tmp/x",
    "javascript:alert(1)",
    "//ok.com/",
    "ok.com",
    "https:ok.com",
    "http://",
    "http:///x",
    "http://?x",
    "http://127.0.0.1./",
    "http://localhost./",
    "http://ok.com./",
    "http://%6c%6f%63alhost/",
    "http://ok.com%2e/",
    "http://intranet/",
    "http://ok_.com/",
    "http://-ok.com/",
    "http://ok..com/",
    "http://.ok.com/",
    "http://foo.local/",
    "http://kubernetes.default.svc/",
    "http://db.cluster/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    "http://192.0.2.1/",
    "http://192.0.0.192/",
    "http://[ff02::1]/",
    "http://[::127.0.0.1]/",
    "http://[100::1]/",
    "http://[::ffff:0:127.0.0.1]/",
    "http://[5f00::1]/",
    "http://ok.com:99999/",
    "http://ok.com:x/",
    "http://1.1.1.1.1/",
    "http://0x/",
    "http://256.1.1.1/",
    "http://1.2.3.04/",
]
TEXTS = [
    "http://\uff11\uff12\uff17.0.0.1/",
    "http://ok.com\r\nX: 1/",
    "http://ok.com/a b",
    "http://ok.com/\x00",
    "http://ok\u3002com/",
    f"http://ok.com/{'x' * URL_LENGTH_MAX}",
    "",
]


@pytest.mark.parametrize("url", [*NOWHERE, *TEXTS])
def test_there_no_tool_goes(url: str) -> None:
    with pytest.raises(Invalid):
        EgressRules().place(url)


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        ("http://example.com", "http://example.com/"),
        ("HTTPS://EXAMPLE.com:443/a?b=c#d", "https://example.com/a?b=c"),
        ("http://93.184.216.34/", "http://93.184.216.34/"),
        ("http://[2606:4700:0::1111]/", "http://[2606:4700::1111]/"),
        ("https://xn--nxasmq6b.com/%7e", "https://xn--nxasmq6b.com/%7e"),
    ],
)
def test_the_world_is_open(url: str, plain: str) -> None:
    assert EgressRules().place(url).url == plain


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700:4700::1111", True),
        ("127.0.0.1", False),
        ("::ffff:8.8.8.8", False),
        ("fe80::1%eth0", False),
        ("2001:db8::1", False),
        ("3fff::1", False),
        ("::", False),
    ],
)
def test_an_address_is_the_world_s_or_not(address: str, public: bool) -> None:
    assert is_public(ipaddress.ip_address(address)) is public


def test_an_operator_may_trust_a_place_inside_by_its_name_and_port() -> None:
    rules = EgressRules(trusted=("searx:8080", "127.0.0.1:9000"))
    inside = ipaddress.ip_address("10.0.0.7")

    assert rules.place("http://searx:8080/search").host == "searx"
    rules.check_address(inside, rules.place("http://searx:8080/"))
    assert rules.place("http://127.0.0.1:9000/x").port == 9000
    for url in (
        "http://searx/",
        "http://searx:8081/",
        "http://evil-searx:8080/",
        "http://127.1:9000/",
    ):
        with pytest.raises(Invalid):
            rules.place(url)


def test_a_name_with_an_address_inside_is_refused_in_the_same_words() -> None:
    rules = EgressRules()

    with pytest.raises(Invalid, match=REFUSED):
        rules.check_address(ipaddress.ip_address("127.0.0.1"), rules.place("http://ok.com/"))
