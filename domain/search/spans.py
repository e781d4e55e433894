"""How many spans an index has, and which of them are made one.

New texts are kept as they are, a few hundred of them; then they become a small span, eight small
ones a middle one, eight middle ones a full one. So a text is written four times in its life, and
a million of one person's are some seventy spans.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from domain.search.postings import SPAN_MAX

TOGETHER: Final = 8
_SIZES: Final = (0, 2_048, SPAN_MAX)
_FIRST_WINDOW: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """`order` rises with the age of its youngest text; `texts` is how many it was made of."""

    id: str
    order: int
    texts: int


def to_join(spans: Sequence[Span]) -> Sequence[Span]:
    """Neighbours that are to become one, oldest first; nothing when all is well."""
    ordered = sorted(spans, key=lambda span: span.order)
    for least, most in pairwise(_SIZES):
        alike = [span for span in ordered if least <= span.texts < most]
        chosen = alike[:TOGETHER]
        if len(chosen) == TOGETHER:
            return _fitting(chosen)
    return ()


def _fitting(spans: Sequence[Span]) -> Sequence[Span]:
    total, found = 0, list[Span]()
    for span in spans:
        total += span.texts
        if total > SPAN_MAX:
            break
        found.append(span)
    return found if len(found) > 1 else ()


def windows(spans: Sequence[Span]) -> Iterator[Sequence[Span]]:
    """Newest first, in growing groups: who finds enough in the first needs no other."""
    rest, size = sorted(spans, key=lambda span: -span.order), _FIRST_WINDOW
    while rest:
        yield rest[:size]
        rest, size = rest[size:], size * 4
