"""SEC-34: what is built on is new enough, whole, and does nothing while it is installed."""

import json
import re
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[3]
FLOORS: Final = {
    "starlette": (1, 3, 1),
    "python-multipart": (0, 0, 30),
    "pyjwt": (2, 15, 0),
    "python-socketio": (5, 14, 0),
}
"""Below these there are known holes (`docs/security-checks.md`)."""
NPM_FLOORS: Final = {"webui": {"dompurify": (3, 4, 0)}}
INTERFACES: Final = ("webui", "admin-webui")
INSTALLING: Final = {
    "webui": set[str](),
    "admin-webui": set[str](),
    "local-model": {"node-llama-cpp"},
}
"""npm packages with a script of their own; ours are installed without running it."""
NOWHERE: Final = {
    "code in a query of MongoDB": r"[\"']\$(where|expr|function|accumulator)[\"']",
    "bodies with fields that nobody knows": r"extra\s*=\s*[\"']allow[\"']",
    "objects from bytes": r"^\s*(import|from) (pickle|marshal|shelve|dill)\b",
    "a shell": r"shell\s*=\s*True|os\.system\(|os\.popen\(",
    "TLS that asks nobody": r"verify\s*=\s*False|CERT_NONE|check_hostname\s*=\s*False",
    "an answer of YAML with objects": r"yaml\.(unsafe_load|full_load|UnsafeLoader|FullLoader)",
    "code from text": r"(?<![\w.])(eval|exec)\(",
}
RAW_HTML: Final = (
    r"dangerouslySetInnerHTML|\.(inner|outer)HTML\s*=|insertAdjacentHTML\(|document\.write\("
)
SECRETS: Final = re.compile(
    r"AKIA[0-9A-Z]{16}|ghp_\w{36}|xox[bap]-\w{10,}|AIza[\w-]{35}|T3BlbkFJ"
    r"|-----BEGIN (?:RSA |EC |OPENSSH )?PRIVATE KEY-----\n[A-Za-z0-9+/]{40}"
    r"|sk-ant-api\d\d-[\w-]{60}"
)
OURS: Final = ("domain", "application", "adapters", "entrypoints")
CODE: Final = [path for package in OURS for path in sorted((ROOT / package).rglob("*.py"))]


def numbers(version: str) -> tuple[int, ...]:
    return tuple(int(each) for each in re.findall(r"\d+", version)[:3])


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-run.lock"])
def test_sec_34_python_packages_are_above_their_floors(lock: str) -> None:
    pinned = dict(re.findall(r"^([\w.-]+)==(\S+)", (ROOT / lock).read_text(), re.MULTILINE))

    assert {name for name, floor in FLOORS.items() if numbers(pinned[name]) < floor} == set()


def packages(project: str) -> dict[str, dict[str, object]]:
    lock = json.loads((ROOT / project / "package-lock.json").read_text())
    return {
        name.rpartition("node_modules/")[2]: found
        for name, found in lock["packages"].items()
        if name
    }


def test_sec_34_npm_packages_are_above_their_floors() -> None:
    below = {
        name
        for project, floors in NPM_FLOORS.items()
        for name, floor in floors.items()
        if numbers(str(packages(project)[name]["version"])) < floor
    }

    assert below == set()


@pytest.mark.parametrize("project", INSTALLING)
def test_sec_34_nothing_unknown_runs_while_it_is_installed(project: str) -> None:
    running = {name for name, found in packages(project).items() if "hasInstallScript" in found}

    assert running == INSTALLING[project]


@pytest.mark.parametrize("interface", INTERFACES)
def test_sec_34_a_page_takes_nothing_from_elsewhere(interface: str) -> None:
    page = (ROOT / interface / "index.html").read_text()

    assert re.findall(r"(?:src|href)=\"(?:https?:)?//[^\"]*\"", page) == []


@pytest.mark.exhaustive
@pytest.mark.parametrize("what", NOWHERE)
def test_sec_34_this_stands_nowhere_in_our_code(what: str) -> None:
    rule = re.compile(NOWHERE[what], re.MULTILINE)

    assert [path.name for path in CODE if rule.search(path.read_text())] == []


@pytest.mark.exhaustive
def test_sec_34_no_interface_writes_html_past_its_framework() -> None:
    pages = [
        path
        for interface in INTERFACES
        for path in sorted((ROOT / interface / "src").rglob("*.ts*"))
        if ".test." not in path.name
    ]

    found = [path.name for path in pages if re.search(RAW_HTML, path.read_text())]

    assert len(pages) > 100
    assert found == []


@pytest.mark.exhaustive
def test_sec_34_no_secret_of_anybody_is_in_the_repository() -> None:
    places = (
        *OURS,
        "tests",
        "docs",
        "deploy",
        "bench",
        "webui/src",
        "webui/e2e",
        "admin-webui/src",
    )
    texts = [
        path
        for place in places
        for path in sorted((ROOT / place).rglob("*"))
        if path.is_file() and path.suffix in {".py", ".md", ".ts", ".tsx", ".json", ".yaml", ".sh"}
        if path != Path(__file__)
    ]

    assert [path.name for path in texts if SECRETS.search(path.read_text())] == []
