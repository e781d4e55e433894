"""A small provider of identities (OpenID Connect), honest until a test tells it otherwise.

It checks what a careful one checks: who the client is, where it sends people, that a code is used
once, by who began (PKCE). It knows nobody: whoever comes says who they are.
"""

import base64
import hashlib
import html
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from jwt.algorithms import ECAlgorithm, RSAAlgorithm
from typing_extensions import override

from application.ports.egress import Egress, WebAnswer, WebRequest
from domain.errors import Invalid

Key = RSAPrivateKey | EllipticCurvePrivateKey
Said = dict[str, Any]
CLIENT: Final = "parley"
SECRET: Final = "open:sesame & more of what nobody guesses"
LASTS_S: Final = 300
PAGE: Final = """<!doctype html><html lang="en"><title>Who are you?</title><h1>Who are you?</h1>
<form method="post" action="{action}">
<label>Address <input name="email" required></label>
<label>Name <input name="name" required></label>
<button>Continue</button></form></html>"""


@cache
def rsa_key(number: int = 0, bits: int = 2048) -> RSAPrivateKey:
    """One for each number: making them takes a while."""
    assert number >= 0
    return rsa.generate_private_key(65_537, bits)


@cache
def ec_key() -> EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def public_jwk(key: Key, kid: str) -> Said:
    if isinstance(key, RSAPrivateKey):
        found: Said = json.loads(RSAAlgorithm.to_jwk(key.public_key()))
    else:
        found = json.loads(ECAlgorithm.to_jwk(key.public_key()))
    return {**found, "kid": kid, "use": "sig"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted:
    """What a code stands for."""

    redirect_uri: str
    challenge: str
    nonce: str
    person: Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    status: int
    body: str
    headers: Mapping[str, str] = field(default_factory=dict[str, str])

    @classmethod
    def of(cls, status: int, body: object) -> "Told":
        return cls(
            status=status, body=json.dumps(body), headers={"content-type": "application/json"}
        )


@dataclass
class Issuer:
    """`url` is its issuer, without a slash at the end. Times are seconds since 1970.

    `lies` changes what an ID token says before it is signed, `forges` the token itself;
    `withholds` are claims that only the userinfo endpoint tells; `also` is said in the metadata.
    """

    url: str
    now_s: Callable[[], float]
    secret: str | None = SECRET
    key: Key = field(default_factory=rsa_key)
    kid: str = "k0"
    keys: list[Said] | None = None
    lies: Callable[[Said], Said] = lambda said: said
    forges: Callable[[Said], str] | None = None
    withholds: frozenset[str] = frozenset()
    userinfo: Said = field(default_factory=dict[str, Any])
    also: Said = field(default_factory=dict[str, Any])
    asked: list[str] = field(default_factory=list[str])
    codes: dict[str, Granted] = field(default_factory=dict[str, Granted])
    people: dict[str, Said] = field(default_factory=dict[str, Said])

    def answer(self, request: WebRequest) -> Told:  # noqa: PLR0911 - one for each address
        """To what stands behind its `url`."""
        parts = urlsplit(request.url)
        path = parts.path.removeprefix(urlsplit(self.url).path)
        self.asked.append(path)
        form = dict(parse_qsl((request.body or b"").decode(), keep_blank_values=True))
        match request.method, path:
            case "GET", "/.well-known/openid-configuration":
                return Told.of(200, self._metadata())
            case "GET", "/jwks":
                keys = [public_jwk(self.key, self.kid)] if self.keys is None else self.keys
                return Told.of(200, {"keys": keys})
            case "GET", "/authorize":
                action = html.escape(request.url, quote=True)
                page = PAGE.format(action=action)
                return Told(status=200, body=page, headers={"content-type": "text/html"})
            case "POST", "/authorize":
                address = self.welcome(request.url, form["email"], name=form["name"])
                return Told(status=303, body="", headers={"location": address})
            case "POST", "/token":
                return self._token(form, request.headers.get("authorization", ""))
            case "GET", "/userinfo":
                access = request.headers.get("authorization", "").removeprefix("Bearer ")
                known = self.people.get(access)
                return Told.of(401, {}) if known is None else Told.of(200, known | self.userinfo)
            case _:
                return Told.of(404, {})

    def welcome(self, address: str, email: str, **more: object) -> str:
        """Somebody says who they are; where their browser goes then."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["client_id"] == CLIENT
        assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
        code = secrets.token_urlsafe(24)
        person = {
            "sub": hashlib.sha256(email.encode()).hexdigest()[:20],
            "email": email,
            "email_verified": True,
            "name": "Ada Lovelace",
            **more,
        }
        self.codes[code] = Granted(
            redirect_uri=asked["redirect_uri"],
            challenge=asked["code_challenge"],
            nonce=asked["nonce"],
            person=person,
        )
        back = {"code": code, "state": asked["state"], "iss": self.url}
        return f"{asked['redirect_uri']}?{urlencode(back)}"

    def sign(self, said: Said, *, algorithm: str | None = None, **headers: object) -> str:
        usual = "RS256" if isinstance(self.key, RSAPrivateKey) else "ES256"
        return jwt.encode(said, self.key, algorithm or usual, headers={"kid": self.kid, **headers})

    def _metadata(self) -> Said:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/jwks",
            "response_types_supported": ["code"],
            "authorization_response_iss_parameter_supported": True,
            **self.also,
        }

    def _token(self, form: Mapping[str, str], authorization: str) -> Told:
        if not self._is_client(form, authorization):
            return Told.of(401, {"error": "invalid_client"})
        granted = self.codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if granted is None or granted.redirect_uri != form.get("redirect_uri"):
            return Told.of(400, {"error": "invalid_grant"})
        if granted.challenge != challenge:
            return Told.of(400, {"error": "invalid_grant"})
        access = secrets.token_urlsafe(24)
        self.people[access] = granted.person
        shown = {n: v for n, v in granted.person.items() if n not in self.withholds}
        now_s = int(self.now_s())
        said = self.lies(
            {
                "iss": self.url,
                "aud": CLIENT,
                "iat": now_s,
                "exp": now_s + LASTS_S,
                "nonce": granted.nonce,
                **shown,
            }
        )
        token = self.sign(said) if self.forges is None else self.forges(said)
        given = {"access_token": access, "token_type": "Bearer", "id_token": token}
        return Told.of(200, given)

    def _is_client(self, form: Mapping[str, str], authorization: str) -> bool:
        if self.secret is None:
            return form.get("client_id") == CLIENT
        pair = f"{CLIENT}:{urlencode({'': self.secret})[1:].replace('+', '%20')}"
        basic = f"Basic {base64.b64encode(pair.encode()).decode()}"
        posted = form.get("client_id") == CLIENT and form.get("client_secret") == self.secret
        return authorization == basic or posted


@dataclass
class Issuers(Egress):
    """The way out to some of them, without a network; all else is away."""

    known: list[Issuer]

    @override
    async def send(self, request: WebRequest) -> WebAnswer:
        for each in self.known:
            if request.url.startswith(f"{each.url}/"):
                told = each.answer(request)
                return WebAnswer(
                    url=request.url,
                    status=told.status,
                    headers=told.headers,
                    body=told.body.encode(),
                )
        raise Invalid("this address cannot be reached")
