"""The `parley` command."""

import asyncio
import shutil
import sys
import time
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from rich.console import Console

from domain.errors import DomainError
from entrypoints.commands import audit, backup, ledger, restart
from entrypoints.commands.options import Home, settings_of
from entrypoints.problems import Problem
from entrypoints.settings import Settings, load_settings
from entrypoints.supervisor.logs import tail
from entrypoints.supervisor.record import Record

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
admin_app = typer.Typer(no_args_is_help=True, help="Administrators.")
key_app = typer.Typer(no_args_is_help=True, help="Keys for /v1.")
app.add_typer(admin_app, name="admin")
app.add_typer(key_app, name="key")
app.add_typer(ledger.app, name="ledger")
app.add_typer(audit.app, name="audit")
app.command()(backup.backup)
app.command()(backup.restore)
app.command()(restart.restart)
console = Console(highlight=False)

FOLLOW_EVERY_S = 0.3


@app.command()
def up(
    home: Home = None,
    http_port: Annotated[int | None, typer.Option(help="PARLEY_HTTP_PORT")] = None,
    https_port: Annotated[int | None, typer.Option(help="PARLEY_HTTPS_PORT")] = None,
    local_model: Annotated[bool | None, typer.Option("--local-model/--no-local-model")] = None,
    scale: Annotated[
        str | None, typer.Option(help="Instances: chat=2,relay=2,admin=2 (PARLEY_SCALE)")
    ] = None,
) -> None:
    """Start everything and keep it running until Ctrl-C."""
    from entrypoints.commands.up import up as run  # noqa: PLC0415 - only this command needs it

    flags: dict[str, Any] = {
        "home": home and home.absolute(),
        "http_port": http_port,
        "https_port": https_port,
        "local_model": local_model,
        "scale": scale,
    }
    settings = load_settings(**flags)
    given = {
        f"PARLEY_{name.upper()}": str(flag) for name, flag in flags.items() if flag is not None
    }
    run(settings, given)


@app.command()
def status(home: Home = None) -> None:
    """Show what runs."""
    from entrypoints.commands.screen import parts_table  # noqa: PLC0415 - slow to import

    settings = settings_of(home)
    record = Record(home=settings.home)
    parts = record.read()
    if not record.is_held:
        raise Problem(f"Parley does not run in {settings.home}: start it with `parley up`")
    console.print(parts_table(parts))
    if not all(part.is_alive for part in parts):
        raise typer.Exit(1)


@app.command()
def logs(
    part: Annotated[str | None, typer.Argument(help="One part; all when absent.")] = None,
    follow: Annotated[bool, typer.Option("-f", "--follow")] = False,
    lines: Annotated[int, typer.Option("-n", min=1, max=100_000)] = 40,
    home: Home = None,
) -> None:
    """Print the newest log lines."""
    directory = settings_of(home).home / "logs"
    found = {log.stem: log for log in sorted(directory.glob("*.log"))}
    if part is not None and part not in found:
        raise Problem(f"no log of {part!r}; there are: {', '.join(found) or 'none yet'}")
    chosen = [log for name, log in found.items() if part in {None, name}]
    ends = {log: log.stat().st_size for log in chosen}
    for log in chosen:
        for line in tail(log, lines):
            typer.echo(line if part else f"{log.stem:<12}{line}")
    while follow:
        time.sleep(FOLLOW_EVERY_S)
        ends = {log: _print_from(log, end, with_name=part is None) for log, end in ends.items()}


def _print_from(log: Path, end: int, *, with_name: bool) -> int:
    size = log.stat().st_size if log.exists() else 0
    if size <= end:
        return size
    with log.open("rb") as file:
        file.seek(end)
        for line in file.read(size - end).decode(errors="replace").splitlines():
            typer.echo(f"{log.stem:<12}{line}" if with_name else line)
    return size


@app.command()
def doctor(home: Home = None) -> None:
    """Check versions, ports, stores, providers, clock and disk."""
    from entrypoints.commands.doctor import examine  # noqa: PLC0415 - slow to import

    async def run() -> bool:
        well = True
        async for finding in examine(settings_of(home)):
            mark = "[green]✓[/]" if finding.is_good else "[red]✗[/]"
            console.print(f"{mark} {finding.subject}: {finding.detail}", soft_wrap=True)
            well = well and finding.is_good
        return well

    if not asyncio.run(run()):
        raise typer.Exit(1)


@app.command()
def reset(yes: Annotated[bool, typer.Option("--yes")] = False, home: Home = None) -> None:
    """Delete all data of this installation."""
    settings = settings_of(home)
    if Record(home=settings.home).is_held:
        raise Problem("Parley runs: stop it first")
    if not yes:
        raise Problem(f"this deletes {settings.home} with all its data: say so with --yes")
    if not (settings.home / "secrets.toml").exists():
        raise Problem(f"{settings.home} does not look like a home of Parley")
    shutil.rmtree(settings.home)
    typer.echo(f"Deleted {settings.home}")


@admin_app.command("create")
def create_administrator(
    email: Annotated[str, typer.Argument()],
    role: Annotated[Literal["root", "admin", "auditor"], typer.Option()] = "admin",
    home: Home = None,
) -> None:
    """Create an administrator and print the password, once."""
    from entrypoints import bootstrap  # noqa: PLC0415 - the container is slow to import

    typer.echo(asyncio.run(bootstrap.create_administrator(_with_store(home), email, role)))


@admin_app.command("reset-second-factor")
def reset_second_factor(
    email: Annotated[str, typer.Argument()],
    home: Home = None,
) -> None:
    """Let an administrator who lost their authenticator in by password alone."""
    from entrypoints import bootstrap  # noqa: PLC0415 - the container is slow to import

    asyncio.run(bootstrap.reset_administrators_second_factor(_with_store(home), email))
    typer.echo(f"{email} signs in by password alone, and is signed out everywhere")


@key_app.command("create")
def create_key(
    name: Annotated[str, typer.Argument()],
    owner: Annotated[str, typer.Option(help="A user's e-mail address or a team's name.")],
    home: Home = None,
) -> None:
    """Create a key for /v1 and print it, once."""
    from entrypoints import bootstrap  # noqa: PLC0415 - the container is slow to import

    typer.echo(asyncio.run(bootstrap.create_relay_key(_with_store(home), name, owner)))


def _with_store(home: Path | None) -> Settings:
    settings = settings_of(home)
    if settings.embedded_mongo and not Record(home=settings.home).is_held:
        raise Problem(f"Parley does not run in {settings.home}: start it with `parley up` first")
    return settings


def main() -> None:
    errors = Console(stderr=True, highlight=False)
    try:
        app(prog_name="parley")
    except (Problem, DomainError) as problem:
        errors.print(str(problem), style="red", markup=False, soft_wrap=True)
        sys.exit(1)
    except OSError as error:
        errors.print(
            f"{error.filename or 'system'}: {error.strerror}",
            style="red",
            markup=False,
            soft_wrap=True,
        )
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
