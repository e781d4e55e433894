"""The place of a text that answers a query, with the words marked."""

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from domain.search.query import Query, Term
from domain.search.words import Word, is_unspaced, words_in

_AROUND: Final = 500
_BEGINNING: Final = 4_000
_LENGTH: Final = 180
_BEFORE: Final = 50


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of an excerpt; `marked` where it is what was looked for."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """`terms` is how many of the query's are in it, `is_phrase` whether they stand as typed."""

    pieces: tuple[Piece, ...]
    terms: int
    is_phrase: bool


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of a text, and whether there is more before and after it."""

    text: str
    before: bool = False
    after: bool = False


def marked(text: str, query: Query) -> Excerpt:
    """The whole text, which is short: a title."""
    flat = " ".join(unicodedata.normalize("NFC", text).split())
    return _cut(_Part(flat), query, 0, len(flat))


def excerpt(text: str, query: Query) -> Excerpt:
    """About `_LENGTH` characters around a place where most terms are together.

    Only the surroundings of the longest term are looked at, or of the beginning where no term
    stands as it was typed.
    """
    near = _part(unicodedata.normalize("NFC", text), query)
    flat = replace(near, text=" ".join(near.text.split()))
    found = _found(flat.text, query)
    if not found:
        return _cut(flat, query, 0, _LENGTH)
    best = max(found, key=lambda each: (_within(found, each.start), -each.start))
    start = max(0, best.start - _BEFORE)
    start = flat.text.rfind(" ", 0, start + 1) + 1 if start else 0
    return _cut(flat, query, max(start, best.start - 2 * _BEFORE), _LENGTH)


def _part(text: str, query: Query) -> _Part:
    if len(text) <= 2 * _AROUND:
        return _Part(text)
    plain = text.lower()
    places = (plain.find(each.word) for each in sorted(query.terms, key=lambda t: -len(t.word)))
    at = next((place for place in places if place >= 0), None)
    if at is None:
        return _Part(text[:_BEGINNING], after=len(text) > _BEGINNING)
    start, end = max(0, at - _AROUND), at + _AROUND
    if start:  # At the beginning of a word, where there is one.
        start = max(text.find(" ", start, at), start)
    return _Part(text[start:end], before=start > 0, after=end < len(text))


def _found(text: str, query: Query) -> Sequence[Word]:
    return [
        _shown(word, term)
        for word in words_in(text)
        for term in query.terms
        if term.finds(word.text)
    ]


def _shown(word: Word, term: Term) -> Word:
    """A character that was looked for alone is marked alone."""
    if is_unspaced(word.text):
        return Word(term.word, word.start, min(word.end, word.start + len(term.word)))
    return Word(term.word, word.start, word.end)


def _within(found: Sequence[Word], start: int) -> int:
    return len({each.text for each in found if start <= each.start < start + _LENGTH - _BEFORE})


def _cut(part: _Part, query: Query, start: int, length: int) -> Excerpt:
    text = part.text
    end = min(len(text), start + length)
    if end < len(text):
        at_word = text.rfind(" ", start + length // 2, end)
        end = at_word if at_word > start else end
    shown = text[start:end]
    found = _found(shown, query)
    pieces = list(_pieces(shown, found))
    if start > 0 or part.before:
        pieces.insert(0, Piece("… ", marked=False))
    if end < len(text) or part.after:
        pieces.append(Piece(" …", marked=False))
    return Excerpt(
        pieces=tuple(pieces),
        terms=len(Counter(each.text for each in found)),
        is_phrase=_is_phrase(found, query),
    )


def _pieces(text: str, found: Sequence[Word]) -> Sequence[Piece]:
    spans: list[tuple[int, int]] = []
    for word in sorted(found, key=lambda each: each.start):
        if spans and word.start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], word.end))
        else:
            spans.append((word.start, word.end))
    edges = [0, *(edge for span in spans for edge in span), len(text)]
    pieces = [
        Piece(text[start:end], marked=bool(number % 2))
        for number, (start, end) in enumerate(pairwise(edges))
    ]
    return [piece for piece in pieces if piece.text]


def _is_phrase(found: Sequence[Word], query: Query) -> bool:
    wanted = [term.word for term in query.terms]
    seen = [word.text for word in sorted(found, key=lambda each: each.start)]
    return len(wanted) > 1 and any(
        seen[at : at + len(wanted)] == wanted for at in range(len(seen) - len(wanted) + 1)
    )
