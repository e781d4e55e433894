"""Keys for `/v1` that people make for themselves. Money is a decimal string of nano-USD."""

from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from adapters.inbound.chat.use_cases import Caller, UseCases
from adapters.inbound.http.auditing import AuditedRoute, Noted, audited
from adapters.inbound.http.repeats import IdempotencyKey, repeatable
from application.admin.create_key import CreatedKey
from application.own.keys import OwnKey
from domain.accounts.access import ENDPOINTS, EVERYTHING, PATTERNS_MAX, Endpoint, Scope
from domain.accounts.api_key import KeyState
from domain.audit.entry import Party
from domain.ids import KeyId
from domain.transactions.money import ZERO

router = APIRouter(prefix="/api/keys", tags=["keys"], route_class=AuditedRoute)

Overlap = Annotated[int, Field(ge=0, le=30 * 86_400)]


class OwnScope(BaseModel):
    """What is left out is not restricted, beyond what the owner may do."""

    model_config = ConfigDict(extra="forbid")

    models: list[str] = Field(default=list(EVERYTHING), max_length=PATTERNS_MAX)
    endpoints: list[Endpoint] = Field(default=list(ENDPOINTS), max_length=len(ENDPOINTS))
    networks: list[str] = Field(default=[], max_length=PATTERNS_MAX)


class NewOwnKey(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=200)
    expires_at: AwareDatetime | None = None
    scope: OwnScope = OwnScope()


class Rotation(BaseModel):
    """For how long the old key goes on beside the new one."""

    model_config = ConfigDict(extra="forbid", strict=True)

    overlap_s: Overlap = 3_600


class OwnKeyOut(BaseModel):
    """`spent_nano_usd` is of the last thirty days."""

    id: str
    name: str
    prefix: str
    last4: str
    state: KeyState
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    scope: OwnScope
    spent_nano_usd: str


class OwnKeysOut(BaseModel):
    items: list[OwnKeyOut]


class OwnSecretOut(BaseModel):
    """`secret` is the key's whole text; it is never shown again."""

    key: OwnKeyOut
    secret: str


def _out(own: OwnKey, *, at: datetime) -> OwnKeyOut:
    key, scope = own.key, own.key.scope
    return OwnKeyOut(
        id=key.id,
        name=key.name,
        prefix=key.prefix,
        last4=key.last4,
        state=key.state(at=at),
        created_at=key.created_at,
        expires_at=key.expires_at,
        last_used_at=key.last_used_at,
        scope=OwnScope(
            models=list(scope.models),
            endpoints=list(scope.endpoints),
            networks=list(scope.networks),
        ),
        spent_nano_usd=str(own.spent),
    )


def _made(made: CreatedKey, *, at: datetime) -> OwnSecretOut:
    return OwnSecretOut(key=_out(OwnKey(key=made.key, spent=ZERO), at=at), secret=made.secret)


@router.get("", operation_id="listOwnKeys")
async def list_own_keys(caller: Caller, use: UseCases) -> OwnKeysOut:
    """Newest first; those that ended too."""
    now, found = use.own.clock(), await use.own.list_keys(by=caller)
    return OwnKeysOut(items=[_out(each, at=now) for each in found])


@router.post("", status_code=201, operation_id="createOwnKey")
@audited("key")
async def create_own_key(
    body: NewOwnKey,
    caller: Caller,
    use: UseCases,
    note: Noted,
    idempotency_key: IdempotencyKey = None,
) -> OwnSecretOut:
    """Asked for again under one `Idempotency-Key`, it is the same key, shown again."""
    scope = Scope(
        models=tuple(body.scope.models),
        endpoints=tuple(body.scope.endpoints),
        networks=tuple(body.scope.networks),
    )
    made = await use.own.create_key(
        body.name,
        expires_at=body.expires_at,
        scope=scope,
        by=caller,
        repeatable=repeatable(idempotency_key, body, by=f"key of user {caller}"),
    )
    note.subject = Party(kind="key", id=made.key.id)
    return _made(made, at=use.own.clock())


@router.post("/{id}/rotate", status_code=201, operation_id="rotateOwnKey")
@audited("key", id_in="id")
async def rotate_own_key(
    id: str, body: Rotation, caller: Caller, use: UseCases, note: Noted
) -> OwnSecretOut:
    overlap = timedelta(seconds=body.overlap_s)
    made = await use.own.rotate_key(KeyId(id), overlap=overlap, by=caller)
    note.say(successor=made.key.id, overlap_s=body.overlap_s)
    return _made(made, at=use.own.clock())


@router.delete("/{id}", status_code=204, operation_id="revokeOwnKey")
@audited("key", id_in="id")
async def revoke_own_key(id: str, caller: Caller, use: UseCases) -> None:
    """For good. It stays in the list, with its end."""
    await use.own.revoke_key(KeyId(id), by=caller)
