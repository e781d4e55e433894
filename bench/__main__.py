"""Measure, tell and write: `python -m bench`, or `make bench`.

`QUICK=1` takes less than two minutes and writes no page. `LITELLM=1` measures LiteLLM too, from
`.tools/litellm`. Needs Linux, two processors and a C compiler.
"""

import argparse
import datetime as dt
import os
import platform
import tempfile
import time
from collections.abc import Generator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.bodies import write_bodies
from bench.figures import OURS, SCALED, medians, outcomes, scaling
from bench.house import MODEL, House, house
from bench.measuring import Load, Measured, Target
from bench.page import PAGE, path_of, write_page
from bench.processes import built, running
from bench.scenarios import QUICK, SCENARIOS, Scenario
from bench.targets import litellm, nginx
from entrypoints.supervisor.ports import free_port

RELAYS: Final = "0"
LOADS: Final = "1"
"""The processors of the targets, and of all else."""
_STEPS: Final = 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    rounds: int
    seconds: float
    scenarios: Sequence[Scenario]
    with_litellm: bool
    workers: bool


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default="", help="scenarios, divided by commas")
    parser.add_argument("--no-page", action="store_true")
    given = parser.parse_args()
    plan = _plan(given.rounds, given.only)
    quick = bool(os.environ.get("QUICK"))
    measured, loop_ms = run(plan)
    rows = medians(measured)
    for outcome in outcomes(rows):
        told = "not measured" if outcome.figure is None else f"{outcome.figure:.3g}"
        verdict = {None: "", True: "met", False: "MISSED"}[outcome.met]
        print(f"{outcome.goal.title:40} ≤ {outcome.goal.most:<6g} {told:>14} {verdict}")
    scaled = scaling(rows)
    print(f"{'two workers for one':40} ≥ 1.8    {scaled or 0:>14.3g}")
    if quick or given.no_page:
        return
    write_page(
        rows,
        command="LITELLM=1 make bench" if plan.with_litellm else "make bench",
        date=dt.datetime.now(dt.UTC).date().isoformat(),
        machine=_machine(),
        rounds=plan.rounds,
        loop_ms=loop_ms,
    )
    print(f"written: {path_of(PAGE)}")


def _machine() -> str:
    python = platform.python_version()
    return f"{os.cpu_count()} processors, Linux {platform.release()}, Python {python}"


def _plan(rounds: int, only: str) -> Plan:
    quick = bool(os.environ.get("QUICK"))
    names = set(only.split(",")) if only else QUICK if quick else {each.name for each in SCENARIOS}
    return Plan(
        rounds=1 if quick else rounds,
        seconds=1.0 if quick else 2.0,
        scenarios=[each for each in SCENARIOS if each.name in names],
        with_litellm=bool(os.environ.get("LITELLM")),
        workers=not quick,
    )


def run(plan: Plan) -> tuple[list[Measured], float]:
    """Every target of a round is measured on a scenario before the next scenario begins."""
    found: list[Measured] = []
    loops: list[float] = []
    with tempfile.TemporaryDirectory() as directory:
        place = Path(directory)
        write_bodies(place / "bodies", MODEL)
        upstream = free_port()
        load = Load(
            program=built("loadgen", place),
            bodies=place / "bodies",
            upstream=upstream,
            processor=LOADS,
            seconds=plan.seconds,
        )
        program = built("upstream", place)
        with (
            running([str(program), str(upstream)], processor=LOADS, log=place / "upstream.log"),
            house(place, upstream=upstream, processor=LOADS) as home,
            _targets(plan, place, home, upstream) as targets,
        ):
            for number in range(plan.rounds):
                for scenario in plan.scenarios:
                    loops.append(_loop_ms())
                    turn = number % len(targets)
                    for target in (*targets[turn:], *targets[:turn]):
                        if target.slow and not scenario.slow_peers:
                            continue
                        found += _measured(load, target, scenario)
            if plan.workers:
                with _told_if_it_fails(SCALED):
                    found += _scaled(plan, load, home)
    return found, sorted(loops)[len(loops) // 2]


@contextmanager
def _targets(plan: Plan, place: Path, home: House, upstream: int) -> Generator[list[Target]]:
    with ExitStack() as opened:
        process, port = opened.enter_context(home.relay(processor=RELAYS))
        targets = [
            Target(name="direct", port=upstream),
            opened.enter_context(nginx(place, upstream=upstream, processor=RELAYS)),
            Target(name=OURS, port=port, key=home.governed, process=process),
            Target(name=f"{OURS}, ungoverned", port=port, key=home.ungoverned, process=process),
        ]
        if plan.with_litellm:
            targets.append(
                opened.enter_context(litellm(place, upstream=upstream, processor=RELAYS))
            )
        yield targets


def _scaled(plan: Plan, load: Load, home: House) -> list[Measured]:
    """Two workers, on both processors; the load and the stores take their part of one."""
    scenario = next(each for each in SCENARIOS if each.name == "small-64")
    found: list[Measured] = []
    with home.relay(processor=f"{RELAYS},{LOADS}", workers=2) as (process, port):
        target = Target(name=SCALED, port=port, key=home.governed, process=process)
        for _ in range(plan.rounds):
            found += _measured(load, target, scenario)
    return found


def _measured(load: Load, target: Target, scenario: Scenario) -> list[Measured]:
    with _told_if_it_fails(f"{scenario.name:11} {target.name:20}"):
        one = load.measure(target, scenario)
        _tell(one)
        return [one]
    return []


@contextmanager
def _told_if_it_fails(what: str) -> Generator[None]:
    """A measurement that fails is not in the page; the others are."""
    try:
        yield
    except (RuntimeError, OSError) as error:
        print(f"{what} not measured: {error}", flush=True)


def _loop_ms() -> float:
    """How quick the machine is just now: it is shared."""
    began, total = time.process_time(), 0
    for each in range(_STEPS):
        total += each & 7
    return (time.process_time() - began) * 1e3


def _tell(one: Measured) -> None:
    print(
        f"{one.scenario:11} {one.target:20} {one.per_second:9.1f}/s  {one.cpu_ms:8.3f} ms "
        f"{one.cpu_us_per_chunk:8.1f} µs/chunk  p99 {one.latency_p99_ms:8.2f} ms  "
        f"first {one.first_p50_ms:7.2f} ms  {one.memory_peak_mb:4.0f} MB  bad {one.bad}",
        flush=True,
    )


if __name__ == "__main__":
    main()
