"""OpenAI's embeddings request, both ways."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeGuard

from domain.errors import Invalid
from domain.formats.encoded import EncodedRequest, Losses
from domain.formats.reading import At, scrub
from domain.json import Json, JsonObject
from domain.llm.embedding import EmbeddingInput, EmbeddingRequest

INPUTS_MAX: Final = 2_048
_FORMATS: Final = ("float", "base64")
_KNOWN: Final = frozenset({"model", "input", "encoding_format", "dimensions", "user", "stream"})


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddingsRequest:
    """`base64`: the client wants each vector as base64 of its little-endian float32."""

    model: str
    asked: EmbeddingRequest

    @property
    def base64(self) -> bool:
        return self.asked.packed


def decode_request(body: JsonObject) -> EmbeddingsRequest:
    """Raises `Invalid`, naming the path of what is wrong."""
    at = At(body)
    encoding = at.text_or_none("encoding_format") or "float"
    if encoding not in _FORMATS:
        raise Invalid(f"encoding_format: {encoding[:40]!r} is neither float nor base64")
    if at.flag("stream"):
        raise Invalid("stream: embeddings come whole")
    asked = EmbeddingRequest(
        inputs=_inputs(at),
        dimensions=at.integer("dimensions", least=1),
        user=at.text_or_none("user"),
        packed=encoding == "base64",
        extra={key: value for key, value in at.kept().items() if key not in _KNOWN},
    )
    return EmbeddingsRequest(model=at.text("model"), asked=asked)


def encode_request(asked: EmbeddingRequest, *, model: str, packed: bool) -> EncodedRequest:
    """`packed`: the server is known to send base64 where it is asked to."""
    body: dict[str, Json] = {
        **asked.extra,
        "model": model,
        "input": _written(asked.inputs),
        "encoding_format": "base64" if packed and asked.packed else "float",
    }
    if asked.dimensions is not None:
        body["dimensions"] = asked.dimensions
    if asked.user is not None:
        body["user"] = asked.user
    losses = Losses()
    given = (("taskType", asked.purpose), ("title", asked.titles or None))
    losses.note_given(given, "only Google's embeddings have such a parameter")
    return EncodedRequest(body=body, dropped=tuple(losses.found))


def _written(inputs: Sequence[EmbeddingInput]) -> Json:
    """One text as it is; tokens in lists of their own, which every server takes."""
    first, *more = inputs
    return first if isinstance(first, str) and not more else list(inputs)


def _inputs(at: At) -> tuple[EmbeddingInput, ...]:
    found = at.value.get("input")
    if found is None:
        raise Invalid("input: is missing")
    if isinstance(found, str):
        return (scrub(found),)
    if not _is_list(found):
        raise Invalid("input: must be a text, tokens, or a list of these")
    if not found:
        raise Invalid("input: is empty")
    if _is_number(found[0]):
        return (_tokens(found, "input"),)
    if len(found) > INPUTS_MAX:
        raise Invalid(f"input: has {len(found):,} entries, {INPUTS_MAX:,} are possible")
    inputs = tuple(_input(each, f"input[{number}]") for number, each in enumerate(found))
    if len({isinstance(each, str) for each in inputs}) > 1:
        raise Invalid("input: must be all texts or all tokens")
    return inputs


def _input(given: Json, path: str) -> EmbeddingInput:
    if isinstance(given, str):
        return scrub(given)
    if _is_list(given):
        return _tokens(given, path)
    raise Invalid(f"{path}: must be a text or a list of tokens")


def _tokens(given: Sequence[Json], path: str) -> tuple[int, ...]:
    if not given:
        raise Invalid(f"{path}: is empty")
    tokens: list[int] = []
    for number, token in enumerate(given):
        if isinstance(token, bool) or not isinstance(token, int) or token < 0:
            raise Invalid(f"{path}[{number}]: must be a token's number")
        tokens.append(token)
    return tuple(tokens)


def _is_list(found: Json) -> TypeGuard[Sequence[Json]]:
    return isinstance(found, Sequence) and not isinstance(found, str | Mapping)


def _is_number(found: Json) -> bool:
    return isinstance(found, int | float) and not isinstance(found, bool)
