"""Hypothesis' strategies for JSON of a known shape, typed as loosely as JSON is."""

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy


def objects(
    required: dict[str, SearchStrategy[Any]],
    *,
    optional: dict[str, SearchStrategy[Any]] | None = None,
) -> SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(required, optional=optional or {})


def lists(elements: SearchStrategy[Any], *, max_size: int) -> SearchStrategy[list[Any]]:
    return st.lists(elements, max_size=max_size)


def either(*strategies: SearchStrategy[Any]) -> SearchStrategy[Any]:
    return st.one_of(*strategies)


def one_from(values: Sequence[Any]) -> SearchStrategy[Any]:
    return st.sampled_from(values)


def just(value: object) -> SearchStrategy[Any]:
    return st.just(value)
