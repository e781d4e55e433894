"""What the guides name is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
GUIDES = ("hardening", "upgrade", "sizing", "backup", "features")
PATH = re.compile(r"`((?:tests|webui|admin-webui|deploy|bench)/[\w./*-]+)`")
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("guide", GUIDES)
def test_a_guide_names_files_that_are_there(guide: str) -> None:
    text = (ROOT / "docs" / f"{guide}.md").read_text()

    missing = [path for path in PATH.findall(text) if not list(ROOT.glob(path.rstrip("/")))]
    missing += [link for link in LINK.findall(text) if not (ROOT / "docs" / link).exists()]

    assert missing == []


def test_every_row_of_the_asvs_table_is_met_or_says_why_not() -> None:
    text = (ROOT / "docs" / "hardening.md").read_text()
    rows = re.findall(r"(?m)^\| (\d[^|]+)\| ([^|]+) \| (.+) \|$", text)

    assert len(rows) > 60
    for requirement, state, shown in rows:
        assert state in {"met", "partly", "not met", "by design"}, requirement
        assert state != "met" or "`" in shown or "](" in shown, requirement
