"""SEC-11, SEC-16: no forged, foreign or stale token opens a service or the live view."""

import base64
import json
import time
import tomllib
from collections.abc import AsyncGenerator, Iterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Final

import aiohttp
import httpx2
import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from domain.json import Json
from tests.integration.security.people import (
    Person,
    administrators_token,
    at,
    bearer,
    refreshed,
    registered,
    signed_in,
)
from tests.running import RunningSystem

OPENED_BY: Final = {"chat": "/api/me", "admin": "/admin/api/me", "relay": "/v1/models"}
QUICK_S: Final = 0.05
SOCKET: Final = "/admin/socket.io/?EIO=4&transport=websocket"

ALGORITHMS: Final[tuple[Json, ...]] = (
    "none", "None", "NONE", "nOnE", "", "HS256 ", "hs256", None, 1, [], "RS256", "ES256",
)  # fmt: skip

Forged = Iterator[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    clients: Mapping[str, httpx2.AsyncClient]
    keys: Mapping[str, bytes]
    person: Person
    administrator: str
    relay_key: str


@pytest.fixture
async def doors(system: RunningSystem) -> AsyncGenerator[Doors]:
    async with AsyncExitStack() as stack:
        clients = {
            service: await stack.enter_async_context(at(system, service)) for service in OPENED_BY
        }
        secrets = tomllib.loads((system.home / "secrets.toml").read_text())
        yield Doors(
            clients=clients,
            keys={name: secrets[f"{name}_token_key"].encode() for name in ("chat", "admin")},
            person=await registered(clients["chat"]),
            administrator=await administrators_token(system, clients["admin"]),
            relay_key=system.relay_key,
        )


def written(header: object, payload: object, signature: bytes = b"") -> str:
    """A token as it would be if nobody had checked what goes in."""
    parts = [json.dumps(header).encode(), json.dumps(payload).encode(), signature]
    return ".".join(base64.urlsafe_b64encode(each).rstrip(b"=").decode() for each in parts)


def by_header(good: str, key: bytes) -> Forged:
    """The right words, and a header that would choose how they are proved."""
    header, payload = jwt.get_unverified_header(good), unsafe(good)
    signature = base64.urlsafe_b64decode(good.rpartition(".")[2] + "==")
    for alg in ALGORITHMS:
        yield f"alg {alg!r}", written(header | {"alg": alg}, payload)
        yield f"alg {alg!r}, signature kept", written(header | {"alg": alg}, payload, signature)
    for alg in ("HS384", "HS512"):
        yield alg, jwt.encode(payload, key * 2, algorithm=alg, headers={"typ": header["typ"]})
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    public = private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    typed = {"typ": header["typ"]}
    yield "RS256", jwt.encode(payload, private, algorithm="RS256", headers=typed)
    elliptic = ec.generate_private_key(ec.SECP256R1())
    yield "ES256", jwt.encode(payload, elliptic, algorithm="ES256", headers=typed)
    hmac = jwt.get_algorithm_by_name("HS256")
    signed = written(header, payload).rpartition(".")[0]
    yield "a public key as HMAC", f"{signed}.{_b64(hmac.sign(signed.encode(), public))}"
    yield "an empty key", f"{signed}.{_b64(hmac.sign(signed.encode(), b''))}"
    jwk = {"kty": "oct", "k": _b64(b"k" * 32)}
    for name, value in (
        *(("kid", kid) for kid in ("../../dev/null", "' OR '1'='1", "/dev/null", "", "0", "x\0")),
        *((name, "https://evil.example/keys") for name in ("jku", "x5u")),
        ("jwk", jwk), ("x5c", ["MIIB"]), ("crit", ["exp"]), ("crit", []), ("b64", False),
        ("cty", "JWT"), ("zip", "DEF"), ("typ", "JWT"), ("typ", ""), ("typ", None),
    ):  # fmt: skip
        extra = {key: each for key, each in {**header, name: value}.items() if key != "alg"}
        yield f"{name} {value!r}", _signed({**extra, "alg": "HS256"}, payload, key)


def by_words(good: str, key: bytes) -> Forged:
    """Signed with our own key: even then nothing may be missing, odd or of another time."""
    header, payload, now = jwt.get_unverified_header(good), unsafe(good), int(time.time())
    for name in payload:
        without = {each: value for each, value in payload.items() if each != name}
        yield f"no {name}", _signed(header, without, key)
        yield f"{name} null", _signed(header, payload | {name: None}, key)
        yield f"{name} a list", _signed(header, payload | {name: [payload[name], "x"]}, key)
    changes: tuple[dict[str, object], ...] = (
        {"exp": now - 1}, {"exp": 0}, {"exp": -1}, {"exp": str(now + 600)}, {"exp": 10**30},
        {"exp": now + 0.5}, {"exp": True}, {"exp": {"$gt": 0}}, {"nbf": now + 600},
        {"iss": "other"}, {"iss": "parley "}, {"aud": "relay"}, {"aud": "chat-second-factor"},
        {"aud": "chat,admin"}, {"aud": ""}, {"sub": {"$ne": None}}, {"sub": ""}, {"sub": "x"},
        {"sid": {"$ne": None}}, {"sid": ""}, {"sid": "../x"}, {"sid": "x"}, {"sid": "*"},
    )  # fmt: skip
    for change in changes:
        yield str(change), _signed(header, payload | change, key)


def by_shape(good: str) -> Forged:
    head, payload, signature = good.split(".")
    yield "signature gone", f"{head}.{payload}."
    yield "signature missing", f"{head}.{payload}"
    yield "signature cut", good[:-4]
    yield "another signature", f"{head}.{payload}.{signature[::-1]}"
    yield "two dots more", f"{good}.."
    yield "five parts", f"{head}.{payload}.{signature}.{payload}.{signature}"
    yield "no parts", ".."
    yield "40 kB", good + "x" * 40_000
    yield "the ends of a good one", good[:20] + "x" * (len(good) - 40) + good[-20:]
    yield "twice", good + good
    yield "not base64", f"{head}.%00.{signature}"
    yield "a null payload", written(json.loads(_unb64(head)), None)


def unsafe(token: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(_unb64(token.split(".")[1]))
    return found


def _signed(header: Mapping[str, object], payload: object, key: bytes) -> str:
    text = written(header, payload).rpartition(".")[0]
    return f"{text}.{_b64(jwt.get_algorithm_by_name('HS256').sign(text.encode(), key))}"


def _b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _unb64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "==")


async def statuses(
    client: httpx2.AsyncClient, path: str, tokens: list[tuple[str, str]]
) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, token in tokens:
        raw = [(b"authorization", b"Bearer " + token.encode("latin-1", "replace"))]
        found[name] = (await client.get(path, headers=raw)).status_code
    return found


@pytest.mark.parametrize("service", ["chat", "admin"])
async def test_sec_11_no_forged_token_opens_a_service(doors: Doors, service: str) -> None:
    good = doors.person.token if service == "chat" else doors.administrator
    key, client = doors.keys[service], doors.clients[service]
    forged = [*by_header(good, key), *by_words(good, key), *by_shape(good)]

    began = time.monotonic()
    found = await statuses(client, OPENED_BY[service], forged)
    took_s = time.monotonic() - began
    opened = await client.get(OPENED_BY[service], headers=bearer(good))

    assert len(forged) > 100
    assert {name: status for name, status in found.items() if status != 401} == {}
    assert took_s / len(forged) < QUICK_S
    assert opened.status_code == 200


async def test_sec_11_no_token_opens_another_service(doors: Doors) -> None:
    chat = doors.clients["chat"]
    refreshed_once = await refreshed(chat, doors.person.cookie)
    claims = unsafe(doors.person.token)
    lent = _signed({"alg": "HS256", "typ": "chat-at+jwt"}, claims, doors.keys["admin"])
    as_admin = _signed(
        {"alg": "HS256", "typ": "admin-at+jwt"}, claims | {"aud": "admin"}, doors.keys["chat"]
    )
    tokens = {
        "chat": [doors.person.token, doors.person.cookie],
        "admin": [doors.administrator],
        "relay": [doors.relay_key],
        "nobody": [lent, as_admin, "null", "undefined", "Bearer", "{}", "0"],
    }

    found = {
        f"{owner} at {service}": {
            (await doors.clients[service].get(path, headers=bearer(token))).status_code
            for token in given
        }
        for service, path in OPENED_BY.items()
        for owner, given in tokens.items()
        if owner != service
    }
    as_access = await chat.get("/api/me", headers=bearer(doors.person.cookie))

    assert refreshed_once.status_code == 200
    assert {name: seen for name, seen in found.items() if seen != {401}} == {}
    assert as_access.status_code == 401


async def test_sec_11_no_token_but_an_administrator_s_joins_the_live_view(doors: Doors) -> None:
    site, key = str(doors.clients["admin"].base_url), doors.keys["admin"]
    every = [*by_header(doors.administrator, key), *by_words(doors.administrator, key)]
    forged = [token for _, token in every[::4]]
    tokens = [*forged, doors.person.token, doors.person.cookie, doors.relay_key]

    refused = [await joined(site, token) for token in tokens]

    assert [answer for answer in refused if not answer.startswith("44/live,")] == []
    assert (await joined(site, doors.administrator)).startswith("40/live,")


async def joined(site: str, token: str) -> str:
    """What the live view answers to a handshake (socket.io 5): 40 for yes, 44 for no."""
    async with aiohttp.ClientSession() as session, session.ws_connect(site + SOCKET) as socket:
        await socket.receive_str()
        await socket.send_str(f"40/live,{json.dumps({'token': token})}")
        return await socket.receive_str()


async def test_sec_11_a_token_of_somebody_who_is_gone_or_signed_out_opens_nothing(
    doors: Doors,
) -> None:
    chat = doors.clients["chat"]
    gone = await registered(chat)
    out = await registered(chat)
    other = await signed_in(chat, out)
    answers = [
        await chat.post("/api/me/deletion", json={"password": gone.password}, headers=gone.rights),
        await chat.post("/api/auth/sign-out", headers={"cookie": f"parley-refresh={out.cookie}"}),
    ]

    began = time.monotonic()
    found = [
        (await chat.get("/api/me", headers=each.rights)).status_code for each in (gone, out, other)
    ]
    took_s = time.monotonic() - began

    assert [reply.is_success for reply in answers] == [True, True]
    assert found == [401, 401, 200]
    assert took_s < 1
