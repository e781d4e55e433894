"""What is known of each mutant, in the files that mutmut keeps it in (`mutmut results`, `show`)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TypedDict

SURVIVED, KILLED, UNREACHED, ENDLESS = 0, 1, 33, 36
"""mutmut's numbers. A mutant that makes a test endless is found out too."""
MISSED = "missed"

_SLOW_S = 0.1


class _Meta(TypedDict):
    exit_code_by_key: dict[str, int | None]


class _Stats(TypedDict):
    tests_by_mangled_function_name: dict[str, list[str]]
    duration_by_test: dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """`tests` are the ids of those that reach its function, the fastest first; `seconds` in all.

    A test that takes longer than others by far is left out where a faster one reaches it too:
    it finds little that they do not, and would take most of the time.
    """

    name: str
    tests: tuple[str, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The directory that mutmut works in."""

    home: Path

    def mutants(self, only: tuple[str, ...]) -> list[Mutant]:
        """All mutants whose name begins with one of `only`; of everything when it is empty.

        `MISSED` stands for all that were not tried yet, or not found out.
        """
        stats: _Stats = json.loads((self.home / "mutmut-stats.json").read_text())
        took = stats["duration_by_test"]
        found: list[Mutant] = []
        for name, code in self.all().items():
            reach = stats["tests_by_mangled_function_name"].get(name.partition("__mutmut_")[0], [])
            fastest_first = sorted(reach, key=lambda test: took.get(test, 0.0))
            quick = [test for test in fastest_first if took.get(test, 0.0) <= _SLOW_S]
            tests = quick or fastest_first[:1]
            missed = MISSED in only and code not in {KILLED, ENDLESS}
            if not only or missed or any(fnmatchcase(name, f"{each}*") for each in only):
                seconds = sum(took.get(test, 0.0) for test in tests)
                found.append(Mutant(name=name, tests=tuple(tests), seconds=seconds))
        return found

    def all(self) -> dict[str, int | None]:
        """The verdict on every mutant, `None` for one that was not tried yet."""
        return {
            name: code
            for _, meta in self._metas()
            for name, code in meta["exit_code_by_key"].items()
        }

    def record(self, verdicts: dict[str, int]) -> None:
        for path, meta in self._metas():
            codes = meta["exit_code_by_key"]
            codes.update({name: verdicts[name] for name in codes if name in verdicts})
            path.write_text(json.dumps(meta, indent=4))

    def _metas(self) -> Iterator[tuple[Path, _Meta]]:
        for path in sorted(self.home.rglob("*.py.meta")):
            yield path, json.loads(path.read_text())
