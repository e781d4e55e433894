"""The whole system as `parley up` runs it, in a temporary home on free ports."""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Container, Generator, Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from entrypoints.supervisor.ports import free_port
from entrypoints.supervisor.record import PartRecord, Record
from tests.issuer import CLIENT, SECRET

ROOT = Path(__file__).parents[1]
PARTS = (
    *("HTTP", "HTTPS", "ARTIFACTS", "ARTIFACTS_HTTPS"),
    *("CHAT", "ADMIN", "RELAY", "MONGO", "REDIS", "LOCAL_MODEL"),
)
READY_WITHIN_S = 180
STOPPED_WITHIN_S = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningSystem:
    home: Path
    ports: Mapping[str, int]
    environment: Mapping[str, str] = field(repr=False)
    screen: str

    @property
    def site(self) -> str:
        return f"http://localhost:{self.ports['HTTP']}"

    @property
    def secure_site(self) -> str:
        return f"https://localhost:{self.ports['HTTPS']}"

    @property
    def certificate(self) -> Path:
        return self.home / "tls" / "certificate.pem"

    @property
    def administrator(self) -> tuple[str, str]:
        """Address and password of the first administrator."""
        return self._shown(r"First administrator.*\n\s+(\S+)\n\s+(\S+)")

    @property
    def relay_key(self) -> str:
        return self._shown(r"First relay key.*\n\s+(\S+)()")[0]

    def part(self, name: str) -> PartRecord:
        """What the supervisor knows of a part now."""
        return next(part for part in Record(home=self.home).read() if part.name == name)

    def parley(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command beside it, as its operator does."""
        return parley(*arguments, environment=self.environment)

    def log(self, part: str) -> list[dict[str, object]]:
        """The JSON lines that a part, or `access` of the gateway, has written."""
        lines = (self.home / "logs" / f"{part}.log").read_text().splitlines()
        return [json.loads(line) for line in lines if line.startswith("{")]

    def _shown(self, pattern: str) -> tuple[str, str]:
        found = re.search(pattern, self.screen)
        assert found is not None, f"not shown: {pattern}\n{self.screen}"
        return found[1], found[2]


def parley(*arguments: str, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "entrypoints.cli", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@contextmanager
def running_upstream() -> Generator[str]:
    """The fake upstream as a process of its own; where it is."""
    speak = [sys.executable, "-u", "-m", "tests.upstream"]
    with subprocess.Popen(speak, cwd=ROOT, stdout=subprocess.PIPE, text=True) as upstream:  # noqa: S603 - a program of its own
        assert upstream.stdout is not None
        try:
            yield upstream.stdout.readline().rpartition(" on ")[2].strip()
        finally:
            upstream.terminate()


def offering(
    upstream: str,
    models: Iterable[str],
    *,
    price: Mapping[str, str],
    seeing: Container[str] = (),
    tools: Container[str] = (),
) -> dict[str, str]:
    """Settings that offer models of the fake upstream, at one price each million tokens.

    Those among `seeing` see pictures, those among `tools` can use some.
    """
    provider = {"kind": "openai_compatible", "base_url": f"{upstream}/v1"}
    rows = [
        {
            "name": name,
            "provider": "fake",
            "price": price,
            "capabilities": [
                *(["vision"] if name in seeing else []),
                *(["tools"] if name in tools else []),
            ],
        }
        for name in models
    ]
    return {
        "PARLEY_PROVIDERS": json.dumps({"fake": provider}),
        "PARLEY_MODELS": json.dumps(rows),
        "PARLEY_TITLES": "off",
    }


def letting_in(upstream: str, *names: str) -> dict[str, str]:
    """Settings by which people may come by providers of identities that the upstream plays."""
    known = {
        name: {"issuer": f"{upstream}/issuers/{name}", "client_id": CLIENT, "client_secret": SECRET}
        for name in names
    }
    return {"PARLEY_SIGN_IN": json.dumps(known)}


@contextmanager
def running_system(settings: Mapping[str, str]) -> Generator[RunningSystem]:
    """Start it with settings of the environment; wait until it is ready; stop it in order."""
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        ports = {part: free_port() for part in PARTS}
        given = {f"PARLEY_{part}_PORT": str(port) for part, port in ports.items()}
        environment = {
            **os.environ,  # noqa: TID251
            **given,
            "PARLEY_HOME": place,
            "COLUMNS": "200",
            "PARLEY_LEAVE_S": "0",
            **settings,
        }
        screen = home / "screen.txt"
        with screen.open("wb") as output:
            system = subprocess.Popen(
                [sys.executable, "-m", "entrypoints.cli", "up"],
                cwd=ROOT,
                env=environment,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        try:
            _wait(system, screen)
            yield RunningSystem(
                home=home, ports=ports, environment=environment, screen=screen.read_text()
            )
        finally:
            system.send_signal(signal.SIGINT)
            system.wait(STOPPED_WITHIN_S)


def _wait(system: subprocess.Popen[bytes], screen: Path) -> None:
    deadline = time.monotonic() + READY_WITHIN_S
    while "Ctrl-C stops everything" not in screen.read_text():
        if system.poll() is not None or time.monotonic() > deadline:
            sys.exit(f"the system did not start:\n{screen.read_text()}")
        time.sleep(0.1)
