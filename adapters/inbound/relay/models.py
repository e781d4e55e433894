"""The models on offer, in the shape that the client's headers ask for."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request

from adapters.inbound.relay.caller import CallingPayer, UseCases
from adapters.inbound.relay.envelopes import speaks_anthropic
from adapters.inbound.relay.use_cases import RelayUseCases
from domain.agents.agent import agent_in
from domain.catalog.models import Catalog, Model
from domain.json import JsonObject
from domain.transactions.transaction import Payer

_EPOCH: Final = "1970-01-01T00:00:00Z"
"""Nobody knows when these models were made; the vendors say so by this time."""
_LIMIT_MAX: Final = 1_000
_Named = tuple[str, Model]

router = APIRouter()


@router.api_route("/v1/models", methods=["GET", "HEAD"], response_model=None)
async def list_models(
    request: Request,
    payer: CallingPayer,
    use: UseCases,
    limit: Annotated[int, Query(ge=1)] = _LIMIT_MAX,
    after_id: str | None = None,
    before_id: str | None = None,
) -> JsonObject:
    """Every model that the key may use, one row a name; aliases are names too.

    Anthropic's clients see those that chat: they can do nothing else.
    """
    granted = await use.granted_models(payer)
    agents = await _agents(granted, payer, use)
    if speaks_anthropic(request):
        named = [*_named(granted.answering("chat")), *agents]
        return _anthropic_page(named, limit=limit, after_id=after_id, before_id=before_id)
    # Codex insists on a list of its own, and drops it whole for an entry that it cannot read:
    # from an empty one it goes on with what it knows of models by itself.
    return {
        "object": "list",
        "data": [_openai(each) for each in (*_named(granted), *agents)],
        "models": [],
    }


@router.api_route("/v1/models/{name:path}", methods=["GET", "HEAD"], response_model=None)
async def get_model(name: str, request: Request, payer: CallingPayer, use: UseCases) -> JsonObject:
    granted = await use.granted_models(payer)
    agents = dict(await _agents(granted, payer, use)) if agent_in(name) else {}
    found = (name, agents[name]) if name in agents else (name, granted.find(name))
    return _anthropic(found) if speaks_anthropic(request) else _openai(found)


async def _agents(granted: Catalog, payer: Payer, use: RelayUseCases) -> Sequence[_Named]:
    """Agents that the key's user may use, whose models the key may."""
    if payer.user is None:
        return ()
    models = {model.name: model for model in granted.answering("chat").models}
    return [
        (
            held.agent.model_name,
            replace(models[held.agent.draft.model], label=held.agent.draft.name),
        )
        for held in await use.list_agents(by=payer.user)
        if held.agent.draft.model in models
    ]


def _named(catalog: Catalog) -> Sequence[_Named]:
    return [(name, model) for model in catalog.models for name in (model.name, *model.aliases)]


def _openai(named: _Named) -> JsonObject:
    name, model = named
    return {"id": name, "object": "model", "created": 0, "owned_by": model.provider}


def _anthropic(named: _Named) -> JsonObject:
    name, model = named
    return {
        "type": "model",
        "id": name,
        "display_name": model.label,
        "created_at": _EPOCH,
        "lifecycle": "active",
        "deprecated_at": None,
        "retires_at": None,
        "line": None,
        "max_input_tokens": model.capabilities.context_tokens,
        "max_tokens": model.capabilities.max_output_tokens,
        "capabilities": None,
    }


def _anthropic_page(
    named: Sequence[_Named], *, limit: int, after_id: str | None, before_id: str | None
) -> JsonObject:
    """An id that is on no page begins at the start, or ends at the end."""
    names = [name for name, _ in named]
    first = names.index(after_id) + 1 if after_id in names else 0
    last = names.index(before_id) if before_id in names else len(names)
    start = first if before_id is None else max(first, last - limit)
    page = named[start:last][:limit]
    return {
        "data": [_anthropic(each) for each in page],
        "has_more": start + len(page) < last if before_id is None else start > first,
        "first_id": page[0][0] if page else None,
        "last_id": page[-1][0] if page else None,
    }
