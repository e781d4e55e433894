"""What makes thousands of tests quick enough for the inner loop.

Looking for cycles all the time is a tenth of a run; nothing here holds on to a socket. And as few
examples of a law are enough there, so are a few rows of a long table: `--rows 8` tries as many of
each, taken evenly from all of it. `make test` tries every one.
"""

import gc
from collections import defaultdict

import pytest

gc.set_threshold(100_000, 50, 100)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rows", type=int, default=None, help="try so many rows of a table at most")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    most: int | None = config.getoption("--rows")
    if most is None:
        return
    tables: defaultdict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        tables[item.nodeid.partition("[")[0]].append(item)
    kept = {id(row) for rows in tables.values() for row in _evenly(rows, most)}
    config.hook.pytest_deselected(items=[item for item in items if id(item) not in kept])
    items[:] = [item for item in items if id(item) in kept]


def _evenly(rows: list[pytest.Item], most: int) -> list[pytest.Item]:
    if len(rows) <= most:
        return rows
    return [rows[number * len(rows) // most] for number in range(most)]


def pytest_collection_finish() -> None:
    """What has been imported stays: nobody need look through it again, also not at the end."""
    gc.freeze()
