"""`parley doctor`: what could keep Parley from working, one line each."""

import asyncio
import datetime as dt
import platform
import re
import shutil
import subprocess
from collections.abc import AsyncIterator, Iterator
from email.utils import parsedate_to_datetime
from typing import NamedTuple

import httpx2
from pydantic import SecretStr
from redis.asyncio import Redis
from redis.exceptions import RedisError

from entrypoints.configuration.vendors import LOCAL_PROVIDER
from entrypoints.problems import Problem
from entrypoints.settings import ProviderSettings, Settings
from entrypoints.supervisor.gateway import GATEWAY_PORTS
from entrypoints.supervisor.ports import require_free
from entrypoints.supervisor.record import Record

NODE_MIN = 20
FREE_BYTES_MIN = 1024**3
CLOCK_DRIFT_MAX_S = 30
TIMEOUT_S = 5
YEAR_MIN = 2025


class Finding(NamedTuple):
    is_good: bool
    subject: str
    detail: str


async def examine(settings: Settings) -> AsyncIterator[Finding]:
    for finding in (_python(), _node(), _disk(settings), _clock()):
        yield finding
    for finding in _ports(settings):
        yield finding
    yield await _mongo(settings)
    yield await _redis(settings)
    async with httpx2.AsyncClient(timeout=TIMEOUT_S) as client:
        for name, provider in settings.offered_providers.items():
            if name == LOCAL_PROVIDER and not Record(home=settings.home).is_held:
                yield Finding(True, f"Provider {name}", "bundled; `parley up` starts it")
                continue
            yield await _provider(client, name, provider)


def _python() -> Finding:
    version = platform.python_version()
    return Finding(version.startswith("3.11."), "Python", version)


def _node() -> Finding:
    program = shutil.which("node")
    if program is None:
        return Finding(False, "Node.js", "missing: install nodejs and npm")
    found = subprocess.run(  # noqa: S603 - the program that was found on the path
        [program, "--version"], capture_output=True, text=True, check=False
    )
    major = re.match(r"v(\d+)", found.stdout)
    return Finding(major is not None and int(major[1]) >= NODE_MIN, "Node.js", found.stdout.strip())


def _disk(settings: Settings) -> Finding:
    place = next(path for path in (settings.home, *settings.home.parents) if path.exists())
    free = shutil.disk_usage(place).free
    return Finding(free >= FREE_BYTES_MIN, "Disk", f"{free / 1024**3:.1f} GiB free at {place}")


def _clock() -> Finding:
    now = dt.datetime.now(dt.UTC)
    return Finding(now.year >= YEAR_MIN, "Clock", now.isoformat(timespec="seconds"))


def _ports(settings: Settings) -> Iterator[Finding]:
    if Record(home=settings.home).is_held:
        yield Finding(True, "Ports", "in use by Parley, which runs")
        return
    taken = False
    for name in (
        *GATEWAY_PORTS,
        *("chat", "admin", "relay", "mongo", "redis", "local_model"),
    ):
        port: int = getattr(settings, f"{name}_port")
        host = settings.listen_host if name in GATEWAY_PORTS else "127.0.0.1"
        try:
            require_free(port, host=host, label=name, setting=f"PARLEY_{name.upper()}_PORT")
        except Problem as problem:
            taken = True
            yield Finding(False, "Port", str(problem))
    if not taken:
        yield Finding(True, "Ports", "all free")


async def _mongo(settings: Settings) -> Finding:
    if settings.embedded_mongo and not Record(home=settings.home).is_held:
        return Finding(True, "MongoDB", "embedded; `parley up` starts it")
    from entrypoints.bootstrap import mongo_version  # noqa: PLC0415 - slow to import

    try:
        async with asyncio.timeout(TIMEOUT_S):
            version = await mongo_version(settings)
    except (OSError, TimeoutError, Problem) as error:
        return Finding(False, "MongoDB", f"not reachable: {_reason(error)}")
    return Finding(True, "MongoDB", version)


def _reason(error: Exception) -> str:
    return str(error).removeprefix("MongoDB is away: ") or type(error).__name__


async def _redis(settings: Settings) -> Finding:
    if settings.embedded_redis and not Record(home=settings.home).is_held:
        return Finding(True, "Redis", "embedded; `parley up` starts it")
    url = settings.redis_connection_url.get_secret_value()
    try:
        async with Redis.from_url(url, socket_timeout=TIMEOUT_S) as client:
            info = await client.info("server")
    except (OSError, RedisError) as error:
        return Finding(False, "Redis", f"not reachable: {type(error).__name__}")
    version = info.get("valkey_version") or info.get("redis_version")
    return Finding(True, "Redis", f"version {version}")


async def _provider(client: httpx2.AsyncClient, name: str, provider: ProviderSettings) -> Finding:
    url, headers = _models_question(provider)
    try:
        answer = await client.get(url, headers=headers)
    except httpx2.HTTPError as error:
        return Finding(False, f"Provider {name}", f"not reachable: {type(error).__name__}")
    drift = _drift_s(answer.headers.get("date"))
    if abs(drift) > CLOCK_DRIFT_MAX_S:
        return Finding(False, f"Provider {name}", f"its clock and ours differ by {drift:.0f} s")
    return Finding(answer.is_success, f"Provider {name}", f"answers {answer.status_code}")


def _models_question(provider: ProviderSettings) -> tuple[str, dict[str, str]]:
    key = (provider.api_key or SecretStr("")).get_secret_value()
    match provider.kind:
        case "anthropic":
            address = provider.base_url or "https://api.anthropic.com"
            return f"{address}/v1/models", {"x-api-key": key, "anthropic-version": "2023-06-01"}
        case "google":
            address = provider.base_url or "https://generativelanguage.googleapis.com"
            return f"{address}/v1beta/models", {"x-goog-api-key": key}
        case "openai" | "openai_compatible":
            address = provider.base_url or "https://api.openai.com/v1"
            return f"{address}/models", {"Authorization": f"Bearer {key}"} if key else {}


def _drift_s(date: str | None) -> float:
    if date is None:
        return 0
    try:
        return (parsedate_to_datetime(date) - dt.datetime.now(dt.UTC)).total_seconds()
    except ValueError:
        return 0
