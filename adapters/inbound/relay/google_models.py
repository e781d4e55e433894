"""The models on offer as Google lists them."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Final

from fastapi import APIRouter, Query

from adapters.inbound.relay.caller import CallingPayer, UseCases
from domain.catalog.models import Catalog, Model
from domain.errors import Invalid
from domain.json import Json, JsonObject
from domain.llm.tasks import Task

_COLLECTION: Final = "models/"
_PAGE_MAX: Final = 1_000
_METHODS: Final[Mapping[Task, Sequence[str]]] = {
    "chat": ("generateContent", "streamGenerateContent", "countTokens"),
    "embeddings": ("embedContent", "batchEmbedContents"),
}
_Named = tuple[str, Model]

router = APIRouter()


@router.api_route("/v1beta/models", methods=["GET", "HEAD"], response_model=None)
async def list_google_models(
    payer: CallingPayer,
    use: UseCases,
    page_size: Annotated[int, Query(alias="pageSize", ge=0)] = _PAGE_MAX,
    page_token: Annotated[str, Query(alias="pageToken")] = "",
) -> JsonObject:
    """Every model that the key may use, one row a name; aliases are names too."""
    return google_page(await use.granted_models(payer), size=page_size, token=page_token)


@router.api_route("/v1beta/models/{name:path}", methods=["GET", "HEAD"], response_model=None)
async def get_google_model(name: str, payer: CallingPayer, use: UseCases) -> JsonObject:
    return google_model(await use.granted_models(payer), name)


def google_page(catalog: Catalog, *, size: int, token: str) -> JsonObject:
    """Of those that chat or make vectors, as Google's clients here can.

    A page begins at its token, which is the first name on it. Raises `Invalid` for another.
    """
    useful = [model for model in catalog.models if _methods(model)]
    named = [(name, model) for model in useful for name in (model.name, *model.aliases)]
    names = [name for name, _ in named]
    if token and token not in names:
        raise Invalid("pageToken: leads to no page")
    first = names.index(token) if token else 0
    last = first + min(size or _PAGE_MAX, _PAGE_MAX)
    page: JsonObject = {"models": [_row(each) for each in named[first:last]]}
    return {**page, "nextPageToken": names[last]} if last < len(names) else page


def google_model(catalog: Catalog, name: str) -> JsonObject:
    """Raises `NotFound`. The name may come with its collection."""
    name = name.removeprefix(_COLLECTION)
    return _row((name, catalog.find(name)))


def _row(named: _Named) -> JsonObject:
    name, model = named
    limits = {
        "inputTokenLimit": model.capabilities.context_tokens,
        "outputTokenLimit": model.capabilities.max_output_tokens,
    }
    return {
        "name": f"{_COLLECTION}{name}",
        "baseModelId": name,
        "version": "1",
        "displayName": model.label,
        "description": "",
        **{key: value for key, value in limits.items() if value is not None},
        "supportedGenerationMethods": _methods(model),
        "thinking": model.capabilities.thinking != "none",
    }


def _methods(model: Model) -> Sequence[Json]:
    return [method for task in model.tasks for method in _METHODS.get(task, ())]
