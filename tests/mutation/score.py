"""How many mutants the tests find, by package."""

from collections import Counter, defaultdict
from collections.abc import Mapping

from tests.mutation.verdicts import ENDLESS, KILLED, UNREACHED

WANTED = {"domain": 80.0, "application": 80.0, "domain.formats": 85.0, "domain.llm": 85.0}
"""Percent, of all that is named so."""


def package_of(name: str) -> str:
    """`domain.llm.reply.x_fold__mutmut_3` is one of `domain.llm`."""
    return module_of(name).rpartition(".")[0]


def module_of(name: str) -> str:
    return name.rpartition(".")[0]


def is_found(code: int) -> bool:
    return code in (KILLED, ENDLESS)


def score(codes: list[int]) -> float:
    """Percent of mutants that a test notices. One that no test reaches counts against us."""
    return 100 * sum(map(is_found, codes)) / len(codes)


def tried(verdicts: Mapping[str, int | None]) -> dict[str, int]:
    return {name: code for name, code in verdicts.items() if code is not None}


def table(verdicts: Mapping[str, int]) -> list[str]:
    """A line a package, one a layer, and the score of the layer at its end."""
    groups: dict[str, list[int]] = defaultdict(list)
    for name, code in verdicts.items():
        for group in {package_of(name), name.partition(".")[0] + " (all)"}:
            groups[group].append(code)
    lines = [
        f"{'package':<36} {'mutants':>8} {'found':>6} {'missed':>7} {'no test':>8} {'score':>7}"
    ]
    for group, codes in sorted(groups.items()):
        counts = Counter(codes)
        found = sum(map(is_found, codes))
        missed = len(codes) - found - counts[UNREACHED]
        lines.append(
            f"{group:<36} {len(codes):>8} {found:>6} {missed:>7}"
            f" {counts[UNREACHED]:>8} {score(codes):>6.1f}%"
        )
    return lines


def survivors(verdicts: Mapping[str, int]) -> list[str]:
    """The mutants nobody notices, a line a function, with their numbers."""
    numbers: dict[str, list[int]] = defaultdict(list)
    for name, code in verdicts.items():
        if not is_found(code):
            function, _, number = name.partition("__mutmut_")
            numbers[function].append(int(number))
    return [f"{name}: {', '.join(map(str, sorted(found)))}" for name, found in numbers.items()]


def is_good(verdicts: Mapping[str, int]) -> bool:
    """Whether all that was tried has the score that is wanted."""
    parts: dict[str, list[int]] = defaultdict(list)
    for name, code in verdicts.items():
        for part in WANTED:
            if name.startswith(f"{part}."):
                parts[part].append(code)
    return bool(parts) and all(score(codes) >= WANTED[part] for part, codes in parts.items())
