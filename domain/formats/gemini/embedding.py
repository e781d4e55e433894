"""Gemini's embedContent and batchEmbedContents: texts in, vectors out."""

from collections.abc import Mapping, Sequence
from typing import Final

from domain.errors import Invalid
from domain.formats.encoded import EncodedRequest, Losses
from domain.formats.openai_embeddings.reply import read_vector
from domain.formats.reading import At
from domain.formats.token_counts import count
from domain.json import Json, read
from domain.llm.embedding import EmbeddingInput, EmbeddingRequest, Vector

BATCH_MAX: Final = 100
"""How many texts one batch may have."""
_UNKNOWN: Final = "Gemini's embeddings have no such parameter"


def encode_request(
    asked: EmbeddingRequest, inputs: Sequence[EmbeddingInput], *, model: str, start: int = 0
) -> EncodedRequest:
    """Some of the inputs, as one body: of `embedContent` for one, else of `batchEmbedContents`.

    `start` is the place of their first among all. `model` is with its collection (`models/…`).
    Raises `Invalid` for tokens: Gemini takes texts.
    """
    losses = Losses()
    losses.note_given([("user", asked.user), *asked.extra.items()], _UNKNOWN)
    titles = asked.titles[start : start + len(inputs)] or (None,) * len(inputs)
    requests = [_one(asked, each, model, title) for each, title in zip(inputs, titles, strict=True)]
    body: dict[str, Json] = requests[0] if len(requests) == 1 else {"requests": requests}
    return EncodedRequest(body=body, dropped=tuple(losses.found))


def decode_reply(raw: bytes, *, inputs: int) -> tuple[tuple[Vector, ...], int | None]:
    """The vectors, and the count of input tokens where the vendor gives one.

    Raises `Invalid` for an answer that is none.
    """
    body = read(raw)
    if not isinstance(body, Mapping):
        raise Invalid("an answer must be an object")
    at = At(body)
    rows = [at.needed("embedding")] if inputs == 1 else [*at.objects("embeddings")]
    if len(rows) != inputs:
        raise Invalid(f"{len(rows)} vectors came for {inputs} inputs")
    vectors = tuple(read_vector(row.value.get("values")) for row in rows)
    return vectors, count(at.object("usageMetadata"), "promptTokenCount") or None


def _one(
    asked: EmbeddingRequest, given: EmbeddingInput, model: str, title: str | None
) -> dict[str, Json]:
    if not isinstance(given, str):
        raise Invalid("input: this model takes texts, not tokens")
    body: dict[str, Json] = {"model": model, "content": {"parts": [{"text": given}]}}
    if asked.dimensions is not None:
        body["outputDimensionality"] = asked.dimensions
    if asked.purpose is not None:
        body["taskType"] = asked.purpose
    if title is not None:
        body["title"] = title
    return body
