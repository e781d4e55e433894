"""From a request for vectors to the parts of the answer: what is the same whatever the SDK."""

from collections.abc import Callable, Sequence

from adapters.outbound.providers.answering import Whole
from domain.errors import Invalid
from domain.formats.failures import MALFORMED
from domain.llm.embedding import Embedded, EmbeddingInput, Vector
from domain.llm.events import Failed, Failure, Finished, Started, StreamEvent, UsageReported
from domain.llm.usage import Usage
from domain.transactions.estimate import estimate_inputs

Decode = Callable[[bytes], tuple[tuple[Vector, ...], int | None]]
"""Vectors and a count of tokens. May raise `Invalid`."""


class Embedding:
    """One answer, made of one or more of the vendor's."""

    def __init__(self, *, model: str) -> None:
        self._model = model
        self._usage: Usage | None = None

    def part(
        self,
        answered: Whole | Failure,
        decode: Decode,
        inputs: Sequence[EmbeddingInput],
        *,
        last: bool,
    ) -> Embedded:
        """What one of the vendor's answers says of some of the inputs."""
        if isinstance(answered, Failure):
            return Embedded(events=(Failed(answered),))
        try:
            vectors, tokens = decode(answered.content)
        except Invalid:
            return Embedded(events=(MALFORMED,))
        events: list[StreamEvent] = []
        if self._usage is None:
            limits, dropped = answered.limits, answered.dropped
            events.append(Started(id="", model=self._model, limits=limits, dropped=dropped))
        counted = Usage(input_uncached=estimate_inputs(inputs), estimated=True)
        if tokens is not None:
            counted = Usage(input_uncached=tokens)
        self._usage = counted if self._usage is None else self._usage + counted
        events.append(UsageReported(self._usage))
        if last:
            events.append(Finished(reason="end"))
        return Embedded(vectors, tuple(events))
