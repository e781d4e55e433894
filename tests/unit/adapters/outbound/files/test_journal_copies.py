"""The journals of a machine, copied under their writers' hands and taken over from the copy."""

from pathlib import Path

import pytest

from adapters.outbound.files.journal import FileJournal
from adapters.outbound.files.journal_copies import copies, put_back
from adapters.outbound.files.journals import FileJournals
from tests.contracts.ledger import R1, R2, R3


async def test_a_copy_has_what_was_closed_and_what_still_runs(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    journal = FileJournal(here, writer="w1", sync_pause_s=0)
    await journal.begin()
    journal.close(R1)
    journal.draft(R2)
    await FileJournals(here).set_aside(R3)

    for name, content in copies(here):
        put_back(there, name, content + b"half a li")
    await journal.end(keep=True)

    found = await FileJournals(there).claim()
    assert found is not None
    assert [row.id for row in await found.ahead(9)] == [R1.id, R2.id]
    assert (there / "set-aside.log").exists()
    await found.release()


def test_where_no_journal_is_there_is_nothing_to_copy(tmp_path: Path) -> None:
    assert list(copies(tmp_path / "none")) == []


@pytest.mark.parametrize("name", ["../w1/1.log", "w1/lock", "a/b/1.log"])
def test_only_files_of_a_journal_are_put_back(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="is no file of a journal"):
        put_back(tmp_path, name, b"")
