import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--write-page",
        action="store_true",
        help="write what was seen to docs/compatibility.md, instead of comparing",
    )
