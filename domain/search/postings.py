"""Postings: for each word, which texts of a span have it.

A span is a stretch of texts of one owner, numbered from 0. Its words are kept in buckets, a few
hundred a span, so that one word is read without the others; a bucket is found by equality.
"""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from sys import byteorder
from typing import Final

from domain.search.query import Term
from domain.search.words import is_unspaced

SPAN_MAX: Final = 16_384
"""Texts of one span: their numbers fit in two bytes."""

_BUCKET_LENGTH: Final = 2

Bucket = Mapping[str, bytes]
"""The packed numbers of each word."""


def bucket_of(word: str) -> str:
    """Words that begin alike are together, so that a beginning is found too."""
    return word[:1] if is_unspaced(word) else word[:_BUCKET_LENGTH]


def packed(numbers: Iterable[int]) -> bytes:
    """Two bytes each, the lower one first."""
    return _as_stored(array("H", numbers)).tobytes()


def unpacked(numbers: bytes) -> Sequence[int]:
    found = array("H")
    found.frombytes(numbers)
    return _as_stored(found)


def _as_stored(numbers: "array[int]") -> "array[int]":
    if byteorder == "big":
        numbers.byteswap()
    return numbers


def buckets_of(texts: Iterable[frozenset[str]]) -> Mapping[str, Bucket]:
    """The postings of texts in the order of their numbers. Raises nothing: at most `SPAN_MAX`."""
    by_word: dict[str, list[int]] = {}
    for number, words in enumerate(texts):
        for word in words:
            by_word.setdefault(word, []).append(number)
    found: dict[str, dict[str, bytes]] = {}
    for word in sorted(by_word):
        found.setdefault(bucket_of(word), {})[word] = packed(by_word[word])
    return found


def joined(parts: Iterable[tuple[Bucket, Sequence[int | None]]]) -> Bucket:
    """One bucket of several spans as one. Each comes with its numbers' new ones, `None`: gone."""
    by_word: dict[str, list[int]] = {}
    for bucket, renumbered in parts:
        for word, numbers in bucket.items():
            new = [now for old in unpacked(numbers) if (now := renumbered[old]) is not None]
            if new:
                by_word.setdefault(word, []).extend(new)
    return {word: packed(by_word[word]) for word in sorted(by_word)}


def numbers_with(term: Term, bucket: Bucket) -> set[int]:
    """Which texts have the term. `bucket` is the one of its word."""
    if not term.is_prefix:
        return set(unpacked(bucket.get(term.word, b"")))
    found: set[int] = set()
    for word, numbers in bucket.items():
        if term.finds(word):
            found.update(unpacked(numbers))
    return found
