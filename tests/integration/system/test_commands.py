"""The `parley` command beside a running system, and where a server of one's own is away."""

import httpx2
import pytest

from entrypoints.supervisor.ports import free_port
from tests.running import PARTS, RunningSystem, parley


def test_status_lists_every_part(system: RunningSystem) -> None:
    said = system.parley("status")

    assert said.returncode == 0, said.stdout
    for part in ("MongoDB", "Redis", "nginx", "Chat service", "Admin service", "Relay service"):
        assert part in said.stdout


def test_the_doctor_finds_a_running_system_well(system: RunningSystem) -> None:
    said = system.parley("doctor")

    assert said.returncode == 0, said.stdout
    for subject in ("Python", "Node.js", "Disk", "Clock", "Ports", "MongoDB", "Redis", "Provider"):
        assert f"✓ {subject}" in said.stdout


def test_the_log_of_a_part_is_shown(system: RunningSystem) -> None:
    said = system.parley("logs", "redis", "-n", "5")

    assert said.returncode == 0
    assert len(said.stdout.splitlines()) == 5


def test_a_second_start_says_that_there_is_a_first(system: RunningSystem) -> None:
    said = system.parley("up")

    assert said.returncode == 1
    assert said.stderr.startswith(f"Parley already runs in {system.home} (pid ")
    assert said.stderr.count("\n") == 1


def test_nothing_is_deleted_under_a_running_system(system: RunningSystem) -> None:
    said = system.parley("reset", "--yes")

    assert (said.returncode, said.stderr) == (1, "Parley runs: stop it first\n")


async def test_an_administrator_of_the_command_line_signs_in(
    system: RunningSystem, gateway: httpx2.AsyncClient
) -> None:
    made = system.parley("admin", "create", "eve@example.com", "--role", "auditor")
    again = system.parley("admin", "create", "eve@example.com")

    reply = await gateway.post(
        "/admin/api/auth/sign-in",
        json={"email": "eve@example.com", "password": made.stdout.strip()},
    )

    assert reply.json()["administrator"]["role"] == "auditor"
    assert (again.returncode, again.stderr.count("\n")) == (1, 1)


async def test_a_key_of_the_command_line_opens_the_relay(
    system: RunningSystem, gateway: httpx2.AsyncClient
) -> None:
    made = system.parley("key", "create", "laptop", "--owner", "Everyone")
    refused = system.parley("key", "create", "laptop", "--owner", "nobody@example.com")

    reply = await gateway.get(
        "/v1/models", headers={"authorization": f"Bearer {made.stdout.strip()}"}
    )

    assert reply.status_code == 200
    assert refused.stderr == "there is no user and no team 'nobody@example.com'\n"


@pytest.mark.parametrize("command", [("up",), ("admin", "create", "bob@example.com")])
def test_a_mongodb_of_ones_own_that_is_away_is_told_in_one_line(
    system: RunningSystem, command: tuple[str, ...]
) -> None:
    elsewhere = {
        **system.environment,
        "PARLEY_HOME": str(system.home / "another"),
        "MONGO_URL": "mongodb://127.0.0.1:9/parley",
        "REDIS_URL": "redis://127.0.0.1:9/0",
    }
    for part in PARTS:
        elsewhere[f"PARLEY_{part}_PORT"] = str(free_port())

    said = parley(*command, environment=elsewhere)

    assert said.returncode == 1
    assert "MongoDB is away" in said.stderr
    assert said.stderr.count("\n") == 1
    assert "embedded" not in said.stdout.replace("nginx (embedded)", "")
