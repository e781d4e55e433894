"""One target under one load: what it took, and how long its callers waited."""

import json
import subprocess
import threading
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.processes import cpu_s, memory_mb, quiet
from bench.scenarios import Scenario

_WARM_UP_S: Final = 0.5
_LOOK_EVERY_S: Final = 0.1
_PATIENCE_S: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """`process` is the relay's; `None` for the upstream itself."""

    name: str
    port: int
    path: str = "/v1/chat/completions"
    key: str = "none"
    process: int | None = None
    slow: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Processor time is the target's alone, user's and system's, until it is quiet again."""

    target: str
    scenario: str
    requests: int
    bad: int
    per_second: float
    cpu_ms: float
    cpu_us_per_chunk: float
    latency_p50_ms: float
    latency_p99_ms: float
    first_p50_ms: float
    first_p99_ms: float
    transit_p50_ms: float
    transit_p99_ms: float
    memory_mb: float
    memory_peak_mb: float
    kb_per_stream: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """`processor` is where the load generator runs; the upstream listens on `upstream`."""

    program: Path
    bodies: Path
    upstream: int
    processor: str
    seconds: float

    def measure(self, target: Target, scenario: Scenario) -> Measured:
        """Raises `RuntimeError` when the load generator fails."""
        self._set(scenario)
        self._run(target, scenario, connections=min(scenario.connections, 16), warming=True)
        if target.process is not None:
            quiet(target.process)
        before_mb, before_s = _memory(target), _cpu(target)
        peak = _Peak(target)
        with peak:
            told = self._run(target, scenario, connections=scenario.connections)
        if target.process is not None:
            quiet(target.process)
        used_s = _cpu(target) - before_s
        good = max(1, int(told["good"]))
        return Measured(
            target=target.name,
            scenario=scenario.name,
            requests=int(told["good"]),
            bad=int(told["failed"] + told["broken"] + told["unfinished"]),
            per_second=told["good"] / max(told["seconds"], 1e-9),
            cpu_ms=used_s / good * 1e3,
            cpu_us_per_chunk=used_s / max(1, told["marks"]) * 1e6,
            latency_p50_ms=told["latency_p50_ms"],
            latency_p99_ms=told["latency_p99_ms"],
            first_p50_ms=told["first_p50_ms"],
            first_p99_ms=told["first_p99_ms"],
            transit_p50_ms=told["transit_p50_ms"],
            transit_p99_ms=told["transit_p99_ms"],
            memory_mb=_memory(target),
            memory_peak_mb=peak.mb,
            kb_per_stream=max(0.0, peak.mb - before_mb) * 1024 / scenario.connections,
        )

    def _set(self, scenario: Scenario) -> None:
        url = f"http://127.0.0.1:{self.upstream}/__set"
        told = f"chunks={scenario.chunks}&delay_us={scenario.delay_us}"
        urllib.request.urlopen(f"{url}?{told}", timeout=_PATIENCE_S).read()

    def _run(
        self, target: Target, scenario: Scenario, *, connections: int, warming: bool = False
    ) -> dict[str, float]:
        requests = min(scenario.requests, connections) if warming else scenario.requests
        seconds = _WARM_UP_S if warming else self.seconds
        marks = scenario.chunks if scenario.streamed else 1
        asked = [target.port, target.path, self.bodies / scenario.file, target.key, connections]
        asked += [requests, 0 if requests else seconds, marks, 0 if warming else scenario.ramp_ms]
        done = subprocess.run(
            ["taskset", "-c", self.processor, str(self.program), *map(str, asked)],  # noqa: S607
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(done.stderr)
        if done.stderr:
            print(f"{target.name}, {scenario.name}: {done.stderr.strip()}")
        told: dict[str, float] = json.loads(done.stdout)
        return told


class _Peak:
    """The most memory that a target has while the context is open."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._over = threading.Event()
        self._looking = threading.Thread(target=self._look)
        self.mb = _memory(target)

    def __enter__(self) -> None:
        self._looking.start()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._looking.join()

    def _look(self) -> None:
        while not self._over.is_set():
            self.mb = max(self.mb, _memory(self._target))
            time.sleep(_LOOK_EVERY_S)


def _cpu(target: Target) -> float:
    return 0.0 if target.process is None else cpu_s(target.process)


def _memory(target: Target) -> float:
    return 0.0 if target.process is None else memory_mb(target.process)
