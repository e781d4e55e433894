"""OpenAI's answer to an embeddings request, both ways."""

import base64
import binascii
from collections.abc import Iterator, Mapping, Sequence
from itertools import count as counting

from domain.errors import Invalid
from domain.formats.reading import At
from domain.formats.token_counts import count
from domain.json import Json, JsonObject, read
from domain.llm.embedding import Vector
from domain.llm.usage import Usage


def decode_reply(raw: bytes, *, inputs: int) -> tuple[tuple[Vector, ...], int | None]:
    """The vectors in the order of the inputs, and the count of tokens where there is one.

    Raises `Invalid` for an answer that is none.
    """
    body = read(raw)
    if not isinstance(body, Mapping):
        raise Invalid("an answer must be an object")
    at = At(body)
    vectors = dict(_vectors(at))
    if sorted(vectors) != list(range(inputs)):
        raise Invalid(f"{len(vectors)} vectors came for {inputs} inputs")
    ordered = tuple(vectors[place] for place in range(inputs))
    return ordered, count(at.object("usage"), "prompt_tokens") or None


def encode_reply(
    vectors: Sequence[Vector], *, model: str, usage: Usage, packed: bool
) -> JsonObject:
    """`packed`: as base64 of little-endian float32."""
    return {
        "object": "list",
        "data": [
            {"object": "embedding", "index": index, "embedding": _written(vector, packed)}
            for index, vector in enumerate(vectors)
        ],
        "model": model,
        "usage": {"prompt_tokens": usage.input_total, "total_tokens": usage.total},
    }


def _vectors(at: At) -> Iterator[tuple[int, Vector]]:
    places = counting()
    for row in at.objects("data"):
        place = next(places)
        given = row.integer("index", least=0)
        yield place if given is None else given, _vector(row.value.get("embedding"))


def _vector(found: Json) -> Vector:
    if isinstance(found, str):
        try:
            return Vector.from_float32(base64.b64decode(found, validate=True))
        except binascii.Error:
            raise Invalid("a vector's base64 is broken") from None
    return read_vector(found)


def read_vector(found: Json) -> Vector:
    """From a list of numbers. Raises `Invalid`."""
    if not isinstance(found, Sequence) or isinstance(found, str):
        raise Invalid("a vector must be a list of numbers")
    numbers = [each for each in found if isinstance(each, int | float)]
    if len(numbers) < len(found) or not numbers:
        raise Invalid("a vector must be a list of numbers")
    try:
        return Vector.of(numbers)
    except OverflowError:
        raise Invalid("a vector's numbers must be finite") from None


def _written(vector: Vector, packed: bool) -> Json:
    if packed:
        return base64.b64encode(vector.float32).decode()
    return vector.values
