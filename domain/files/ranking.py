"""Which passages answer a question: by its words (BM25) and by its meaning (vectors), together.

The two scores have nothing in common but their order, so the ranks are fused (reciprocal rank
fusion, Cormack et al. 2009): what both find comes first, and neither can drown the other.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from domain.files.passages import Passage

_K1: Final = 1.2
_B: Final = 0.75
_FUSED_AFTER: Final = 60
_WORD: Final = re.compile(r"\w+")
_STOPS: Final = frozenset(
    (
        *("a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "has", "in", "is", "it"),
        *("its", "of", "on", "or", "that", "the", "this", "to", "was", "what", "which", "with"),
    )
)
_LEAST_ALIKE: Final = 0.2
"""Below it two texts have nothing to do with each other."""


def best(
    question: str, vector: Sequence[float], passages: Sequence[Passage], *, limit: int
) -> tuple[Passage, ...]:
    """The best first. `vector` is the question's, empty for a search by words alone."""
    points: dict[int, float] = {}
    for order in (_by_words(question, passages), _by_meaning(vector, passages)):
        for rank, at in enumerate(order):
            points[at] = points.get(at, 0.0) + 1 / (_FUSED_AFTER + rank)
    ranked = sorted(points, key=lambda at: (-points[at], at))
    return tuple(passages[at] for at in ranked[:limit])


def words_of(text: str) -> list[str]:
    return [word for word in _WORD.findall(text.casefold()) if word not in _STOPS]


def _by_words(question: str, passages: Sequence[Passage]) -> list[int]:
    asked = set(words_of(question))
    counts = [Counter(words_of(each.text)) for each in passages]
    lengths = [count.total() for count in counts]
    usual = sum(lengths) / max(len(lengths), 1) or 1
    having = {word: sum(1 for count in counts if word in count) for word in asked}
    scores = [
        sum(_bm25(count[word], length / usual, having[word], len(passages)) for word in asked)
        for count, length in zip(counts, lengths, strict=True)
    ]
    return _ordered(scores, least=0.0)


def _bm25(times: int, length: float, having: int, all: int) -> float:
    if times == 0:
        return 0.0
    rare = math.log(1 + (all - having + 0.5) / (having + 0.5))
    return rare * times * (_K1 + 1) / (times + _K1 * (1 - _B + _B * length))


def _by_meaning(vector: Sequence[float], passages: Sequence[Passage]) -> list[int]:
    if not vector:
        return []
    scores = [
        sum(mine * theirs for mine, theirs in zip(vector, each.vector, strict=False))
        for each in passages
    ]
    return _ordered(scores, least=_LEAST_ALIKE)


def _ordered(scores: Sequence[float], *, least: float) -> list[int]:
    kept = [at for at, score in enumerate(scores) if score > least]
    return sorted(kept, key=lambda at: (-scores[at], at))
