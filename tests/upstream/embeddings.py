"""Vectors of the fake upstream: words in common make them near, and nothing is left to chance.

Each word adds one to the place that its checksum names; vectors have the length one. One word is
one token. Gemini's answers have no count, as the vendor's have none.
"""

import base64
import json
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any, Final, Literal

from tests.upstream.mode import Mode

DIMENSIONS: Final = 64
_ABSURD: Final = 10**15


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddingAsked:
    """`many`: Gemini was asked for a batch; `packed`: OpenAI for base64."""

    dialect: Literal["openai", "gemini"]
    model: str
    inputs: tuple[str, ...]
    dimensions: int
    many: bool = False
    packed: bool = False


def embedding_asked(path: str, content: bytes) -> EmbeddingAsked | None:
    """What is asked in either dialect; `None` for anything else."""
    if path.endswith("/embeddings"):
        body = json.loads(content)
        return EmbeddingAsked(
            dialect="openai",
            model=str(body["model"]),
            inputs=_inputs(body["input"]),
            dimensions=body.get("dimensions") or DIMENSIONS,
            packed=body.get("encoding_format") == "base64",
        )
    model, _, action = path.rpartition("/")[2].partition(":")
    if action not in {"embedContent", "batchEmbedContents"}:
        return None
    body = json.loads(content)
    many = action == "batchEmbedContents"
    requests: list[dict[str, Any]] = body["requests"] if many else [body]
    return EmbeddingAsked(
        dialect="gemini",
        model=model,
        inputs=tuple(_text(each) for each in requests),
        dimensions=requests[0].get("outputDimensionality") or DIMENSIONS,
        many=many,
    )


def embeddings_of(asked: EmbeddingAsked, mode: Mode) -> dict[str, Any]:
    vectors = [vector_of(text, asked.dimensions) for text in asked.inputs]
    if asked.dialect == "gemini":
        rows = [{"values": vector} for vector in vectors]
        return {"embeddings": rows} if asked.many else {"embedding": rows[0]}
    data = [
        {"object": "embedding", "index": index, "embedding": _written(vector, asked.packed)}
        for index, vector in enumerate(vectors)
    ]
    tokens = {
        "true": sum(len(text.split()) for text in asked.inputs),
        "none": None,
        "zero": 0,
        "absurd": _ABSURD,
    }[mode.usage]
    answer: dict[str, Any] = {"object": "list", "data": data, "model": asked.model}
    if tokens is not None:
        answer["usage"] = {"prompt_tokens": tokens, "total_tokens": tokens}
    return answer


def vector_of(text: str, dimensions: int = DIMENSIONS) -> list[float]:
    held = [0.0] * dimensions
    for word in text.split() or [""]:
        held[zlib.crc32(word.lower().encode()) % dimensions] += 1.0
    length = sqrt(sum(value * value for value in held))
    return [value / length for value in held]


def _inputs(given: str | list[int] | list[str] | list[list[int]]) -> tuple[str, ...]:
    """Tokens become words of digits."""
    if isinstance(given, str):
        return (given,)
    tokens = [each for each in given if isinstance(each, int)]
    if tokens:
        return (_words(tokens),)
    return tuple(each if isinstance(each, str) else _words(each) for each in given)


def _words(tokens: Sequence[int] | int) -> str:
    return str(tokens) if isinstance(tokens, int) else " ".join(map(str, tokens))


def _text(request: dict[str, Any]) -> str:
    return "".join(part["text"] for part in request["content"]["parts"])


def _written(vector: list[float], packed: bool) -> object:
    if not packed:
        return vector
    return base64.b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode()
