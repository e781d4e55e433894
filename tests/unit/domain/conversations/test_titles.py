from dataclasses import replace

import pytest

from domain.catalog.models import Catalog
from domain.conversations.titles import title_in, title_prompt, titling_model
from domain.llm.prompt import Text
from domain.transactions.money import ZERO, NanoUsd
from tests.builders import PRICE, a_model


@pytest.mark.parametrize(
    ("reply", "title"),
    [
        ("A week in Lisbon", "A week in Lisbon"),
        ('"A week in Lisbon."', "A week in Lisbon"),
        ("\n\n**Title: A week in Lisbon**\nIt is about", "A week in Lisbon"),
        ("## Name: „Eine Woche“", "Eine Woche"),
        ("x" * 80, "x" * 80),
        ("x" * 81, None),
        ("", None),
        (" \n ", None),
        ('"."', None),
    ],
)
def test_a_name_is_the_first_line_without_its_wrapping(reply: str, title: str | None) -> None:
    assert title_in(reply) == title


def test_the_cheapest_that_costs_something_gives_the_names() -> None:
    free = replace(PRICE, input=ZERO, output=ZERO)
    dear = replace(PRICE, output=NanoUsd(9_000_000))
    models = (
        a_model("free", price=free),
        a_model("unpriced", price=None),
        a_model("dear", price=dear),
        a_model("cheap"),
        replace(a_model("vectors", price=replace(PRICE, input=NanoUsd(1))), tasks=("embeddings",)),
    )

    chosen = titling_model(Catalog(models=models))

    assert chosen is not None
    assert chosen.name == "cheap"
    assert titling_model(Catalog(models=models[:2])) is None


def test_the_model_reads_the_beginning_of_both_sides() -> None:
    prompt = title_prompt("q" * 3_000, "a" * 3_000)

    (read,) = prompt.turns[1].parts
    assert isinstance(read, Text)
    assert (read.text.count("q"), read.text.count("a")) == (2_000, 2_000)
    assert prompt.max_output_tokens == 200
