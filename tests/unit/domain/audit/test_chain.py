from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.audit.act_filter import ActFilter
from domain.audit.entry import NO_DIGEST, NOBODY, Act, Entry, Party, Verification
from domain.errors import Invalid
from tests.builders import NOON
from tests.contracts.audit_log import an_act


def a_chain(*acts: Act) -> list[Entry]:
    chain: list[Entry] = []
    for act in acts:
        chain.append(Entry.after(chain[-1] if chain else None, act))
    return chain


def verified(chain: Sequence[Entry]) -> Verification:
    found = Verification()
    for entry in chain:
        found = found.with_next(entry)
    return found


def test_a_chain_as_it_was_written_is_good_and_tells_its_last_digest() -> None:
    chain = a_chain(an_act(), an_act("signIn"), an_act())

    found = verified(chain)

    assert (found.entries, found.digest, found.is_good) == (3, chain[-1].digest, True)
    assert chain[0].previous == NO_DIGEST
    assert len({each.digest for each in chain}) == 3


ACT = an_act()


@pytest.mark.parametrize(
    "changed",
    [
        replace(ACT, at=ACT.at + timedelta(seconds=1)),
        replace(ACT, actor=NOBODY),
        replace(ACT, action="deleteTeam"),
        replace(ACT, outcome="refused"),
        replace(ACT, service="chat"),
        replace(ACT, subject=None),
        replace(ACT, subject=Party(kind="user", id="t1")),
        replace(ACT, code="forbidden"),
        replace(ACT, details={"after": "drei"}),
        replace(ACT, place="10.0.1.0/24"),
        replace(ACT, request="r2"),
    ],
)
def test_whatever_is_changed_of_an_entry_is_seen(changed: Act) -> None:
    chain = a_chain(ACT, ACT, ACT)
    chain[1] = replace(chain[1], act=changed)

    found = verified(chain)

    assert (found.entries, found.broken, found.reason) == (1, 2, "entry 2 was changed")


def test_an_entry_written_anew_is_seen_by_the_one_after_it() -> None:
    chain = a_chain(ACT, ACT, ACT)
    chain[1] = Entry.after(chain[0], replace(ACT, action="another"))

    assert verified(chain).reason == "entry 3 does not follow the one before it"


@pytest.mark.parametrize(("taken", "missing"), [(0, 1), (1, 2)])
def test_an_entry_taken_out_is_missed(taken: int, missing: int) -> None:
    chain = a_chain(ACT, ACT, ACT)
    del chain[taken]

    found = verified(chain)

    assert (found.broken, found.reason) == (missing, f"entry {missing} is missing")


def test_the_order_of_details_says_nothing_and_long_ones_are_cut() -> None:
    one = Entry.after(None, replace(ACT, details={"a": "1", "b": "2"}))
    other = Entry.after(None, replace(ACT, details={"b": "2", "a": "1"}))

    assert one.digest == other.digest
    assert (
        Entry.after(None, replace(ACT, details={"a": "x" * 9_000})).act.details["a"] == "x" * 2_000
    )


def test_a_time_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(Invalid, match="after the start"):
        ActFilter(since=NOON, until=NOON)
