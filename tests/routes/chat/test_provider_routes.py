"""Signing in by a provider of identities, and all that must not let anybody in (SEC-11, SEC-12)."""

import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any

import httpx2
import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from domain.accounts.ban import Ban
from domain.accounts.identity import ProviderRules
from domain.accounts.registration import Registration
from domain.accounts.user import email
from domain.audit.act_filter import ActFilter
from domain.ids import UserId
from tests.issuer import CLIENT, Issuer, Said, ec_key, public_jwk, rsa_key
from tests.routes.chat.provider_desk import Desk, a_desk, bearer, brought
from tests.routes.chat.service import ADA
from tests.routes.chat.test_second_factor_routes import Authenticator


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async with a_desk() as desk:
        yield desk


def user_of(reply: httpx2.Response) -> UserId:
    assert reply.status_code == 200, reply.text
    return UserId(reply.json()["user"]["id"])


async def test_who_comes_for_the_first_time_gets_an_account_and_next_time_the_same(
    desk: Desk,
) -> None:
    first = await desk.enter("Ada@X.org", name=" Ada \x00 Lovelace ")
    again = await desk.enter("other@x.org", sub=_sub("Ada@X.org"))

    user = first.json()["user"]
    assert (user["email"], user["name"], user["has_password"]) == (
        "ada@x.org",
        "Ada Lovelace",
        False,
    )
    assert again.json()["user"]["id"] == user["id"]
    assert (await desk.client.get("/api/me", headers=bearer(again))).status_code == 200
    assert "parley-refresh" in desk.client.cookies
    kept = await desk.service.house.users.get(UserId(user["id"]))
    assert kept.verified_at == desk.service.house.clock()
    # Nobody knows a password of whoever has none.
    for password in ("", "None", "the password of nobody"):
        tried = {"email": "ada@x.org", "password": password}
        assert (await desk.client.post("/api/auth/sign-in", json=tried)).status_code == 401


def _sub(email: str) -> str:
    return hashlib.sha256(email.encode()).hexdigest()[:20]


async def test_the_pages_know_the_providers(desk: Desk) -> None:
    found = (await desk.client.get("/api/auth/ways")).json()["providers"]

    assert found == [{"name": "first", "label": "First"}, {"name": "second", "label": "Second"}]
    unknown = await desk.client.post("/api/auth/provider", json={"provider": "third"})
    assert unknown.status_code == 404


async def test_the_cookie_is_read_by_no_script_and_sent_by_no_other_site(desk: Desk) -> None:
    reply = await desk.client.post("/api/auth/provider", json={"provider": "first"})

    cookie = reply.headers["set-cookie"]
    assert cookie.startswith("parley-provider=")
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    forwarded = {"x-forwarded-proto": "https", "origin": "https://localhost:8080"}
    secure = await desk.client.post(
        "/api/auth/provider", json={"provider": "first"}, headers=forwarded
    )
    assert secure.headers["set-cookie"].startswith("__Host-parley-provider=")
    assert "Secure" in secure.headers["set-cookie"]


@pytest.mark.parametrize("path", ["auth/provider", "auth/provider/return"])
async def test_pages_of_others_neither_send_nor_fetch_anybody(desk: Desk, path: str) -> None:
    body = {"provider": "first", "code": "c", "state": "s"}
    given = body if path.endswith("return") else {"provider": "first"}

    refused = await desk.client.post(
        f"/api/{path}", json=given, headers={"origin": "https://evil.example"}
    )

    assert refused.status_code == 403
    assert desk.first.asked == []


async def test_a_way_back_is_taken_once(desk: Desk) -> None:
    address = desk.first.welcome(await desk.sent(), "ada@x.org")
    cookies = dict(desk.client.cookies)

    assert (await desk.back("first", address)).status_code == 200
    desk.client.cookies.update(cookies)
    again = await desk.back("first", address)

    assert (again.status_code, again.json()["error"]["code"]) == (401, "unauthenticated")
    assert desk.first.asked.count("/token") == 1


async def test_another_browser_cannot_end_what_one_began_nor_spoil_it(desk: Desk) -> None:
    address = desk.first.welcome(await desk.sent(), "eve@x.org")
    cookies = dict(desk.client.cookies)
    desk.client.cookies.clear()

    without = await desk.back("first", address)
    await desk.sent()  # The other browser began one of its own.
    with_its_own = await desk.back("first", address)
    desk.client.cookies.clear()
    desk.client.cookies.update(cookies)

    assert (without.status_code, with_its_own.status_code) == (401, 401)
    assert "/token" not in desk.first.asked
    assert (await desk.back("first", address)).status_code == 200


async def test_a_way_back_ends_after_ten_minutes(desk: Desk) -> None:
    address = desk.first.welcome(await desk.sent(), "ada@x.org")
    desk.service.house.clock.advance(timedelta(minutes=10))

    assert (await desk.back("first", address)).status_code == 401


async def test_one_provider_s_answer_is_not_taken_for_another_s(desk: Desk) -> None:
    """A mix-up (RFC 9700, 4.4): the code of one must not go to the other."""
    at_first = desk.first.welcome(await desk.sent("first"), "ada@x.org")
    as_second = await desk.back("second", at_first)
    at_second = desk.second.welcome(await desk.sent("second"), "eve@x.org")
    says_first = await desk.back("second", at_second, issuer=desk.first.url)
    silent = await desk.back(
        "first", desk.first.welcome(await desk.sent("first"), "ada@x.org"), issuer=""
    )

    assert [each.status_code for each in (as_second, says_first, silent)] == [401, 401, 401]
    assert "/token" not in desk.first.asked + desk.second.asked


async def test_a_provider_that_does_not_name_itself_is_not_asked_to(desk: Desk) -> None:
    desk.first.also = {"authorization_response_iss_parameter_supported": False}

    address = desk.first.welcome(await desk.sent(), "ada@x.org")

    assert (await desk.back("first", address, issuer="")).status_code == 200


async def test_a_stolen_code_is_of_no_use_without_the_browser_that_began(desk: Desk) -> None:
    """PKCE and the nonce: injected into the thief's own way back it is refused."""
    stolen = brought(desk.first.welcome(await desk.sent(), "ada@x.org"))["code"]
    thief = desk.first.welcome(await desk.sent(), "eve@x.org")

    assert (await desk.back("first", thief, code=stolen)).status_code == 401


async def test_a_code_that_was_used_is_refused(desk: Desk) -> None:
    address = desk.first.welcome(await desk.sent(), "ada@x.org")
    desk.first.codes.clear()

    refused = await desk.back("first", address)

    assert refused.status_code == 401
    assert "begin again" in refused.json()["error"]["message"]


def _lie(**said: object) -> Callable[[Said], Said]:
    """What an ID token says instead; `None` takes a claim away."""

    def lies(true: Said) -> Said:
        return {name: value for name, value in {**true, **said}.items() if value is not None}

    return lies


NOW = 1_767_268_800  # noon of the first of January 2026, UTC
LIES: dict[str, Callable[[Said], Said]] = {
    "of another issuer": _lie(iss="https://second.example/realm"),
    "issuer with a slash": _lie(iss="https://first.example/realm/"),
    "of nobody": _lie(iss=None),
    "for another": _lie(aud="somebody-else"),
    "for nobody": _lie(aud=None),
    "for a number": _lie(aud=7),
    "for us and others, made for nobody": _lie(aud=[CLIENT, "other"]),
    "for us, made for another": _lie(azp="other"),
    "for us and others, made for another": _lie(aud=[CLIENT, "other"], azp="other"),
    "over": _lie(exp=NOW - 61),
    "without end": _lie(exp=None),
    "its end as text": _lie(exp=str(NOW + 300)),
    "its end as truth": _lie(exp=True),
    "made tomorrow": _lie(iat=NOW + 86_400),
    "made at no time": _lie(iat=None),
    "not yet": _lie(nbf=NOW + 86_400),
    "of another sign-in": _lie(nonce="n" * 43),
    "of no sign-in": _lie(nonce=None),
    "its sign-in a list": _lie(nonce=["n"]),
    "about nobody": _lie(sub=None),
    "about an empty name": _lie(sub=""),
    "about a number": _lie(sub=7),
    "about too long a name": _lie(sub="s" * 256),
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
async def test_a_token_that_says_something_else_lets_nobody_in(
    desk: Desk, lie: Callable[[Said], Said]
) -> None:
    desk.first.lies = lie

    refused = await desk.enter()

    assert refused.status_code == 401
    assert "not for this sign-in" in refused.json()["error"]["message"]
    assert await desk.service.house.users.by_email(email("ada@x.org")) is None


def _letters(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _written(header: dict[str, Any], said: Said, signature: bytes = b"") -> str:
    parts = (_letters(json.dumps(part).encode()) for part in (header, said))
    return f"{'.'.join(parts)}.{_letters(signature)}"


def _by_public_key(said: Said) -> str:
    """HS256 with what everybody knows as its secret."""
    pem = rsa_key().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    text = _written({"alg": "HS256", "kid": "k0"}, said).rpartition(".")[0]
    return f"{text}.{_letters(hmac.new(pem, text.encode(), 'sha256').digest())}"


def _honest(issuer: Issuer, said: Said) -> str:
    return issuer.sign(said)


def _other(said: Said, **headers: object) -> str:
    return jwt.encode(said, rsa_key(1), "RS256", headers={"kid": "k0", **headers})


Forgery = Callable[[Issuer, Said], str]
FORGERIES: dict[str, Forgery] = {
    "unsigned": lambda _, said: _written({"alg": "none"}, said),
    "unsigned, shouting": lambda _, said: _written({"alg": "NONE", "kid": "k0"}, said),
    "signature taken away": lambda i, said: _honest(i, said).rpartition(".")[0] + ".",
    "by the public key": lambda _, said: _by_public_key(said),
    "by our own secret": lambda i, said: jwt.encode(said, i.secret or "", "HS256"),
    "by another key under its name": lambda _, said: _other(said),
    "by a key of its own header": lambda _, said: _other(said, jwk=public_jwk(rsa_key(1), "k0")),
    "by a key elsewhere": lambda _, said: _other(said, jku="https://evil.example/jwks"),
    "by an unknown key": lambda i, said: i.sign(said, kid="../../etc/passwd"),
    "a name that is none": lambda _, said: _written(
        {"alg": "RS256", "kid": {"$ne": None}}, said, b"s" * 256
    ),
    "critical": lambda i, said: i.sign(said, crit=["exp"], exp=1),
    "an access token": lambda i, said: i.sign(said, typ="at+jwt"),
    "a logout token": lambda i, said: i.sign(said, typ="logout+jwt"),
    "of two kinds": lambda _, said: _written({"alg": "ES256", "kid": "k0"}, said, b"s" * 64),
    "changed": lambda i, said: _changed(_honest(i, said)),
    "no token": lambda _i, _said: "x.y",
    "too long": lambda i, said: _honest(i, {**said, "more": "m" * 20_000}),
    "not an object": lambda _i, _said: _not_an_object(),
}


def _not_an_object() -> str:
    return jwt.api_jws.encode(b"[]", rsa_key(), "RS256", headers={"kid": "k0"})


def _changed(token: str) -> str:
    header, body, signature = token.split(".")
    said = json.loads(base64.urlsafe_b64decode(body + "=="))
    said["email"] = "root@x.org"
    return f"{header}.{_letters(json.dumps(said).encode())}.{signature}"


@pytest.mark.parametrize("forgery", FORGERIES.values(), ids=FORGERIES)
async def test_a_forged_token_lets_nobody_in(desk: Desk, forgery: Forgery) -> None:
    desk.first.forges = lambda said: forgery(desk.first, said)

    refused = await desk.enter()

    assert refused.status_code == 401
    assert "cannot be believed" in refused.json()["error"]["message"]


async def test_keys_that_changed_are_fetched_anew_but_not_at_everybody_s_wish(desk: Desk) -> None:
    assert (await desk.enter()).status_code == 200
    clock = desk.service.house.clock
    clock.advance(timedelta(minutes=5))

    desk.first.key, desk.first.kid = rsa_key(1), "k1"
    rotated = await desk.enter()
    fetched = desk.first.asked.count("/jwks")
    desk.first.keys = [public_jwk(rsa_key(1), "k1")]
    desk.first.key, desk.first.kid = rsa_key(), "k2"
    unknown = [(await desk.enter()).status_code for _ in range(5)]

    assert rotated.status_code == 200
    assert fetched == 2
    assert unknown == [401] * 5
    assert desk.first.asked.count("/jwks") == 2


@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
async def test_other_kinds_of_keys_are_taken_and_weak_ones_are_not(desk: Desk) -> None:
    desk.first.key = ec_key()
    curved = await desk.enter()
    desk.service.house.clock.advance(timedelta(hours=2))
    desk.first.key = rsa_key(0, 1024)
    weak = await desk.enter()

    assert (curved.status_code, weak.status_code) == (200, 401)


async def test_keys_that_do_not_fit_are_passed_over(desk: Desk) -> None:
    good = public_jwk(rsa_key(), "k0")
    odd = [{"kty": "oct", "k": "c2VjcmV0", "kid": "k0"}, {**good, "use": "enc"}, {"kty": "RSA"}]
    desk.first.keys = [*odd, {**good, "n": "!"}, {**good, "alg": "PS256"}, good]

    assert (await desk.enter()).status_code == 200


async def test_what_the_token_withholds_is_asked_for_of_the_same_person_alone(desk: Desk) -> None:
    desk.first.withholds = frozenset({"email", "email_verified", "name"})
    asked = await desk.enter("ada@x.org", name="Ada")
    desk.first.userinfo = {"sub": "somebody-else"}
    of_another = await desk.enter("eve@x.org")

    assert asked.json()["user"]["name"] == "Ada"
    assert of_another.status_code == 401
    assert "two people" in of_another.json()["error"]["message"]


async def test_an_address_leads_nobody_into_an_account_that_is_there(desk: Desk) -> None:
    await desk.service.register()

    refused = await desk.enter(ADA["email"])

    error = refused.json()["error"]
    assert (refused.status_code, error["code"]) == (409, "conflict")
    assert "sign in to it, then connect First" in error["message"]
    assert await desk.service.house.accounts.identities.of(UserId("")) == []


@pytest.mark.parametrize("said", [False, "false", None, 1, "yes"])
async def test_an_address_that_nobody_confirmed_is_none(desk: Desk, said: object) -> None:
    refused = await desk.enter("ada@x.org", email_verified=said)

    assert refused.status_code == 403
    assert "is confirmed" in refused.json()["error"]["message"]


async def test_an_operator_may_vouch_for_what_a_provider_does_not_say() -> None:
    async with a_desk(emails_are_confirmed=True) as desk:
        desk.first.lies = _lie(email_verified=None)
        silent = await desk.enter("ada@x.org")
        desk.first.lies = _lie(email_verified=False)
        denied = await desk.enter("eve@x.org")

    assert (silent.status_code, denied.status_code) == (200, 403)


async def test_who_is_shut_out_is_told_so(desk: Desk) -> None:
    user = user_of(await desk.enter())
    users, clock = desk.service.house.users, desk.service.house.clock
    kept = await users.get(user)
    kept = await users.save(kept.banned(Ban(reason="spam", since=clock())))
    banned = await desk.enter()
    await users.save(kept.pardoned().disable())
    disabled = await desk.enter()

    assert [banned.status_code, disabled.status_code] == [403, 403]
    assert "banned: spam" in banned.json()["error"]["message"]
    assert "ask an administrator" in disabled.json()["error"]["message"]


@pytest.mark.parametrize(
    ("policy", "sign_up", "status"),
    [
        ("open", "registration", 200),
        ("closed", "registration", 403),
        ("invite", "registration", 403),
        ("closed", "always", 200),
        ("open", "never", 403),
    ],
)
async def test_registering_s_rules_hold_unless_the_operator_says_otherwise(
    policy: Any, sign_up: Any, status: int
) -> None:
    rules = ProviderRules(name="first", label="First", sign_up=sign_up)
    async with a_desk(rules, Registration(policy=policy)) as desk:
        assert (await desk.enter()).status_code == status


async def test_domains_hold_for_everybody_who_comes() -> None:
    rules = ProviderRules(name="first", label="First", domains=("x.org",))
    async with a_desk(rules) as desk:
        ours = await desk.enter("ada@x.org")
        theirs = [
            await desk.enter(f"eve@{host}") for host in ("evil-x.org", "x.org.evil", "a.x.org")
        ]
        moved = await desk.enter("ada@evil.org", sub=_sub("ada@x.org"))

    assert ours.status_code == 200
    assert [each.status_code for each in (*theirs, moved)] == [403] * 4


async def test_registering_s_domains_hold_here_too() -> None:
    async with a_desk(registration=Registration(domains=("x.org",))) as desk:
        assert (await desk.enter("eve@y.org")).status_code == 403


async def test_a_second_factor_of_ours_is_asked_for_here_too(desk: Desk) -> None:
    headers = await desk.service.register()
    phone = await Authenticator(desk.service, headers).turn_on()
    assert (await desk.link(headers, "ada@home.org", password=ADA["password"])).status_code == 200

    desk.client.cookies.clear()
    asked = await desk.enter("ada@home.org")
    answer = {"challenge": asked.json()["challenge"], "code": phone.code()}
    entered = await desk.client.post("/api/auth/second-factor", json=answer)

    assert asked.status_code == 202
    assert "parley-refresh" not in asked.cookies
    assert entered.json()["user"]["email"] == ADA["email"]


async def test_linking_wants_the_password_and_the_one_who_began(desk: Desk) -> None:
    ada = await desk.service.register()
    wrong = await desk.link(ada, "ada@home.org", password="wrong")
    begun = await desk.client.post(
        "/api/identities", json={"provider": "first", "password": ADA["password"]}, headers=ada
    )
    eve = await desk.service.register(email="eve@x.org")
    back = {"provider": "first", **brought(desk.first.welcome(begun.json()["address"], "m@x.org"))}
    as_eve = await desk.client.post("/api/identities/return", json=back, headers=eve)
    as_nobody = await desk.client.post("/api/auth/provider/return", json=back)
    as_ada = await desk.client.post("/api/identities/return", json=back, headers=ada)

    assert [each.status_code for each in (wrong, as_eve, as_nobody, as_ada)] == [403, 401, 401, 200]


async def test_an_identity_leads_to_one_account_and_is_taken_away_by_its_owner(desk: Desk) -> None:
    ada = await desk.service.register()
    eve = await desk.service.register(email="eve@x.org")
    linked = await desk.link(ada, "ada@home.org", password=ADA["password"])
    again = await desk.link(ada, "ada@home.org", password=ADA["password"])
    taken = await desk.link(eve, "ada@home.org", password=ADA["password"])
    path = f"/api/identities/{linked.json()['id']}"
    by_eve = await desk.client.delete(path, headers=eve)
    listed = (await desk.client.get("/api/identities", headers=ada)).json()["items"]
    by_ada = await desk.client.delete(path, headers=ada)

    assert [linked.status_code, again.status_code, taken.status_code] == [200, 200, 409]
    assert (by_eve.status_code, by_ada.status_code) == (404, 204)
    assert [(each["provider"], each["email"]) for each in listed] == [("first", "ada@home.org")]
    assert (await desk.client.get("/api/identities", headers=ada)).json() == {"items": []}


async def test_the_last_way_into_an_account_stays(desk: Desk) -> None:
    ada = bearer(await desk.enter())
    (only,) = (await desk.client.get("/api/identities", headers=ada)).json()["items"]

    refused = await desk.client.delete(f"/api/identities/{only['id']}", headers=ada)

    assert refused.status_code == 409
    assert "choose a password first" in refused.json()["error"]["message"]


async def test_without_a_password_a_fresh_sign_in_is_what_proves(desk: Desk) -> None:
    ada = bearer(await desk.enter())
    clock = desk.service.house.clock
    clock.advance(timedelta(minutes=9))
    second = await desk.link(ada, "ada@home.org")
    changing = await desk.client.post(
        "/api/me/password", json={"present": "", "new": "a new battery staple"}, headers=ada
    )
    clock.advance(timedelta(minutes=9))
    token = (await desk.client.post("/api/auth/refresh")).json()["access_token"]
    later = {"authorization": f"Bearer {token}"}
    stale = [
        await desk.link(later, "ada@work.org"),
        await desk.client.post("/api/me/deletion", json={}, headers=later),
    ]
    fresh = bearer(await desk.enter())
    gone = await desk.client.post("/api/me/deletion", json={}, headers=fresh)

    assert second.status_code == 200
    assert "no password yet" in changing.json()["error"]["message"]
    assert [each.json()["error"]["code"] for each in stale] == ["proof_wanted"] * 2
    assert gone.status_code == 204


async def test_an_account_that_was_not_finished_is_finished_next_time(desk: Desk) -> None:
    """Died between the identity and the account, or came twice at the same moment."""
    user = user_of(await desk.enter())
    desk.service.house.users.erase(user)

    assert user_of(await desk.enter()) == user


@pytest.mark.parametrize(
    ("also", "words"),
    [
        ({"issuer": "https://second.example/realm"}, "it is another"),
        ({"token_endpoint": "http://first.example/token"}, "where it is to be asked"),
        ({"jwks_uri": "file:///etc/passwd"}, "where it is to be asked"),
        ({"authorization_endpoint": None}, "where it is to be asked"),
    ],
)
async def test_a_provider_that_says_odd_things_of_itself_is_not_used(
    desk: Desk, also: dict[str, object], words: str
) -> None:
    desk.first.also = also

    refused = await desk.client.post("/api/auth/provider", json={"provider": "first"})

    assert refused.status_code == 502
    assert words in refused.json()["error"]["message"]


async def test_a_provider_that_is_away_or_does_not_know_us_is_said_to_be(desk: Desk) -> None:
    address = desk.first.welcome(await desk.sent(), "ada@x.org")
    desk.first.secret = "another"
    unknown = await desk.back("first", address)
    desk.second.url = "https://elsewhere.example"
    away = await desk.client.post("/api/auth/provider", json={"provider": "second"})

    assert (unknown.status_code, away.status_code) == (502, 502)
    assert "tell your operator" in unknown.json()["error"]["message"]
    assert "cannot be reached" in away.json()["error"]["message"]


async def test_what_happened_is_noted(desk: Desk) -> None:
    await desk.enter()
    desk.first.lies = _lie(nonce="another")
    await desk.enter()

    log = desk.service.house.own.audit_log
    acts = [each.act for each in (await log.find(ActFilter(), cursor=None, limit=9)).items]
    noted = [(each.action, each.outcome, dict(each.details)) for each in acts]
    assert noted == [("signInByProvider", "done", {"provider": "first"})]
