from pathlib import Path

from domain.llm import known_models
from domain.llm.capability_table import capabilities_of
from entrypoints.capability_table import table


def test_the_table_is_what_its_sources_make_of_it() -> None:
    assert Path(known_models.__file__).read_text() == table(), "run `make capabilities`"


def test_longer_names_come_before_their_beginnings() -> None:
    names = [name for name, _, _ in known_models.KNOWN]

    for place, name in enumerate(names):
        earlier = [other for other in names[:place] if other.endswith("*")]
        assert name not in names[:place]
        assert not any(name.rstrip("*").startswith(other[:-1]) for other in earlier)


def test_sizes_that_no_document_names_come_from_the_price_list() -> None:
    assert capabilities_of("gpt-5.5-2026-04-01", "openai").context_tokens == 1_000_000
    assert capabilities_of("gpt-4o-mini", "openai").context_tokens == 128_000
    assert capabilities_of("gpt-9", "openai").context_tokens is None
