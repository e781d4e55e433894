"""The benchmark's own programs: a figure is worth something when wrong answers do not count."""

import shutil
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bench.bodies import write_bodies
from bench.figures import OURS, medians, outcomes
from bench.house import MODEL
from bench.measuring import Load, Measured, Target
from bench.processes import built, running
from bench.scenarios import Scenario
from entrypoints.supervisor.ports import free_port

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.skipif(
        shutil.which("cc") is None, reason="its load generator is in C, and no compiler is here"
    ),
]
WHOLE = Scenario(name="small-64", title="small", body="small", connections=8)
STREAMED = Scenario(
    name="paced-100",
    title="paced",
    body="small",
    connections=8,
    requests=16,
    chunks=10,
    delay_us=1_000,
    streamed=True,
)


@pytest.fixture(scope="module")
def load(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Load]:
    place = tmp_path_factory.mktemp("bench")
    write_bodies(place, MODEL)
    upstream, program = free_port(), built("upstream", place)
    with running([str(program), str(upstream)], processor="0", log=place / "log"):
        yield Load(
            program=built("loadgen", place),
            bodies=place,
            upstream=upstream,
            processor="0",
            seconds=0.2,
        )


@pytest.mark.parametrize("path", ["/v1/chat/completions", "/v1/messages"])
@pytest.mark.parametrize("scenario", [WHOLE, STREAMED], ids=["whole", "streamed"])
def test_the_upstream_s_answers_are_good(load: Load, scenario: Scenario, path: str) -> None:
    measured = load.measure(Target(name="direct", port=load.upstream, path=path), scenario)

    assert measured.requests > 0
    assert measured.bad == 0
    assert measured.first_p50_ms <= measured.latency_p50_ms


def test_an_answer_with_too_little_in_it_is_bad(load: Load) -> None:
    measured = load.measure(Target(name="direct", port=load.upstream, path="/other"), WHOLE)

    assert measured.requests == 0
    assert measured.bad > 0


def test_a_request_is_not_read_on_in_what_another_has_left(load: Load) -> None:
    line = b"POST /v1/messages?and=more HTTP/1.1\r\n"
    earlier = line + b"content-length: 100000\r\n\r\n" + b"{" * 100_000
    later = b"GET /__set?chunks=1"
    later += b" HTTP/1.1\r\n\r\n".rjust(len(line) - len(later), b"0")
    assert earlier[len(later) :].startswith(b"content-length")

    told = [_answer(load.upstream, each) for each in (*[earlier] * 5, later)]

    assert all(each.startswith(b"HTTP/1.1 200") for each in told)


def _answer(port: int, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=5) as asking:
        asking.sendall(request)
        return asking.recv(65_536)


def test_a_goal_is_met_by_the_median_of_the_rounds(load: Load) -> None:
    told = load.measure(Target(name=OURS, port=load.upstream), WHOLE)
    rounds: list[Measured] = [replace(told, cpu_ms=each) for each in (9.0, 0.1, 0.17)]

    found = {each.goal.title: each for each in outcomes(medians(rounds))}

    assert found["small request"].figure == 0.17
    assert found["small request"].met
    assert found["30 KB request"].met is None


def test_bodies_have_their_sizes(tmp_path: Path) -> None:
    write_bodies(tmp_path, MODEL)

    sizes = {path.stem: path.stat().st_size for path in tmp_path.glob("*.json")}
    assert 300 < sizes["small"] < 600
    assert 25_000 < sizes["middle"] < 35_000
    assert 180_000 < sizes["large"] < 230_000
