from dataclasses import replace

import pytest

from domain.catalog.models import Catalog, Model
from domain.catalog.suffixes import find_wanted
from domain.errors import NotFound
from domain.llm.prompt import Effort

HOUSE = Model(name="house", label="House", provider="p", kind="openai", upstream="h-1")
OFFERED = Catalog(
    models=(HOUSE, replace(HOUSE, name="house-high", aliases=("claude-fast",), upstream="h-2"))
)


@pytest.mark.parametrize(
    ("name", "upstream", "effort"),
    [
        ("house", "h-1", None),
        ("house-thinking", "h-1", "medium"),
        ("house-thinking-high", "h-1", "high"),
        ("house-low-thinking", "h-1", "low"),
        ("house-medium", "h-1", "medium"),
        ("house-extra", "h-1", "xhigh"),
        ("house-extra-high", "h-1", "xhigh"),
        ("house-xhigh", "h-1", "xhigh"),
        ("house-fast", "h-1", None),
        ("house-thinking-low-fast", "h-1", "low"),
        ("house-high", "h-2", None),
        ("house-high-high", "h-2", "high"),
        ("claude-fast", "h-2", None),
        ("claude-fast-thinking", "h-2", "medium"),
    ],
)
def test_what_is_hung_on_a_name_says_how_hard_to_think(
    name: str, upstream: str, effort: Effort | None
) -> None:
    found = find_wanted(OFFERED, name)

    assert (found.model.upstream, found.effort) == (upstream, effort)


@pytest.mark.parametrize("name", ["house-fast", "house-fast-high"])
def test_another_tier_is_not_bought_by_a_name(name: str) -> None:
    assert [each.path for each in find_wanted(OFFERED, name).dropped] == ["model"]


def test_a_name_that_says_nothing_of_it_drops_nothing() -> None:
    assert find_wanted(OFFERED, "house-thinking").dropped == ()


@pytest.mark.parametrize(
    "name",
    ["-high", "house-mini", "house-fastest", "house-low-low", "House-low", "h-1-low", "house-"],
)
def test_nothing_else_is_guessed(name: str) -> None:
    with pytest.raises(NotFound, match=f"there is no model {name!r}"):
        find_wanted(OFFERED, name)


def test_a_name_of_nothing_but_suffixes_ends_in_time() -> None:
    with pytest.raises(NotFound):
        find_wanted(OFFERED, "x" + "-fast" * 1_000_000)
