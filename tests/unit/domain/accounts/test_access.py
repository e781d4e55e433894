import pytest

from domain.accounts.access import EVERYTHING, Grants, Scope
from domain.errors import Forbidden, Invalid


@pytest.mark.parametrize(
    ("pattern", "name", "matches"),
    [
        ("*", "anything", True),
        ("gpt-5", "gpt-5", True),
        ("gpt-5", "gpt-5.5", False),
        ("gpt-5", "GPT-5", False),
        ("gpt-5", "gpt-5 ", False),
        ("gpt-*", "gpt-5", True),
        ("gpt-*", "my-gpt-5", False),
        ("*-mini", "gpt-5-mini", True),
        ("*-mini", "gpt-5-mini-x", False),
        ("a*a", "a", False),
        ("a*a", "aa", True),
        ("a*b*c", "abc", True),
        ("a*b*c", "aXbYc", True),
        ("a*b*c", "acb", False),
        ("a*bc*c", "abc", False),
        ("*a*a*a*a*a*a*a*b", "a" * 60, False),
        ("acme/*", "acme/m:1", True),
        (".", "x", False),
    ],
)
def test_a_star_stands_for_any_text(pattern: str, name: str, matches: bool) -> None:
    assert Grants(scope=Scope(models=(pattern,))).allow(name) is matches


def test_everybody_who_has_a_say_must_allow_a_model() -> None:
    grants = Grants(models=(("a*", "b"), EVERYTHING), scope=Scope(models=("*1",)))

    assert [name for name in ("a1", "a2", "b", "c1") if grants.allow(name)] == ["a1"]


def test_no_pattern_is_no_model() -> None:
    assert not Grants(scope=Scope(models=())).allow("m")
    assert not Grants(models=((),)).allow("m")
    with pytest.raises(Forbidden, match="you may not use the model 'm'"):
        Grants(models=((),)).check("m")


@pytest.mark.parametrize("pattern", ["", "a b", "a\n", "^a$", "(a", "ä" * 200, "a" * 129])
def test_what_is_no_pattern_of_a_name_is_refused(pattern: str) -> None:
    with pytest.raises(Invalid, match="is no pattern"):
        Scope(models=(pattern,))


def test_there_are_not_too_many_patterns_and_networks() -> None:
    with pytest.raises(Invalid, match="at most 100 patterns"):
        Scope(models=("m",) * 101)
    with pytest.raises(Invalid, match="at most 100 networks"):
        Scope(networks=("10.0.0.0/8",) * 101)


@pytest.mark.parametrize("network", ["", "10.0.0.1/8", "10.0.0.0/33", "example.org", "::/129"])
def test_what_is_no_network_is_refused(network: str) -> None:
    with pytest.raises(Invalid, match="is no network"):
        Scope(networks=(network,))


@pytest.mark.parametrize(
    ("address", "is_in"),
    [
        ("10.1.2.3", True),
        ("11.1.2.3", False),
        ("::ffff:10.1.2.3", True),
        ("2001:db8::5", True),
        ("2001:db9::5", False),
        ("127.0.0.1", False),
        ("", False),
        ("10.1.2.3, 11.1.2.3", False),
        ("0xa.1.2.3", False),
    ],
)
def test_a_key_is_good_from_its_networks_alone(address: str, is_in: bool) -> None:
    scope = Scope(networks=("10.0.0.0/8", "2001:db8::/32"))

    if is_in:
        scope.check_address(address)
    else:
        with pytest.raises(Forbidden, match="from your address"):
            scope.check_address(address)


def test_without_networks_it_is_good_from_everywhere() -> None:
    Scope().check_address("anywhere")


def test_a_key_is_good_for_its_endpoints_alone() -> None:
    scope = Scope(endpoints=("chat_completions",))

    scope.check_endpoint("chat_completions")
    with pytest.raises(Forbidden, match="may not be used for messages"):
        scope.check_endpoint("messages")
