"""embedContent and batchEmbedContents as a client asks them, and the answers to them."""

from collections.abc import Mapping, Sequence
from typing import Final

from domain.errors import Invalid
from domain.formats.camel_names import camelled
from domain.formats.encoded import Losses
from domain.formats.openai_embeddings.request import INPUTS_MAX
from domain.formats.reading import At, scrub
from domain.json import Json, JsonObject
from domain.llm.embedding import EmbeddingRequest, Vector
from domain.llm.prompt import Dropped
from domain.llm.usage import Usage

_SHARED: Final = ("taskType", "outputDimensionality")
_READ: Final = frozenset({"model", "content", "title", *_SHARED})
_UNSPECIFIED: Final = "TASK_TYPE_UNSPECIFIED"


def decode_request(body: JsonObject, *, many: bool) -> tuple[EmbeddingRequest, tuple[Dropped, ...]]:
    """What is asked, and what of it nobody can be told. Raises `Invalid`, naming the path."""
    losses = Losses()
    at = At(camelled(body))
    rows = [*at.objects("requests")] if many else [at]
    if not rows:
        raise Invalid("requests: is missing or empty")
    if len(rows) > INPUTS_MAX:
        raise Invalid(f"requests: has {len(rows):,} entries, {INPUTS_MAX:,} are possible")
    first = rows[0]
    for row in rows:
        for key in row.value:
            if key not in _READ and row.has(key):
                losses.note(row.where(key), "has no neutral form")
        for key in _SHARED:
            if row.value.get(key) != first.value.get(key):
                raise Invalid(f"{row.where(key)}: must be the same in all requests")
    purpose = first.text_or_none("taskType")
    titles = tuple(row.text_or_none("title") or None for row in rows)
    asked = EmbeddingRequest(
        inputs=tuple(_text(row.needed("content")) for row in rows),
        dimensions=first.integer("outputDimensionality", least=1),
        packed=False,
        purpose=None if purpose == _UNSPECIFIED else purpose,
        titles=titles if any(titles) else (),
    )
    return asked, tuple(losses.found)


def encode_reply(vectors: Sequence[Vector], *, usage: Usage, many: bool) -> JsonObject:
    """A count that is only estimated is none of the vendor's, and stays out."""
    rows: list[Mapping[str, Json]] = [{"values": vector.values} for vector in vectors]
    told: JsonObject = {"embeddings": rows} if many else {"embedding": rows[0]}
    if usage.estimated:
        return told
    return {**told, "usageMetadata": {"promptTokenCount": usage.input_total}}


def _text(content: At) -> str:
    """One text for all parts, as Google makes one vector of them."""
    texts: list[str] = []
    for part in content.objects("parts"):
        text = part.text_or_none("text")
        if text is None:
            raise Invalid(f"{part.where('text')}: is missing; only texts can be embedded")
        texts.append(scrub(text))
    if not texts:
        raise Invalid(f"{content.where('parts')}: is missing or empty")
    return "".join(texts)
