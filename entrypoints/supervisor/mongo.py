"""The embedded MongoDB: `secantusd-py` on loopback, always with authentication.

Users can only be made before `--auth` is on. So the first start is a short one without it, on a
port nobody knows; a fingerprint of the password beside the data says that it is done.
"""

import contextlib
import hashlib
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from entrypoints.problems import Problem
from entrypoints.supervisor import mongo_wire
from entrypoints.supervisor.account import Account
from entrypoints.supervisor.part import Part
from entrypoints.supervisor.ports import free_port
from entrypoints.supervisor.probes import LOOPBACK, answers_mongo, connected

USER = "parley"
PROGRAM = Path(sys.executable).with_name("secantusd-py")


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddedMongo:
    home: Path
    logs: Path
    port: int
    password: str = field(repr=False)
    role: str = "dbOwner"
    database: str = "parley"
    environment: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    account: Account | None = None

    @property
    def url(self) -> str:
        # Retryable writes scan a growing table of this server: twelve times slower.
        return (
            f"mongodb://{USER}:{self.password}@{LOOPBACK}:{self.port}/{self.database}"
            "?authSource=admin&authMechanism=SCRAM-SHA-256&retryWrites=false&directConnection=true"
        )

    def part(self) -> Part:
        return Part(
            name="mongo",
            label="MongoDB (embedded)",
            command=(*self._command(self.port), "--auth", "--sync-on-commit"),
            directory=self.home,
            environment=self.environment,
            probe=answers_mongo(self.port),
            ports=(self.port,),
            url=f"mongodb://{LOOPBACK}:{self.port}",
            prepare=self.prepare,
            account=self.account,
            ready_within_s=60,
            stop_within_s=15,
        )

    async def prepare(self) -> None:
        """Create the user, once a password."""
        self.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._configuration.touch()
        if self.account is not None:
            self.account.own(self.home)
        fingerprint = hashlib.sha256(self.password.encode()).hexdigest()
        if self._done.exists() and self._done.read_text() == fingerprint:
            return
        port = free_port()
        open_door = Part(
            name="mongo",
            label="MongoDB (embedded)",
            command=(*self._command(port), "--sync-on-commit"),
            directory=self.home,
            environment=self.environment,
            probe=answers_mongo(port),
            account=self.account,
            ready_within_s=60,
        )
        process = await open_door.start(self.logs)
        try:
            await self._create_user(port)
        finally:
            await open_door.stop(process)
        self._done.write_text(fingerprint)

    async def _create_user(self, port: int) -> None:
        async with connected(port) as (reader, writer):
            await mongo_wire.ask(reader, writer, {"dropUser": USER, "$db": "admin"})
            answer = await mongo_wire.ask(
                reader,
                writer,
                {
                    "createUser": USER,
                    "pwd": self.password,
                    "roles": [{"role": self.role, "db": self._role_database}],
                    "mechanisms": ["SCRAM-SHA-256"],
                    "$db": "admin",
                },
            )
            if answer.get("ok") != 1:
                raise Problem(f"MongoDB refused to create its user: {answer.get('errmsg')}")
            with contextlib.suppress(OSError):
                await writer.drain()

    @property
    def _role_database(self) -> str:
        return "admin" if self.role == "root" else self.database

    @property
    def _done(self) -> Path:
        return self.home.with_name(f"{self.home.name}.user")

    @property
    def _configuration(self) -> Path:
        return self.home.with_name(f"{self.home.name}.toml")

    def _command(self, port: int) -> tuple[str, ...]:
        return (
            str(PROGRAM),
            *("--config", str(self._configuration)),  # empty: not whatever lies about in $HOME
            *("--host", LOOPBACK),
            *("--port", str(port)),
            *("--storage-path", str(self.home)),
            *("--cache-size", "256M"),
        )
