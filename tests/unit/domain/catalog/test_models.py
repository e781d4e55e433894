from dataclasses import replace

import pytest

from domain.catalog.models import Catalog, Model
from domain.errors import Invalid, NotFound

FAST = Model(name="fast", label="Fast", provider="p", kind="openai", upstream="f-1")
DEEP = replace(FAST, name="deep", aliases=("gpt-4o", "o3"), is_default=True)


@pytest.mark.parametrize(("name", "model"), [("fast", FAST), ("deep", DEEP), ("o3", DEEP)])
def test_a_model_is_found_by_its_name_and_by_its_aliases(name: str, model: Model) -> None:
    assert Catalog(models=(FAST, DEEP)).find(name) == model


@pytest.mark.parametrize("name", ["", "FAST", "f-1", "o3 "])
def test_no_other_name_finds_a_model(name: str) -> None:
    with pytest.raises(NotFound, match=f"there is no model {name!r}"):
        Catalog(models=(FAST, DEEP)).find(name)


@pytest.mark.parametrize("other", [FAST, replace(FAST, name="x", aliases=("gpt-4o",))])
def test_two_models_may_not_share_a_name(other: Model) -> None:
    with pytest.raises(Invalid, match="two models are called"):
        Catalog(models=(FAST, DEEP, other))


def test_the_default_is_the_one_marked_so() -> None:
    assert Catalog(models=(FAST, DEEP)).default == DEEP


def test_without_a_mark_the_first_is_the_default() -> None:
    plain = replace(DEEP, is_default=False)

    assert Catalog(models=(FAST, plain)).default == FAST


def test_an_empty_catalogue_has_no_default() -> None:
    with pytest.raises(NotFound, match="no model is configured"):
        _ = Catalog().default
