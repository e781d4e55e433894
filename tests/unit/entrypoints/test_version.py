import tomllib
from pathlib import Path

from entrypoints.version import VERSION


def test_the_program_and_its_package_have_one_version() -> None:
    project = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text())

    assert project["project"]["version"] == VERSION
