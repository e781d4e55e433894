"""The models on offer, in the shape that OpenAI's clients read."""

from fastapi import APIRouter

from adapters.inbound.relay.caller import CallingPayer, UseCases
from domain.catalog.models import Model
from domain.json import JsonObject

router = APIRouter()


@router.get("/v1/models", response_model=None)
async def list_models(payer: CallingPayer, use: UseCases) -> JsonObject:
    """Every model, one row a name; aliases are names too."""
    del payer  # Which models a key may use comes with key scopes; all may use all now.
    catalog = await use.catalog.current()
    names = [_row(name, model) for model in catalog.models for name in (model.name, *model.aliases)]
    return {"object": "list", "data": names}


@router.get("/v1/models/{name:path}", response_model=None)
async def get_model(name: str, payer: CallingPayer, use: UseCases) -> JsonObject:
    del payer
    catalog = await use.catalog.current()
    return _row(name, catalog.find(name))


def _row(name: str, model: Model) -> JsonObject:
    return {"id": name, "object": "model", "created": 0, "owned_by": model.provider}
