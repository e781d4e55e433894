import base64
import hashlib
from datetime import timedelta

import pytest

from domain.accounts.identity import Claims, Identity, ProviderRules, identity_id
from domain.accounts.sign_in_flow import SignInFlow
from domain.accounts.ticket import LASTING
from domain.accounts.user import email
from domain.errors import Forbidden
from tests.builders import ADA, NOON

ISSUER = "https://a.example"
RULES = ProviderRules(name="a", label="A", domains=("x.org", "y.org"))


def claims(*, address: str | None = "ada@x.org", name: str = "Ada", subject: str = "s1") -> Claims:
    given = None if address is None else email(address)
    return Claims(issuer=ISSUER, subject=subject, email=given, name=name)


def test_somebody_is_known_by_issuer_and_subject_alone() -> None:
    assert claims().id == claims(address="eve@x.org", name="Eve").id == identity_id(ISSUER, "s1")
    assert len({claims().id, claims(subject="s2").id, identity_id(f"{ISSUER}/", "s1")}) == 3
    assert identity_id("a", "b") == (
        "7e18f737311b2dc3b2f269dd78396b0351f14fb66efa879f768cb23181883c78"
    )


def test_an_identity_says_whose_it_is_and_where_it_came_from() -> None:
    made = Identity.of(claims(), ADA, provider="a", at=NOON)

    assert made == Identity(
        id=claims().id, user=ADA, provider="a", email="ada@x.org", linked_at=NOON
    )
    assert Identity.of(claims(address=None), ADA, provider="a", at=NOON).email == ""


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (" Ada \x00 Lovelace\n", "Ada Lovelace"),
        ("A" * 81, "A" * 80),
        ("\u202e\x07", "ada"),
        ("", "ada"),
    ],
)
def test_a_name_is_one_that_an_account_can_have(given: str, shown: str) -> None:
    assert claims(name=given).shown_name == shown


def test_who_has_neither_name_nor_address_is_somebody() -> None:
    assert claims(name=" ", address=None).shown_name == "Somebody"


@pytest.mark.parametrize("address", ["ada@x.org", "ada@y.org"])
def test_a_domain_that_may_come_comes(address: str) -> None:
    RULES.check(claims(address=address))
    ProviderRules(name="a", label="A").check(claims(address=None))


@pytest.mark.parametrize("address", ["ada@z.org", "ada@a.x.org", "x.org@z.org", None])
def test_another_domain_does_not_nor_who_has_no_address(address: str | None) -> None:
    with pytest.raises(Forbidden, match="an address of this domain may not come by A"):
        RULES.check(claims(address=address))


FLOW = SignInFlow(provider="a", state="s" * 40, browser="b" * 40)


def test_all_of_a_flow_is_bound_to_provider_state_and_browser() -> None:
    others = [
        SignInFlow(provider="b", state=FLOW.state, browser=FLOW.browser),
        SignInFlow(provider="a", state="t" * 40, browser=FLOW.browser),
        SignInFlow(provider="a", state=FLOW.state, browser="c" * 40),
    ]
    for name in ("id", "nonce", "verifier", "challenge"):
        assert len({getattr(each, name) for each in (FLOW, *others)}) == 4
    assert FLOW.nonce != FLOW.verifier
    assert "bbbb" not in repr(FLOW)


def test_a_verifier_has_the_length_and_the_letters_that_pkce_wants() -> None:
    assert len(FLOW.verifier) == len(FLOW.nonce) == len(FLOW.challenge) == 43
    assert set(FLOW.verifier + FLOW.challenge) <= set(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    )


def test_a_challenge_is_the_one_of_its_verifier() -> None:
    digest = hashlib.sha256(FLOW.verifier.encode("ascii")).digest()

    assert base64.urlsafe_b64decode(FLOW.challenge + "=") == digest


def test_the_way_there_and_back_is_short() -> None:
    assert LASTING["provider"] == timedelta(minutes=10)
