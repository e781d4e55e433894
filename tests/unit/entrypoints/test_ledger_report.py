from domain.ids import RequestId
from domain.transactions.audit import Audit, Difference
from domain.transactions.money import NanoUsd
from domain.transactions.totals import Place, PlaceTotals, Totals
from entrypoints.commands.ledger import report
from tests.builders import a_transaction

PLACE = Place.of(a_transaction())
RIGHT = PlaceTotals(place=PLACE, totals=Totals(requests=2, cost=NanoUsd(9)), seen={})


def test_good_books_are_one_line() -> None:
    assert report(Audit(rows=1234, sums=5)) == ["1,234 rows, 5 sums: all right"]


def test_what_is_wrong_is_named_and_counted() -> None:
    audit = Audit(
        rows=3,
        sums=0,
        differences=(Difference(old=None, right=RIGHT),) * 30,
        miscalculated=(RequestId("r1"),),
    )

    lines = report(audit)

    assert lines[0] == (
        "2026-01-01 12:00 m ada: the sums say 0 calls, 0 tokens, 0 nano-USD; the rows say 2, 0, 9"
    )
    assert len(lines) == 22
    assert lines[-2:] == ["row r1: its cost is not its price", "3 rows, 0 sums: 31 wrong"]
