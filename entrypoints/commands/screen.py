"""What a person sees when everything runs."""

from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from entrypoints.settings import Settings
from entrypoints.supervisor.record import PartRecord


class Welcome(NamedTuple):
    administrator: tuple[str, str] | None
    relay_key: str | None
    seconds: float


def parts_table(parts: list[PartRecord]) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in ("Part", "State", "Process", "Restarts", "Address"):
        table.add_column(heading)
    for part in parts:
        state = part.state if part.is_alive else "gone"
        colour = "green" if state == "ready" else "red"
        table.add_row(
            part.label,
            f"[{colour}]{state}[/]",
            str(part.pid),
            str(part.restarts),
            part.url or "",
        )
    return table


def show_running(
    console: Console, settings: Settings, parts: list[PartRecord], welcome: Welcome
) -> None:
    site = settings.site_url
    console.print()
    console.print(parts_table(parts))
    console.print()
    console.print(f"[bold]Parley is ready[/] after {welcome.seconds:.1f} s", soft_wrap=True)
    for name, address in (
        ("Chat", f"{site}/"),
        ("Admin", f"{site}/admin/"),
        ("API", f"{site}/v1"),
        ("TLS", f"https://localhost:{settings.https_port}/ (self-signed)"),
        ("Data", str(settings.home)),
    ):
        console.print(f"  {name:<6}{address}", soft_wrap=True)
    if welcome.administrator:
        email, password = welcome.administrator
        console.print("\n[bold]First administrator[/] (shown once)")
        console.print(f"  {email}\n  {password}", markup=False, soft_wrap=True)
    key = welcome.relay_key or "YOUR-KEY"
    if welcome.relay_key:
        console.print("\n[bold]First relay key[/] (shown once)")
        console.print(f"  {key}", markup=False, soft_wrap=True)
    else:
        console.print("\nMake a key for /v1 with `parley key create`, or in the admin interface.")
    model = settings.default_model
    if model is not None:
        console.print("\n[bold]Try it[/]")
        console.print(_curl(site, key, model.name), markup=False, soft_wrap=True)
        console.print("\n[bold]Cursor[/]: Settings, Models, OpenAI API key")
        console.print(
            f"  Override OpenAI Base URL: {site}/v1\n  API key: {key}\n  Model: {model.name}",
            markup=False,
            soft_wrap=True,
        )
    console.print("\nCtrl-C stops everything.")


def _curl(site: str, key: str, model: str) -> str:
    body = f'{{"model":"{model}","messages":[{{"role":"user","content":"Hello"}}]}}'
    return (
        f"  curl {site}/v1/chat/completions \\\n"
        f"    -H 'Authorization: Bearer {key}' \\\n"
        f"    -H 'Content-Type: application/json' \\\n"
        f"    -d '{body}'"
    )
