"""Relay keys."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from adapters.inbound.admin.allowances import BudgetBody, LimitsBody, budget_of, limits_of
from adapters.inbound.admin.use_cases import Caller, UseCases
from adapters.inbound.http.auditing import AuditedRoute, Noted, audited
from adapters.inbound.http.repeats import IdempotencyKey, repeatable
from application.admin.create_key import CreatedKey, KeyTerms
from application.admin.list_keys import OwnedKey
from domain.accounts.access import (
    ENDPOINTS,
    EVERYTHING,
    PATTERNS_MAX,
    Endpoint,
    ReasoningShown,
    Scope,
)
from domain.accounts.api_key import REUSE_S_MAX, KeyState
from domain.allowances.leaving import SECONDS_MAX, TOKENS_MAX, Leaving
from domain.allowances.terms import BUDGETS_MAX
from domain.audit.entry import Party
from domain.ids import KeyId, UserId
from domain.paging import LIMIT_MAX

router = APIRouter(prefix="/admin/api/keys", tags=["keys"], route_class=AuditedRoute)


class OwnerOut(BaseModel):
    kind: Literal["user", "team"]
    id: str
    name: str


class ScopeOut(BaseModel):
    models: list[str]
    endpoints: list[Endpoint]
    networks: list[str]


class LeavingBody(BaseModel):
    """Whether a call goes on when its client leaves: to its end, or to the caps."""

    model_config = ConfigDict(extra="forbid", strict=True)

    drain: bool
    seconds: int | None = Field(default=None, ge=1, le=SECONDS_MAX)
    tokens: int | None = Field(default=None, ge=1, le=TOKENS_MAX)

    def leaving(self) -> Leaving:
        """Raises `Invalid`."""
        return Leaving(drains=self.drain, seconds=self.seconds, tokens=self.tokens)


class KeyOut(BaseModel):
    id: str
    name: str
    prefix: str
    last4: str
    owner: OwnerOut
    state: KeyState
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    scope: ScopeOut
    when_client_leaves: LeavingBody | None
    reuse_s: int | None
    reasoning: ReasoningShown


class KeysOut(BaseModel):
    items: list[KeyOut]
    next_cursor: str | None


class NewScope(BaseModel):
    """What is left out is not restricted."""

    model_config = ConfigDict(extra="forbid")

    models: list[str] = Field(default=list(EVERYTHING), max_length=PATTERNS_MAX)
    endpoints: list[Endpoint] = Field(default=list(ENDPOINTS), max_length=len(ENDPOINTS))
    networks: list[str] = Field(default=[], max_length=PATTERNS_MAX)

    def scope(self) -> Scope:
        """Raises `Invalid`."""
        return Scope(
            models=tuple(self.models),
            endpoints=tuple(self.endpoints),
            networks=tuple(self.networks),
        )


class NewKey(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str = Field(max_length=200)
    owner_kind: Literal["user", "team"]
    owner_id: str = Field(max_length=64)
    expires_at: AwareDatetime | None = None
    scope: NewScope = NewScope()
    limits: LimitsBody = LimitsBody()
    budgets: list[BudgetBody] = Field(default=[], max_length=BUDGETS_MAX)


class WantedKeys(BaseModel):
    """Those whose name holds `search`, of one user or team; and a page of them."""

    model_config = ConfigDict(extra="forbid")

    search: str = Field(default="", max_length=200)
    owner: str | None = Field(default=None, max_length=64)
    cursor: str | None = Field(default=None, max_length=500)
    limit: int = Field(default=50, ge=1, le=LIMIT_MAX)


class CreatedKeyOut(BaseModel):
    """`secret` is the key's whole text; it is never shown again."""

    key: KeyOut
    secret: str


def _out(owned: OwnedKey, *, at: datetime) -> KeyOut:
    key = owned.key
    return KeyOut(
        id=key.id,
        name=key.name,
        prefix=key.prefix,
        last4=key.last4,
        owner=OwnerOut(
            kind="user" if key.user else "team",
            id=key.user or key.team or "",
            name=owned.owner_name,
        ),
        state=key.state(at=at),
        created_at=key.created_at,
        expires_at=key.expires_at,
        last_used_at=key.last_used_at,
        scope=ScopeOut(
            models=list(key.scope.models),
            endpoints=list(key.scope.endpoints),
            networks=list(key.scope.networks),
        ),
        when_client_leaves=_leaving_out(key.leaving),
        reuse_s=key.reuse_s,
        reasoning=key.reasoning,
    )


def _leaving_out(leaving: Leaving | None) -> LeavingBody | None:
    if leaving is None:
        return None
    return LeavingBody(drain=leaving.drains, seconds=leaving.seconds, tokens=leaving.tokens)


def created_out(made: CreatedKey, *, at: datetime) -> CreatedKeyOut:
    owned = OwnedKey(key=made.key, owner_name=made.owner_name)
    return CreatedKeyOut(key=_out(owned, at=at), secret=made.secret)


@router.get("", operation_id="listKeys")
async def list_keys(
    caller: Caller, use: UseCases, wanted: Annotated[WantedKeys, Query()]
) -> KeysOut:
    owner = None if wanted.owner is None else UserId(wanted.owner)
    page = await use.list_keys(
        text=wanted.search, owner=owner, cursor=wanted.cursor, limit=wanted.limit, by=caller
    )
    now = use.clock()
    return KeysOut(
        items=[_out(owned, at=now) for owned in page.items], next_cursor=page.next_cursor
    )


@router.get("/{key_id}", operation_id="readKey")
async def read_key(key_id: str, caller: Caller, use: UseCases) -> KeyOut:
    return _out(await use.read_key(KeyId(key_id), by=caller), at=use.clock())


@router.post("", status_code=201, operation_id="createKey")
@audited("key")
async def create_key(
    body: NewKey,
    caller: Caller,
    use: UseCases,
    note: Noted,
    idempotency_key: IdempotencyKey = None,
) -> CreatedKeyOut:
    """Asked for again under one `Idempotency-Key`, it is the same key, shown again."""
    note.say(owner=f"{body.owner_kind}:{body.owner_id}", models=", ".join(body.scope.models))
    made = await use.create_key(
        body.name,
        owner_kind=body.owner_kind,
        owner_id=body.owner_id,
        expires_at=body.expires_at,
        terms=KeyTerms(
            scope=body.scope.scope(),
            limits=limits_of(body.limits),
            budgets=tuple(budget_of(each) for each in body.budgets),
        ),
        by=caller,
        repeatable=repeatable(idempotency_key, body, by=f"key of administrator {caller.id}"),
    )
    note.subject = Party(kind="key", id=made.key.id)
    return created_out(made, at=use.clock())


class WhenClientLeaves(BaseModel):
    """`null`: what the models say."""

    model_config = ConfigDict(extra="forbid")

    when_client_leaves: LeavingBody | None


@router.put("/{key_id}/leaving", operation_id="setKeyLeaving")
@audited("key", id_in="key_id")
async def set_key_leaving(
    key_id: str, body: WhenClientLeaves, caller: Caller, use: UseCases, note: Noted
) -> KeyOut:
    said = body.when_client_leaves
    note.say(when_client_leaves=said and said.model_dump_json(exclude_none=True))
    leaving = None if said is None else said.leaving()
    changed = await use.change_key(KeyId(key_id), lambda key: key.when_left(leaving), by=caller)
    return _out(changed, at=use.clock())


class ReusingAnswers(BaseModel):
    """For so many seconds an answer is given again to the same question; `null`: never."""

    model_config = ConfigDict(extra="forbid", strict=True)

    seconds: int | None = Field(ge=1, le=REUSE_S_MAX)


@router.put("/{key_id}/reuse", operation_id="setKeyReuse")
@audited("key", id_in="key_id")
async def set_key_reuse(
    key_id: str, body: ReusingAnswers, caller: Caller, use: UseCases, note: Noted
) -> KeyOut:
    note.say(reuse_s=body.seconds or 0)
    changed = await use.change_key(KeyId(key_id), lambda key: key.reusing(body.seconds), by=caller)
    return _out(changed, at=use.clock())


class ShowingReasoning(BaseModel):
    """How clients of chat see what a model reasoned."""

    model_config = ConfigDict(extra="forbid")

    reasoning: ReasoningShown


@router.put("/{key_id}/reasoning", operation_id="setKeyReasoning")
@audited("key", id_in="key_id")
async def set_key_reasoning(
    key_id: str, body: ShowingReasoning, caller: Caller, use: UseCases, note: Noted
) -> KeyOut:
    shown = body.reasoning
    note.say(reasoning=shown)
    changed = await use.change_key(KeyId(key_id), lambda key: key.showing(shown), by=caller)
    return _out(changed, at=use.clock())


@router.post("/{key_id}/revoke", operation_id="revokeKey")
@audited("key", id_in="key_id")
async def revoke_key(key_id: str, caller: Caller, use: UseCases) -> KeyOut:
    return _out(await use.revoke_key(KeyId(key_id), by=caller), at=use.clock())
