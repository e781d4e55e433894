"""Providers of identities that the settings name, put together for the chat service."""

from adapters.inbound.chat.provider_use_cases import ProviderUseCases
from adapters.outbound.mongo.identities import MongoIdentities
from adapters.outbound.oidc.discovery import Discovery
from adapters.outbound.oidc.provider import OidcClient, OidcProvider
from adapters.outbound.system.clock import monotonic_s, utc_now
from adapters.outbound.system.ids import new_id, new_secret
from application.accounts.prove_owner import ProveOwner
from application.accounts.register_user import RegisterUser
from application.accounts.sign_in_by_provider import (
    BeginAtProvider,
    EnterByProvider,
    HearProvider,
    IdentityProviders,
    LinkIdentity,
    UnlinkIdentity,
)
from application.accounts.sign_in_user import ProveUser, SignInUser
from application.accounts.step_up import RequireProof
from application.ports.clock import Clock
from application.ports.identities import Identities
from application.ports.ids import NewId, NewSecret
from domain.accounts.identity import ProviderRules
from entrypoints.configuration.sign_in import SignInSettings
from entrypoints.container import Container
from entrypoints.settings import Settings
from entrypoints.ways_out import egress


def identity_providers(settings: Settings) -> IdentityProviders:
    return {name: _provider(name, each, settings) for name, each in settings.sign_in.items()}


def _provider(name: str, given: SignInSettings, settings: Settings) -> OidcProvider:
    label = given.label or name.replace("-", " ").capitalize()
    secret = given.client_secret
    return OidcProvider(
        ProviderRules(name=name, label=label, sign_up=given.sign_up, domains=given.domains),
        OidcClient(
            issuer=given.issuer,
            client_id=given.client_id,
            # One for each provider: an answer of one is never taken for another's (RFC 9700, 4.4).
            redirect_uri=f"{settings.site_url}/sign-in/{name}",
            scopes=given.scopes,
            client_secret=None if secret is None else secret.get_secret_value(),
            emails_are_confirmed=given.emails_are_confirmed,
        ),
        discovery=Discovery(
            given.issuer, label=label, egress=egress(given.places), stopwatch=monotonic_s
        ),
        clock=utc_now,
    )


def prove_owner(container: Container, *, sign_in: SignInUser) -> ProveOwner:
    users = container.users()
    return ProveOwner(
        users=users,
        prove=ProveUser(users=users, sign_in=sign_in),
        require_proof=RequireProof(sessions=container.sessions(), clock=utc_now),
    )


def provider_use_cases(
    container: Container, *, register: RegisterUser, sign_in: SignInUser
) -> ProviderUseCases:
    return provider_use_cases_on(
        identity_providers(container.settings()),
        MongoIdentities(container.database()),
        register,
        prove=prove_owner(container, sign_in=sign_in),
    )


def provider_use_cases_on(  # noqa: PLR0913 - what they stand on
    providers: IdentityProviders,
    identities: Identities,
    register: RegisterUser,
    *,
    prove: ProveOwner,
    new_id: NewId = new_id,
    new_secret: NewSecret = new_secret,
    clock: Clock = utc_now,
) -> ProviderUseCases:
    users, tickets = register.users, register.tickets
    return ProviderUseCases(
        rules=[each.rules for each in providers.values()],
        begin=BeginAtProvider(
            providers=providers, tickets=tickets, new_secret=new_secret, clock=clock
        ),
        hear=HearProvider(providers=providers, tickets=tickets, clock=clock),
        enter=EnterByProvider(
            providers=providers,
            identities=identities,
            users=users,
            register=register,
            new_id=new_id,
            clock=clock,
        ),
        link=LinkIdentity(identities=identities, users=users, clock=clock),
        unlink=UnlinkIdentity(identities=identities, users=users),
        identities=identities,
        prove=prove,
    )
