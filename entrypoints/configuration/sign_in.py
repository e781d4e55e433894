"""Providers of identities: who says who people are, beside our own passwords."""

from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator

from domain.accounts.identity import SignUp
from domain.errors import Invalid
from domain.tools.addresses import EgressRules
from entrypoints.configuration import urls
from entrypoints.configuration.tools import Place, place_of

ProviderName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,29}$")]
_Domain = Annotated[str, Field(pattern=r"^[a-z0-9.-]{1,253}$")]
_Scope = Annotated[str, Field(pattern=r"^[\x21\x23-\x5b\x5d-\x7e]{1,200}$")]


class SignInSettings(BaseModel):
    """`issuer` exactly as the provider writes it: it is compared letter by letter.

    `emails_are_confirmed`: believe its addresses though it does not say of each that it was
    confirmed. `trusted` are places inside, as `host:port`, where it is asked beside its issuer's.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    issuer: str
    client_id: Annotated[str, Field(min_length=1, max_length=500)]
    client_secret: SecretStr | None = None
    client_secret_env: str | None = None
    label: Annotated[str, Field(max_length=40)] = ""
    scopes: tuple[_Scope, ...] = ("openid", "email", "profile")
    sign_up: SignUp = "registration"
    domains: tuple[_Domain, ...] = ()
    emails_are_confirmed: bool = False
    trusted: tuple[Place, ...] = ()

    @model_validator(mode="after")
    def _whole(self) -> Self:
        try:
            EgressRules(trusted=place_of(self.issuer)).place(self.issuer)
        except Invalid as error:
            raise ValueError(f"issuer: {error}") from None
        parts = urlsplit(self.issuer)
        if parts.query or parts.fragment:
            raise ValueError("issuer: must hold no query and no fragment")
        if parts.scheme == "http" and not urls.is_loopback(parts.hostname or ""):
            raise ValueError("issuer: must be https, but on this machine itself")
        if "openid" not in self.scopes:
            raise ValueError("scopes: OpenID Connect needs the scope openid")
        if self.client_secret is not None and not self.client_secret.get_secret_value():
            raise ValueError("client_secret: is empty; leave it out for a public client")
        return self

    @property
    def places(self) -> tuple[str, ...]:
        """Where it may be asked though it is inside."""
        return (*self.trusted, *place_of(self.issuer))
