"""`parley ledger verify` and `parley ledger rebuild`."""

import asyncio
from datetime import UTC, date, datetime
from typing import Annotated, Final

import typer

from domain.transactions.audit import Audit, Difference
from domain.transactions.totals import Totals
from entrypoints.commands.options import Home, settings_of

app = typer.Typer(no_args_is_help=True, help="The books: one row a call, and their sums.")

Since = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help="The first day (UTC); all when absent."),
]
_SHOWN: Final = 20


@app.command()
def verify(since: Since = None, home: Home = None) -> None:
    """Prove that every sum is what its rows say, and every row what its price says."""
    from entrypoints import ledger  # noqa: PLC0415 - the container is slow to import

    audit = asyncio.run(ledger.verify(settings_of(home), _day(since)))
    for line in report(audit):
        typer.echo(line)
    if not audit.is_good:
        raise typer.Exit(1)


@app.command()
def rebuild(since: Since = None, home: Home = None) -> None:
    """Put right every sum that is not what its rows say."""
    from entrypoints import ledger  # noqa: PLC0415 - the container is slow to import

    righted = asyncio.run(ledger.rebuild(settings_of(home), _day(since)))
    typer.echo(f"{righted} sums put right" if righted else "all sums were right")


def report(audit: Audit) -> list[str]:
    """What people read: at most the first few of each kind, and how many there are."""
    lines = [_difference(each) for each in audit.differences[:_SHOWN]]
    lines += [f"row {row}: its cost is not its price" for row in audit.miscalculated[:_SHOWN]]
    wrong = len(audit.differences) + len(audit.miscalculated)
    verdict = f"{wrong} wrong" if wrong else "all right"
    return [*lines, f"{audit.rows:,} rows, {audit.sums:,} sums: {verdict}"]


def _difference(difference: Difference) -> str:
    place, right = difference.right.place, difference.right.totals
    old = difference.old.totals if difference.old else Totals()
    who = place.key or place.user or place.team or "nobody"
    return (
        f"{place.hour:%Y-%m-%d %H:00} {place.model} {who}: the sums say"
        f" {old.requests} calls, {old.tokens} tokens, {old.cost} nano-USD; the rows say"
        f" {right.requests}, {right.tokens}, {right.cost}"
    )


def _day(since: datetime | None) -> date | None:
    return None if since is None else since.replace(tzinfo=UTC).date()
