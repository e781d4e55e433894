from adapters.inbound.relay.losses import losses_header
from domain.llm.prompt import Dropped


def lost(*paths: str) -> tuple[Dropped, ...]:
    return tuple(Dropped(path=path, reason="no form") for path in paths)


def test_nothing_lost_is_no_header() -> None:
    assert losses_header(()) == {}


def test_each_path_is_named_once_in_order() -> None:
    assert losses_header(lost("seed", "tools[1]", "seed")) == {"x-parley-dropped": "seed, tools[1]"}


def test_a_name_that_a_client_chose_cannot_break_out_of_the_header() -> None:
    assert losses_header(lost("a\r\nset-cookie: b")) == {"x-parley-dropped": "a??set-cookie??b"}


def test_very_many_paths_are_counted() -> None:
    header = losses_header(lost(*(f"turns[{number}]" for number in range(100))))

    assert header["x-parley-dropped"].endswith("turns[23], +76")


def test_a_very_long_path_is_cut() -> None:
    (value,) = losses_header(lost("a" * 500)).values()

    assert len(value) == 64
