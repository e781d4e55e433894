"""Keys of one's own at providers. They go in and never out."""

from datetime import datetime

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from adapters.inbound.chat.use_cases import Caller, UseCases
from adapters.inbound.http.auditing import AuditedRoute, Noted, audited
from application.own_provider_keys import ListedProvider
from domain.catalog.models import ProviderKind
from domain.catalog.own_key import KEY_LENGTH_MAX

router = APIRouter(prefix="/api/provider-keys", tags=["keys"], route_class=AuditedRoute)

_NAME_MAX = 64


class ProviderNamed(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    provider: str = Field(max_length=_NAME_MAX)


class ProviderKeyIn(ProviderNamed):
    secret: str = Field(max_length=KEY_LENGTH_MAX + 100)


class ProviderKeyOut(BaseModel):
    """`is_used`: its provider is still where it was when the key was given."""

    last4: str
    created_at: datetime
    is_used: bool


class OpenProviderOut(BaseModel):
    """A provider where one may use a key of one's own; `key` is there where one does."""

    provider: str
    kind: ProviderKind
    key: ProviderKeyOut | None

    @classmethod
    def of(cls, listed: ListedProvider) -> "OpenProviderOut":
        key = listed.key
        return cls(
            provider=listed.provider.name,
            kind=listed.provider.kind,
            key=key
            and ProviderKeyOut(last4=key.last4, created_at=key.created_at, is_used=listed.holds),
        )


class OpenProvidersOut(BaseModel):
    items: list[OpenProviderOut]


async def _listed(caller: Caller, use: UseCases) -> OpenProvidersOut:
    found = await use.provider_keys.list(by=caller)
    return OpenProvidersOut(items=[OpenProviderOut.of(each) for each in found])


@router.get("", operation_id="listProviderKeys")
async def list_provider_keys(caller: Caller, use: UseCases) -> OpenProvidersOut:
    """Of each provider where people may use their own."""
    return await _listed(caller, use)


@router.put("", operation_id="keepProviderKey")
@audited("user")
async def keep_provider_key(
    body: ProviderKeyIn, caller: Caller, use: UseCases, note: Noted
) -> OpenProvidersOut:
    """It is tried first. From then on it is used for all calls on one's account."""
    note.say(provider=body.provider)
    await use.provider_keys.keep(body.provider, body.secret, by=caller)
    return await _listed(caller, use)


@router.post("/removal", status_code=204, operation_id="forgetProviderKey")
@audited("user")
async def forget_provider_key(
    body: ProviderNamed, caller: Caller, use: UseCases, note: Noted
) -> None:
    note.say(provider=body.provider)
    await use.provider_keys.forget(body.provider, by=caller)
