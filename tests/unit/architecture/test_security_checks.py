"""Every check names tests that are there and carry its number."""

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[3]
TABLE = ROOT / "docs/security-checks.md"


def checks() -> Iterator[tuple[str, list[str]]]:
    """Number and named tests of each row."""
    for line in TABLE.read_text().splitlines():
        if row := re.match(r"\| ((?:SEC|REL)-\d+) [^|]*\|([^|]*)\|", line):
            yield row[1], re.findall(r"`([\w./-]+\.(?:py|ts))`", row[2])


def test_every_check_names_tests_that_are_there_and_carry_its_number() -> None:
    wrong: list[str] = []
    for number, paths in checks():
        spellings = {number, number.lower().replace("-", "_")}
        for path in paths:
            file = ROOT / path
            if not file.is_file() or not any(each in file.read_text() for each in spellings):
                wrong.append(f"{number}: {path}")

    assert wrong == []


def test_every_check_has_a_test_and_one_row() -> None:
    found = list(checks())

    assert len(found) > 30
    assert [number for number, paths in found if not paths] == []
    assert len({number for number, _ in found}) == len(found)
