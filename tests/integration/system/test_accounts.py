"""Who runs what: root keeps only what others cannot run for it."""

from pathlib import Path

from entrypoints.supervisor.account import account_for
from tests.running import ROOT, RunningSystem


def owner(pid: int) -> int:
    return Path(f"/proc/{pid}").stat().st_uid


def children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(child) for child in listed.split()]


def test_the_gateway_s_workers_are_not_root_where_that_can_be(system: RunningSystem) -> None:
    account = account_for(system.home, ROOT / "webui" / "dist", ROOT / "admin-webui" / "dist")
    gateway = system.part("nginx").pid

    owners = {owner(child) for child in children(gateway)}

    assert owners == {account.uid if account is not None else owner(gateway)}


def test_secrets_and_logs_are_closed_to_others(system: RunningSystem) -> None:
    closed = ["secrets.toml", "logs", "run", "mongo", "redis", "tls"]

    assert [name for name in closed if (system.home / name).stat().st_mode & 0o077] == []
