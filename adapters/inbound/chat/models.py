from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel

from adapters.inbound.chat.use_cases import Caller, UseCases
from domain.catalog.models import Model
from domain.transactions.transaction import Payer

router = APIRouter(prefix="/api/models", tags=["models"])

Capability = Literal["vision", "tools", "reasoning"]


class PriceOut(BaseModel):
    input_nano_usd_per_mtok: str
    output_nano_usd_per_mtok: str


class ModelOut(BaseModel):
    name: str
    label: str
    provider: str
    context_tokens: int | None
    max_output_tokens: int | None
    capabilities: list[Capability]
    price: PriceOut | None
    is_default: bool


class ModelsOut(BaseModel):
    models: list[ModelOut]


@router.get("", operation_id="listModels")
async def list_models(caller: Caller, use: UseCases) -> ModelsOut:
    """Those that the caller may chat with."""
    catalog = (await use.granted_models(Payer(user=caller))).answering("chat")
    return ModelsOut(
        models=[_out(model, is_default=model is catalog.default) for model in catalog.models]
    )


def _out(model: Model, *, is_default: bool) -> ModelOut:
    price = model.price
    return ModelOut(
        name=model.name,
        label=model.label,
        provider=model.provider,
        context_tokens=model.capabilities.context_tokens,
        max_output_tokens=model.capabilities.max_output_tokens,
        capabilities=_capabilities(model),
        price=None
        if price is None
        else PriceOut(
            input_nano_usd_per_mtok=str(price.input), output_nano_usd_per_mtok=str(price.output)
        ),
        is_default=is_default,
    )


def _capabilities(model: Model) -> list[Capability]:
    can = model.capabilities
    found: list[Capability] = []
    if can.vision:
        found.append("vision")
    if can.tools:
        found.append("tools")
    if can.thinking != "none":
        found.append("reasoning")
    return found
