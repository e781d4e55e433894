"""SEC-01, SEC-09: every route says who may use it, and none lets anybody in by oversight."""

from functools import cache

import pytest

from entrypoints import access_table
from entrypoints.access_table import PROBES, PUBLIC, UNSAID, Row
from tests.unit.entrypoints.test_services import ROOT

pytestmark = pytest.mark.exhaustive


@cache
def all_rows() -> tuple[Row, ...]:
    return tuple(access_table.rows())


def test_the_table_has_every_route_as_it_is() -> None:
    written = (ROOT / "docs/access.md").read_text()

    assert written == access_table.table(), "run `make openapi`"


def test_no_route_lets_anybody_in_unless_it_is_said_why() -> None:
    open_to_all = [each for each in all_rows() if each.door == "anybody"]

    assert [each for each in open_to_all if each.who == UNSAID] == []
    assert len(open_to_all) > len(PROBES)


def test_nothing_is_said_of_routes_that_are_not_there() -> None:
    operations = {(each.service, each.operation) for each in all_rows()}

    assert set(PUBLIC) - operations == set()
    assert set(access_table.NARROWER) - operations == set()


def test_the_administration_is_changed_by_no_auditor() -> None:
    acts = [
        each
        for each in all_rows()
        if each.service == "admin" and each.method != "GET" and "token" in each.door
    ]

    assert len(acts) > 10
    assert [each for each in acts if "auditor" in each.who] == []
