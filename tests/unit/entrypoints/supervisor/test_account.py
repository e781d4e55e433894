import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from entrypoints.supervisor.account import NAME, account_for, is_open, let_through

ROOT, SOMEBODY = 0, 1000


@pytest.fixture
def place() -> Iterator[Path]:
    """A directory that everybody can reach; the usual temporary ones are closed."""
    found = Path(tempfile.mkdtemp())
    found.chmod(0o755)
    yield found
    shutil.rmtree(found)


def test_a_plain_user_runs_everything_himself(place: Path) -> None:
    assert account_for(place / "home", uid=SOMEBODY) is None


def test_root_gives_away_what_others_can_reach(place: Path) -> None:
    program = place / "program"
    program.touch(mode=0o755)

    account = account_for(place / "home", program, uid=ROOT)

    assert account is not None
    assert account.name == NAME
    assert account.uid != ROOT


def test_what_lies_in_a_closed_directory_stays_with_root(place: Path) -> None:
    closed = place / "closed"
    closed.mkdir(mode=0o700)
    program = closed / "program"
    program.touch(mode=0o755)

    assert account_for(place / "home", program, uid=ROOT) is None
    assert account_for(closed / "home", uid=ROOT) is None


def test_a_link_is_as_closed_as_what_it_points_to(place: Path) -> None:
    closed = place / "closed"
    closed.mkdir(mode=0o700)
    (closed / "python").touch(mode=0o755)
    (place / "python").symlink_to(closed / "python")

    assert not is_open(place / "python")


@pytest.mark.parametrize(("mode", "expected"), [(0o644, True), (0o640, False)])
def test_a_file_is_open_when_anybody_may_read_it(place: Path, mode: int, *, expected: bool) -> None:
    (place / "file").touch()
    (place / "file").chmod(mode)

    assert is_open(place / "file") is expected


def test_what_is_not_there_is_not_open(place: Path) -> None:
    assert not is_open(place / "missing")


def test_others_pass_through_a_home_without_seeing_its_names(place: Path) -> None:
    home = place / "home"
    home.mkdir(mode=0o700)

    let_through(home)

    assert home.stat().st_mode & 0o777 == 0o701
