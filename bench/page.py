"""`docs/performance.md`: the figures, the goals and what was missed."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from bench.figures import Outcome, Row, outcomes, scaling
from bench.plot import bars
from bench.processes import HERE
from bench.scenarios import SCENARIOS

PAGE: Final = HERE.parent / "docs" / "performance.md"
PLOT: Final = HERE.parent / "docs" / "images" / "performance.svg"
PROFILE: Final = HERE / "profile.md"
"""What a person found in profiles; it goes along as it is."""
_SCALING: Final = 1.8
_LARGE: Final = 100
_HEAD: Final = """\
# Performance

What a call costs beside the model, as `{command}` measured it on {date}: {machine}.
The upstream answers at once; it, the load generator and the stores have a processor of their own, each target
another. A request is OpenAI's, the upstream speaks Anthropic's format, the answer is OpenAI's again; nginx, and
`direct`, convert nothing. *Parley* has limits of every kind, three budgets, the key check and the books; *Parley,
ungoverned* has the key check and the books alone. CPU is the user's and the system's time of all of a target's
processes until they are quiet again, so the books are in it. Medians of {rounds} interleaved rounds. A Python loop of
60,000 steps took {loop_ms:.1f} ms of CPU meanwhile (2.0 to 2.6 ms on the machine that the goals were set on, when
nothing else ran): a busy machine makes every figure larger.

"""


def write_page(
    rows: Mapping[tuple[str, str], Row],
    *,
    command: str,
    date: str,
    machine: str,
    rounds: int,
    loop_ms: float,
) -> None:
    """Write the page and its plot."""
    told = _HEAD.format(command=command, date=date, machine=machine, rounds=rounds, loop_ms=loop_ms)
    parts = [told, _goals(outcomes(rows), scaling(rows)), "\n", _plot(rows)]
    parts += [_table(scenario.name, scenario.title, rows) for scenario in SCENARIOS]
    if PROFILE.exists():
        parts.append(PROFILE.read_text())
    PAGE.write_text("".join(parts))


def _goals(found: Sequence[Outcome], scaled: float | None) -> str:
    lines = [
        "## Goals, one worker, governed\n",
        "| | goal | measured | |",
        "| --- | --- | --- | --- |",
    ]
    for each in found:
        goal = each.goal
        figure = "not measured" if each.figure is None else f"{_short(each.figure)} {goal.unit}"
        met = {None: "", True: "met", False: "**missed**"}[each.met]
        lines.append(f"| {goal.title} | ≤ {goal.most:g} {goal.unit} | {figure} | {met} |")
    figure = "not measured" if scaled is None else f"{scaled:.2f} times"
    met = "" if scaled is None else "met" if scaled >= _SCALING else "**missed**"
    lines.append(f"| two workers for one | ≥ {_SCALING:g} times | {figure} | {met} |")
    return "\n".join([*lines, ""])


def _plot(rows: Mapping[tuple[str, str], Row]) -> str:
    title = "CPU a small request, 64 connections (ms)"
    found = [
        (target, row["cpu_ms"])
        for (scenario, target), row in rows.items()
        if scenario == "small-64" and target != "direct"
    ]
    PLOT.parent.mkdir(parents=True, exist_ok=True)
    PLOT.write_text(bars(title, sorted(found, key=lambda each: each[1]), unit="ms"))
    return f"![{title}](images/{PLOT.name})\n\n"


def _table(name: str, title: str, rows: Mapping[tuple[str, str], Row]) -> str:
    found = {target: row for (scenario, target), row in rows.items() if scenario == name}
    if not found:
        return ""
    head = (
        "| | requests/s | CPU ms | CPU µs/chunk | p50 ms | p99 ms | first p50 / p99 ms | MB | bad |"
    )
    lines = [f"## {title[0].upper()}{title[1:]}\n", head, "| --- " * 9 + "|"]
    for target, row in found.items():
        cpu = "–" if target == "direct" else _short(row["cpu_ms"])
        chunk = "–" if target == "direct" else _short(row["cpu_us_per_chunk"])
        memory = "–" if target == "direct" else f"{row['memory_peak_mb']:.0f}"
        times = f"{_short(row['latency_p50_ms'])} | {_short(row['latency_p99_ms'])}"
        first = f"{_short(row['first_p50_ms'])} / {_short(row['first_p99_ms'])}"
        told = f"{row['per_second']:,.0f} | {cpu} | {chunk} | {times} | {first} | {memory}"
        lines.append(f"| {target} | {told} | {row['bad']:.0f} |")
    return "\n".join([*lines, "\n"])


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= _LARGE else f"{value:.3g}"


def path_of(page: Path) -> str:
    return str(page.relative_to(HERE.parent))
