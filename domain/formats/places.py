"""Places in an answer's text, for vendors who count them through all of it (conversion B2)."""

from dataclasses import dataclass, field, replace

from domain.llm.events import Cited
from domain.llm.evidence import Citation


@dataclass(slots=True)
class _Span:
    """`start` and `length` are in code points."""

    index: int
    start: int
    length: int = 0


@dataclass(slots=True)
class Places:
    """The text blocks of an answer, in their order, as one text."""

    _spans: list[_Span] = field(default_factory=list[_Span])

    @property
    def length(self) -> int:
        last = self._spans[-1] if self._spans else None
        return last.start + last.length if last else 0

    def said(self, index: int, text: str) -> None:
        """The block `index` grew."""
        if not self._spans or self._spans[-1].index != index:
            self._spans.append(_Span(index, self.length))
        self._spans[-1].length += len(text)

    def in_block(self, citation: Citation) -> Cited | None:
        """A place in all of the text as one in its block; `None` as long as there is no text."""
        spans = [span for span in self._spans if span.start <= (citation.start or 0)]
        if not spans:
            return None
        span = spans[-1]
        if citation.start is None or citation.end is None:
            return Cited(self._spans[-1].index, replace(citation, start=None, end=None))
        start, end = citation.start - span.start, citation.end - span.start
        return Cited(span.index, replace(citation, start=start, end=max(start, end)))

    def in_all(self, cited: Cited) -> tuple[int, int] | None:
        """Where a citation begins and ends in all of the text; `None` for a block without any."""
        span = next((span for span in self._spans if span.index == cited.index), None)
        if span is None:
            return None
        start, end = bounds(cited.citation, span.length)
        return span.start + start, span.start + end


def bounds(citation: Citation, length: int) -> tuple[int, int]:
    """Within a text of `length` code points; what reaches beyond it ends with it."""
    start = min(max(citation.start or 0, 0), length)
    end = length if citation.end is None else min(max(citation.end, start), length)
    return start, end
