"""`parley audit verify`."""

import asyncio
from typing import Annotated

import typer

from domain.audit.entry import Verification
from entrypoints.commands.options import Home, settings_of
from entrypoints.problems import Problem

app = typer.Typer(no_args_is_help=True, help="The audit log: who did what.")

Entries = Annotated[
    int,
    typer.Option("--at-least", min=0, help="Fail where there are fewer: the last were cut off."),
]


@app.command()
def verify(at_least: Entries = 0, home: Home = None) -> None:
    """Prove that no entry was changed or taken out, from the first to the last."""
    from entrypoints import audit  # noqa: PLC0415 - the container is slow to import

    found = asyncio.run(audit.verify(settings_of(home)))
    typer.echo(report(found))
    if not found.is_good:
        raise typer.Exit(1)
    if found.entries < at_least:
        raise Problem(f"there are fewer than {at_least} entries: the last ones were cut off")


def report(found: Verification) -> str:
    if found.is_good:
        return f"{found.entries:,} entries, all as they were written; the last is {found.digest}"
    return f"{found.entries:,} entries are as they were written, then: {found.reason}"
