"""What is measured, and what shall come out."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """`chunks` and `delay_us` are of the upstream's streams; `requests` of 0 is by time.

    `streamed` asks for a stream. `per_chunk` says that processor time is told per chunk.
    """

    name: str
    title: str
    body: str
    connections: int
    requests: int = 0
    chunks: int = 20
    delay_us: int = 0
    ramp_ms: int = 0
    streamed: bool = False
    per_chunk: bool = False
    slow_peers: bool = True

    @property
    def file(self) -> str:
        return f"{self.body}.stream.json" if self.streamed else f"{self.body}.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """`figure` is a field of `Measured`, or a figure that is put together in `goals`."""

    scenario: str
    figure: str
    most: float
    title: str
    unit: str


SCENARIOS: Final = (
    Scenario(name="small-1", title="small, 1 connection", body="small", connections=1),
    Scenario(name="small-64", title="small, 64 connections", body="small", connections=64),
    Scenario(name="middle-16", title="30 KB, 16 connections", body="middle", connections=16),
    Scenario(name="large-4", title="200 KB and 20 tools", body="large", connections=4),
    Scenario(
        name="first-1",
        title="first token, one stream at a time",
        body="small",
        connections=1,
        requests=200,
        chunks=5,
        delay_us=1_000,
        streamed=True,
    ),
    Scenario(
        name="paced-100",
        title="100 paced streams",
        body="small",
        connections=100,
        requests=200,
        chunks=50,
        delay_us=20_000,
        ramp_ms=900,
        streamed=True,
        per_chunk=True,
    ),
    Scenario(
        name="heavy-1",
        title="200 KB and 1,000 chunks at once",
        body="large",
        connections=1,
        requests=60,
        chunks=1_000,
        streamed=True,
        slow_peers=False,
    ),
    Scenario(
        name="crowd-2000",
        title="2,000 streams at once",
        body="small",
        connections=2_000,
        requests=2_000,
        chunks=100,
        delay_us=100_000,
        ramp_ms=2_000,
        streamed=True,
        per_chunk=True,
        slow_peers=False,
    ),
)
QUICK: Final = frozenset({"small-1", "small-64", "middle-16", "large-4", "paced-100", "heavy-1"})

GOALS: Final = (
    Goal(scenario="small-64", figure="cpu_ms", most=0.18, title="small request", unit="ms CPU"),
    Goal(scenario="middle-16", figure="cpu_ms", most=0.35, title="30 KB request", unit="ms CPU"),
    Goal(
        scenario="large-4",
        figure="cpu_ms",
        most=1.5,
        title="200 KB request with 20 tools",
        unit="ms CPU",
    ),
    Goal(
        scenario="paced-100",
        figure="cpu_us_per_chunk",
        most=80,
        title="chunk of a paced stream",
        unit="µs CPU",
    ),
    Goal(
        scenario="first-1",
        figure="first_added_p99_ms",
        most=3,
        title="added time to the first token, p99",
        unit="ms",
    ),
    Goal(
        scenario="crowd-2000",
        figure="kb_per_stream",
        most=60,
        title="memory a stream, 2,000 at once",
        unit="KB",
    ),
    Goal(
        scenario="heavy-1",
        figure="cpu_ms",
        most=10,
        title="200 KB and 1,000 chunks",
        unit="ms CPU",
    ),
    Goal(scenario="small-64", figure="memory_mb", most=150, title="resident memory", unit="MB"),
)
