"""SEC-18, SEC-20: what leaves; the names are ours, and so is what stands behind them."""

from collections.abc import Sequence

import httpx2
import pytest
from typing_extensions import override

from adapters.outbound.web.egress import GuardedTransport, WebEgress
from application.ports.egress import WebAnswer, WebRequest
from domain.errors import Invalid
from domain.tools.addresses import REFUSED, EgressRules


class Web(httpx2.AsyncBaseTransport):
    """Answers by what a test says, and remembers what it was asked."""

    def __init__(self, *answers: httpx2.Response) -> None:
        self.answers = list(answers)
        self.asked: list[httpx2.Request] = []

    @override
    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        self.asked.append(request)
        return self.answers.pop(0)


class Names:
    """Each look-up of a name gives the next of its addresses."""

    def __init__(self, *addresses: Sequence[str]) -> None:
        self.addresses = list(addresses)
        self.asked: list[str] = []

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked.append(f"{host}:{port}")
        return self.addresses.pop(0)


def guarded(web: Web, names: Names, *, rules: EgressRules | None = None) -> WebEgress:
    return WebEgress(GuardedTransport(rules or EgressRules(), resolve=names, out=web))


async def sent(egress: WebEgress, url: str = "https://ok.com/a?b=c", **more: int) -> WebAnswer:
    return await egress.send(WebRequest(url=url, **more))  # type: ignore[arg-type]  # sizes


async def test_the_connection_is_made_to_the_address_that_was_looked_at() -> None:
    web, names = Web(httpx2.Response(200, text="hi")), Names(["93.184.216.34"])

    answer = await sent(guarded(web, names))

    (request,) = web.asked
    assert answer.body == b"hi"
    assert request.url == "https://93.184.216.34/a?b=c"
    assert request.headers["host"] == "ok.com"
    assert request.extensions["sni_hostname"] == "ok.com"
    assert names.asked == ["ok.com:443"]


@pytest.mark.parametrize(
    "addresses",
    [["127.0.0.1"], ["93.184.216.34", "10.0.0.1"], ["::1"], ["fe80::1%eth0"], ["nonsense"], []],
)
async def test_a_name_with_a_forbidden_address_is_never_connected_to(addresses: list[str]) -> None:
    web = Web()

    with pytest.raises(Invalid, match=REFUSED):
        await sent(guarded(web, Names(addresses)))

    assert web.asked == []


async def test_a_name_that_changes_between_look_up_and_connection_gains_nothing() -> None:
    web, names = Web(httpx2.Response(200)), Names(["93.184.216.34"], ["127.0.0.1"])

    await sent(guarded(web, names))

    assert names.asked == ["ok.com:443"]


async def test_every_redirect_is_looked_at_anew() -> None:
    web = Web(
        httpx2.Response(302, headers={"location": "https://other.com/x"}),
        httpx2.Response(301, headers={"location": "/y"}),
        httpx2.Response(200, text="there"),
    )
    names = Names(["93.184.216.34"], ["93.184.216.35"], ["93.184.216.36"])

    answer = await sent(guarded(web, names), redirects=5)

    assert (answer.url, answer.body) == ("https://other.com/y", b"there")
    assert names.asked == ["ok.com:443", "other.com:443", "other.com:443"]


@pytest.mark.parametrize(
    "there",
    [
        "http://127.0.0.1/",
        "http://169.254.169.254/",
        "file:///etc/passwd",
        "http://inside.com/",
        "//0/",
    ],
)
async def test_a_redirect_leads_nowhere_forbidden(there: str) -> None:
    web = Web(httpx2.Response(302, headers={"location": there}))
    names = Names(["93.184.216.34"], ["10.0.0.1"])

    with pytest.raises(Invalid):
        await sent(guarded(web, names), redirects=5)

    assert len(web.asked) == 1


async def test_redirects_end() -> None:
    web = Web(*(httpx2.Response(302, headers={"location": "/"}) for _ in range(3)))

    with pytest.raises(Invalid, match="too often"):
        await sent(guarded(web, Names(*([["93.184.216.34"]] * 3))), redirects=2)


async def test_where_none_are_wanted_a_redirect_is_the_answer() -> None:
    web = Web(httpx2.Response(302, headers={"location": "http://127.0.0.1/"}))

    assert (await sent(guarded(web, Names(["93.184.216.34"])))).status == 302


async def test_a_long_answer_is_cut() -> None:
    web = Web(httpx2.Response(200, content=b"x" * 50))

    answer = await sent(guarded(web, Names(["93.184.216.34"])), bytes_max=10)

    assert (answer.body, answer.is_cut) == (b"x" * 10, True)


async def test_what_is_compressed_unasked_is_not_opened() -> None:
    headers = {"content-encoding": "gzip"}
    web = Web(httpx2.Response(200, headers=headers, stream=httpx2.ByteStream(b"bomb")))

    with pytest.raises(Invalid, match="compressed"):
        await sent(guarded(web, Names(["93.184.216.34"])))

    assert web.asked[0].headers["accept-encoding"] == "identity"


@pytest.mark.parametrize(
    "headers",
    [
        {"x": "a\r\nb: c"},
        {"x\n": "a"},
        {"Host": "evil"},
        {"X": "\x00"},
        {"Content-Length": "1"},
        {"": "a"},
    ],
)
async def test_headers_say_what_they_seem_to_say(headers: dict[str, str]) -> None:
    web = Web()

    with pytest.raises(Invalid, match="header"):
        await guarded(web, Names()).send(WebRequest(url="https://ok.com/", headers=headers))

    assert web.asked == []


@pytest.mark.parametrize("method", ["CONNECT", "TRACE", "get", "GET x"])
async def test_methods_are_those_of_requests(method: str) -> None:
    with pytest.raises(Invalid, match="is no method"):
        await guarded(Web(), Names()).send(WebRequest(url="https://ok.com/", method=method))


class Broken(httpx2.AsyncBaseTransport):
    @override
    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("port 6379 is closed")


async def test_nobody_learns_why_nothing_answers() -> None:
    transport = GuardedTransport(EgressRules(), resolve=Names(["93.184.216.34"]), out=Broken())

    with pytest.raises(Invalid) as failure:
        await sent(WebEgress(transport))

    assert str(failure.value) == REFUSED


async def test_a_place_that_an_operator_trusts_is_reached_by_its_name_and_port_alone() -> None:
    web = Web(httpx2.Response(200))
    rules = EgressRules(trusted=("searx:8080",))

    await sent(guarded(web, Names(["10.0.0.7"]), rules=rules), "http://searx:8080/search")

    assert web.asked[0].url == "http://10.0.0.7:8080/search"
    assert web.asked[0].headers["host"] == "searx:8080"
