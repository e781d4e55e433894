"""Gemini generateContent requests, both ways (conversion A, A10)."""

from dataclasses import dataclass

from domain.formats.camel_names import camelled
from domain.formats.encoded import Losses
from domain.formats.gemini.options_reading import read_prompt
from domain.formats.gemini.options_writing import encode_request
from domain.formats.reading import At
from domain.json import JsonObject
from domain.llm.prompt import Dropped, Prompt

__all__ = ["GenerateRequest", "decode_request", "encode_request"]

_COLLECTION = "models/"


@dataclass(frozen=True, slots=True, kw_only=True)
class GenerateRequest:
    model: str
    prompt: Prompt
    stream: bool
    dropped: tuple[Dropped, ...] = ()


def decode_request(body: JsonObject, *, model: str, stream: bool) -> GenerateRequest:
    """The address tells the model, with or without its collection, and whether to stream.

    Raises `Invalid`, naming the path of what is wrong as Google's own documents do.
    """
    losses = Losses()
    return GenerateRequest(
        model=model.removeprefix(_COLLECTION),
        prompt=read_prompt(At(camelled(body)), losses),
        stream=stream,
        dropped=tuple(losses.found),
    )
