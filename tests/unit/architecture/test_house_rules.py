import ast
import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
LINES_MAX = 300
VAGUE = {"util", "utils", "helper", "helpers", "manager", "common", "misc", "base", "core"}
PACKAGES = ("domain", "application", "adapters", "entrypoints")
MODULES = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]


def names(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


def test_every_module_is_small() -> None:
    assert names([path for path in MODULES if len(path.read_text().splitlines()) > LINES_MAX]) == []


def test_every_module_says_what_it_is() -> None:
    assert names([path for path in MODULES if VAGUE & {path.stem, path.parent.name}]) == []


@pytest.mark.parametrize("name", PACKAGES)
def test_the_package_is_ours_and_not_a_namesake(name: str) -> None:
    assert importlib.import_module(name).__file__ == str(ROOT / name / "__init__.py")


SDKS = {"openai", "anthropic", "google"}


def imported_at_once(path: Path) -> set[str]:
    """What stands at the top of a module, and so is imported with it."""
    found: set[str] = set()
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{each.name}" for each in node.names)}
    return found


def imports_a_foreign_sdk(path: Path) -> bool:
    package = path.parent.relative_to(ROOT).as_posix()
    foreign = SDKS if package.removeprefix("adapters/outbound/") not in SDKS else set[str]()
    slow = {*foreign, *(f"adapters.outbound.{sdk}" for sdk in foreign)}
    return any(
        f"{name}.".startswith(f"{each}.") for name in imported_at_once(path) for each in slow
    )


@pytest.mark.exhaustive
def test_a_vendor_s_sdk_is_imported_with_its_adapter_alone() -> None:
    """They take seconds: a service starts without them."""
    assert names([path for path in MODULES if imports_a_foreign_sdk(path)]) == []


@pytest.mark.exhaustive
def test_the_inner_loop_waits_for_no_vendor_s_sdk() -> None:
    """What needs one is in `tests/sdk`."""
    tests = sorted((ROOT / "tests/unit").rglob("*.py"))

    found = [path for path in tests if imports_a_foreign_sdk(path)]

    assert names(found) == []


STORE_PORTS = sorted(
    path.stem.replace("_", "")
    for path in (ROOT / "adapters/outbound/memory").glob("*.py")
    if path.stem not in {"__init__", "rows", "catalog"}
)


@pytest.mark.parametrize("port", STORE_PORTS)
def test_every_stored_port_has_a_contract_suite(port: str) -> None:
    suites = "".join(path.read_text() for path in (ROOT / "tests/contracts").glob("*.py"))
    assert f"class {port}contract" in suites.lower()
