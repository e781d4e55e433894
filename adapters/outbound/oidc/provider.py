"""A provider of identities: authorization code with PKCE (RFC 9700, OpenID Connect Core 1.0)."""

import base64
from dataclasses import dataclass, field
from typing import Final, final
from urllib.parse import quote, urlencode

from typing_extensions import override

from adapters.outbound.oidc.discovery import Discovery, Metadata
from adapters.outbound.oidc.signatures import UnknownKey, signed_claims
from application.ports.clock import Clock
from application.ports.egress import WebRequest
from application.ports.identity_providers import IdentityProvider
from domain.accounts.id_token import check_id_token
from domain.accounts.identity import Claims, ProviderRules
from domain.accounts.sign_in_flow import SignInFlow
from domain.accounts.user import Email, email
from domain.errors import Invalid, Unauthenticated, UpstreamFailed
from domain.json import JsonObject

_FORM: Final = {"content-type": "application/x-www-form-urlencoded"}
_OK: Final = 200
_REFUSING: Final = frozenset({400, 401, 403})
_CODE_LENGTH_MAX: Final = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class OidcClient:
    """What was agreed on with a provider. Without a secret it is a public client.

    `emails_are_confirmed`: it gives out no address that nobody confirmed, though it does not say
    so of each.
    """

    issuer: str
    client_id: str
    redirect_uri: str
    scopes: tuple[str, ...]
    client_secret: str | None = field(default=None, repr=False)
    emails_are_confirmed: bool = False


@final
class OidcProvider(IdentityProvider):
    def __init__(
        self, rules: ProviderRules, client: OidcClient, *, discovery: Discovery, clock: Clock
    ) -> None:
        self._rules = rules
        self._client = client
        self._discovery = discovery
        self._clock = clock

    @property
    @override
    def rules(self) -> ProviderRules:
        return self._rules

    @override
    async def address(self, flow: SignInFlow) -> str:
        metadata = await self._discovery.metadata()
        asked = {
            "response_type": "code",
            "client_id": self._client.client_id,
            "redirect_uri": self._client.redirect_uri,
            "scope": " ".join(self._client.scopes),
            "state": flow.state,
            "nonce": flow.nonce,
            "code_challenge": flow.challenge,
            "code_challenge_method": "S256",
        }
        mark = "&" if "?" in metadata.authorization_endpoint else "?"
        return f"{metadata.authorization_endpoint}{mark}{urlencode(asked)}"

    @override
    async def redeem(self, flow: SignInFlow, code: str, *, issuer: str) -> Claims:
        metadata = await self._discovery.metadata()
        if (issuer or metadata.names_itself) and issuer != self._client.issuer:
            raise Unauthenticated("another provider answered than was asked; begin again")
        granted = await self._granted(metadata, flow, code)
        id_token, access = granted.get("id_token"), granted.get("access_token")
        if not isinstance(id_token, str):
            raise UpstreamFailed(f"{self._rules.label} does not say who you are")
        said = await self._signed(id_token)
        subject = check_id_token(
            said,
            issuer=self._client.issuer,
            client=self._client.client_id,
            nonce=flow.nonce,
            at=self._clock(),
        )
        if isinstance(access, str) and not {"email", "name"} <= set(said):
            said = {**await self._more(metadata, subject, access), **said}
        return Claims(
            issuer=self._client.issuer,
            subject=subject,
            email=self._email(said),
            name=_name(said),
        )

    async def _granted(self, metadata: Metadata, flow: SignInFlow, code: str) -> JsonObject:
        if not 0 < len(code) <= _CODE_LENGTH_MAX:
            raise Unauthenticated("this is not a code; begin again")
        client = self._client
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": client.redirect_uri,
            "code_verifier": flow.verifier,
        }
        headers = dict(_FORM)
        if client.client_secret is not None and metadata.takes_basic:
            headers["authorization"] = _basic(client.client_id, client.client_secret)
        else:
            form["client_id"] = client.client_id
            if client.client_secret is not None:
                form["client_secret"] = client.client_secret
        status, found = await self._discovery.ask(
            WebRequest(
                url=metadata.token_endpoint,
                method="POST",
                headers=headers,
                body=urlencode(form).encode(),
            )
        )
        if status == _OK and found is not None:
            return found
        # Our own credentials being wrong is the operator's to know, not who signs in.
        if status in _REFUSING and found is not None and found.get("error") == "invalid_grant":
            raise Unauthenticated(f"{self._rules.label} did not accept the way back; begin again")
        raise UpstreamFailed(f"{self._rules.label} does not let Parley ask; tell your operator")

    async def _signed(self, token: str) -> JsonObject:
        try:
            return signed_claims(token, await self._discovery.keys())
        except UnknownKey:
            return signed_claims(token, await self._discovery.keys(anew=True))

    async def _more(self, metadata: Metadata, subject: str, access: str) -> JsonObject:
        """From the userinfo endpoint: of the same person, or nothing (section 5.3.2)."""
        if metadata.userinfo_endpoint is None:
            return {}
        headers = {"authorization": f"Bearer {access}"}
        url = metadata.userinfo_endpoint
        found = await self._discovery.fetch(WebRequest(url=url, headers=headers))
        if found.get("sub") != subject:
            raise Unauthenticated("the provider speaks of two people; begin again")
        return found

    def _email(self, said: JsonObject) -> Email | None:
        address, confirmed = said.get("email"), said.get("email_verified")
        # Some say it as text.
        is_confirmed = confirmed is True or confirmed == "true"
        if not isinstance(address, str):
            return None
        if not is_confirmed and not (confirmed is None and self._client.emails_are_confirmed):
            return None
        try:
            return email(address)
        except Invalid:
            return None


def _basic(name: str, secret: str) -> str:
    """As RFC 6749 section 2.3.1 wants it: each form-encoded first."""
    pair = f"{quote(name, safe='')}:{quote(secret, safe='')}"
    return "Basic " + base64.b64encode(pair.encode()).decode()


def _name(said: JsonObject) -> str:
    for field_name in ("name", "preferred_username", "nickname"):
        found = said.get(field_name)
        if isinstance(found, str) and found.strip():
            return found[:1_000]
    return ""
