"""SEC-20: places that people connect; what cannot stand in a header is refused."""

import pytest

from domain.errors import Invalid
from domain.tools.connection import (
    TOOLS_MAX,
    Auth,
    AuthKind,
    ConnectedTool,
    kept,
    prefix_of,
    sendable,
    tool_name,
)


@pytest.mark.parametrize(
    ("name", "prefix"),
    [
        ("Books", "books"),
        ("My Café: №1", "my_cafe_no1"),
        ("1Password", "c_1password"),
        ("a" * 40, "a" * 20),
        ("__x__", "x"),
    ],
)
def test_a_connection_s_tools_begin_with_its_name(name: str, prefix: str) -> None:
    assert prefix_of(name) == prefix


def test_a_name_without_letters_has_a_prefix_of_its_own() -> None:
    assert prefix_of("本").startswith("c_")
    assert prefix_of("本") != prefix_of("書")


def test_names_that_models_could_not_say_are_told_apart() -> None:
    assert tool_name("books", "find") == "books_find"
    dotted, dashed = tool_name("books", "find.all"), tool_name("books", "find/all")
    assert dotted.startswith("books_find_all_")
    assert dotted != dashed
    one, other = tool_name("books", "x" * 99), tool_name("books", "x" * 98)
    assert len(one) == len(other) == 64
    assert one != other


def test_a_spec_is_of_the_connection() -> None:
    spec = ConnectedTool(name="find", title="Find", parameters='{"required":["a"]}').spec(
        "books", of="Books", approval="ask"
    )
    assert (spec.name, spec.title, spec.approval) == ("books_find", "Books: Find", "ask")
    assert spec.parameters == {"type": "object", "properties": {}, "required": ["a"]}


def test_a_place_says_no_more_than_a_model_may_read() -> None:
    (tool,) = kept([ConnectedTool(name="a", title=" A\n" * 60, description="d" * 9_000)])
    assert (len(tool.title), len(tool.description)) == (60, 2_000)
    with pytest.raises(Invalid, match="has no tools"):
        kept([])
    with pytest.raises(Invalid, match="101 tools"):
        kept([ConnectedTool(name=str(at)) for at in range(TOOLS_MAX + 1)])
    with pytest.raises(Invalid, match="'big' takes more"):
        kept([ConnectedTool(name="big", parameters=" " * 20_001)])


@pytest.mark.parametrize("secret", ["a\r\nX-Admin: 1", "é", "\x00", "a" * 8_001])
def test_a_secret_that_says_more_than_it_seems_to_is_refused_unsaid(secret: str) -> None:
    with pytest.raises(Invalid) as refused:
        sendable(secret)
    assert str(refused.value) == "secret: has signs that cannot be sent"


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("header", ""),
        ("header", "X Key"),
        ("header", "Host"),
        ("header", "Mcp-Session-Id"),
        ("header", "Transfer-Encoding"),
        ("header", "X-A\r\nX-B"),
        ("query", ""),
    ],
)
def test_a_name_that_lets_nobody_in_is_refused(kind: AuthKind, name: str) -> None:
    with pytest.raises(Invalid, match=r"auth\.name"):
        Auth(kind=kind, name=name)


def test_client_credentials_need_to_know_where() -> None:
    with pytest.raises(Invalid, match=r"auth\.token_url"):
        Auth(kind="client_credentials", client_id="a")
    with pytest.raises(Invalid, match=r"auth\.client_id"):
        Auth(kind="client_credentials", client_id="a\n", token_url="https://a.example/")
