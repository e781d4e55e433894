"""`python -m tests.mutation [BEGINNING_OF_NAMES…]`: how much of a change our tests would notice.

Without arguments everything is made and tried anew. With some, those mutants are tried again,
and what is known of the others is kept; `missed` are those that were not found out, or not
tried because a run was cut off. Ends with 1 when a score is under the wanted one.
"""

import subprocess
import sys
from pathlib import Path
from shutil import rmtree

from tests.mutation.score import WANTED, is_good, survivors, table, tried
from tests.mutation.verdicts import Verdicts

HOME = Path("mutants")
# mutmut makes all mutants, maps tests to functions, and sees that the tests pass without and
# fail with a fault, before it runs anything: this small part.
FIRST = "domain.transactions.price*"


def forget_what_has_changed() -> None:
    """Only mutants of changed functions are made anew; forget the rest that is stale."""
    for copy in ("tests", "adapters", "entrypoints"):
        rmtree(HOME / copy, ignore_errors=True)
    (HOME / "mutmut-stats.json").unlink(missing_ok=True)
    for copied in HOME.rglob("*.py"):
        if not copied.relative_to(HOME).exists():
            copied.unlink()
            copied.with_suffix(".py.meta").unlink(missing_ok=True)


def main(only: tuple[str, ...]) -> int:
    forget_what_has_changed() if only else rmtree(HOME, ignore_errors=True)
    binaries = Path(sys.executable).parent
    subprocess.run([binaries / "mutmut", "run", "--max-children", "2", FIRST], check=True)
    trial = [sys.executable, "-m", "tests.mutation.trial", *only]
    subprocess.run(trial, check=True, cwd=HOME)
    verdicts = tried(Verdicts(HOME).all())
    print("Not noticed (see one with `.venv/bin/mutmut show NAME__mutmut_NUMBER`):")
    print(*survivors(verdicts), "", *table(verdicts), sep="\n")
    good = is_good(verdicts)
    wanted = ", ".join(f"{part} {percent:.0f}%" for part, percent in WANTED.items())
    print(f"Wanted: {wanted}.", "" if good else "That is not reached.")
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main(tuple(sys.argv[1:])))
