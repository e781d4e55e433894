"""`deploy/compose` names only settings and services that exist."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from entrypoints.configuration.load import SECRETS_DIRECTORY
from entrypoints.configuration.schema import SECRETS, Settings
from entrypoints.serve import SERVICES
from entrypoints.settings import load_settings

pytestmark = pytest.mark.exhaustive

DEPLOY = Path(__file__).parents[3] / "deploy"
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose/compose.yaml").read_text())
PLAIN = {name for name, field in Settings.model_fields.items() if field.validation_alias}
STORES = ("mongo", "redis")


def first_try(place: Path) -> Path:
    """What the script writes, at a place where it may."""
    shutil.copy(DEPLOY / "compose/new-env.sh", place)
    subprocess.run(  # noqa: S603 - our own script
        ["/bin/sh", place / "new-env.sh"], check=True, capture_output=True
    )
    return place


def service(name: str) -> dict[str, Any]:
    found: dict[str, Any] = COMPOSE["services"][name]
    return found


def filled(value: str) -> str:
    """A value as Compose makes it, with something strong and different for each needed variable."""
    needed = re.sub(r"\$\{([A-Z_]+):\?[^}]*\}", lambda found: f"{found[1]}-q3V9x1Zr7Lk0Wm5T", value)
    return re.sub(r"\$\{[A-Z_]+:-([^}]*)\}", r"\1", needed)


def template_names(*names: str) -> set[str]:
    return {
        name
        for template in names
        for name in re.findall(r"\$\{([A-Z_]+)\}", (DEPLOY / "nginx" / template).read_text())
    }


@pytest.mark.parametrize("name", [*SERVICES, "parley"])
def test_a_service_is_given_settings_that_exist(name: str) -> None:
    given = {
        variable.removeprefix("PARLEY_").lower()
        if variable.startswith("PARLEY_")
        else f"plain {variable.lower()}"
        for variable in service(name)["environment"]
        if variable != SECRETS_DIRECTORY
    }

    assert given <= {*Settings.model_fields, *(f"plain {known}" for known in PLAIN)}


def test_the_services_accept_what_they_are_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first_try(tmp_path)
    for name, value in service("chat")["environment"].items():
        monkeypatch.setenv(name, filled(value))
    monkeypatch.setenv("PARLEY_SECRETS_DIRECTORY", str(tmp_path / "secrets"))
    monkeypatch.setenv("PARLEY_HOME", str(tmp_path / "home"))

    settings = load_settings(tmp_path)

    assert not settings.embedded_mongo
    assert not settings.embedded_redis
    assert not (tmp_path / "home").exists(), "a secret was made up: the services cannot keep it"


def test_every_secret_of_the_services_comes_from_a_file() -> None:
    wanted = set(SECRETS) - {"mongo_password", "redis_password"} | {"mongo_url", "redis_url"}

    for name in SERVICES:
        assert set(service(name)["secrets"]) == wanted
        assert "home:/var/lib/parley" in service(name)["volumes"]
    for name in COMPOSE["services"]:
        told = str(service(name).get("environment", {})) + str(service(name).get("command", ""))
        assert not re.search(
            r"(PASSWORD|SECRET|PEPPER|_KEY)[\"']?: [\"']?\$\{(?!\w+_API_KEY)", told
        )


def test_the_gateway_fills_every_gap_of_the_templates_and_no_other() -> None:
    names = template_names("parley.conf.template", "site.inc.template")

    assert set(service("gateway")["environment"]) == names


def test_the_system_s_nginx_is_given_the_same_names() -> None:
    lines = (DEPLOY / "nginx/system.env").read_text().splitlines()
    given = {line.partition("=")[0] for line in lines if not line.startswith("#")}

    assert given == template_names("parley.conf.template", "site.inc.template")


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_listens_where_the_gateway_and_the_probe_look(name: str) -> None:
    port = service(name)["command"][-1]

    servers = service("gateway")["environment"][f"{name.upper()}_SERVERS"]
    assert servers.startswith(f"server {name}:{port} ")
    assert f":{port}/readyz" in service(name)["healthcheck"]["test"][-1]
    assert int(port) == Settings.model_fields[f"{name}_port"].default


@pytest.mark.parametrize("name", sorted(COMPOSE["services"]))
def test_a_container_can_do_as_little_as_possible(name: str) -> None:
    container = service(name)

    assert container["read_only"]
    assert container["cap_drop"] == ["ALL"]
    assert container["security_opt"] == ["no-new-privileges:true"]
    assert "build" in container or container["user"] in {"mongodb", "redis"}
    assert not container.get("privileged")


def test_images_of_ours_run_as_nobody_in_particular() -> None:
    stages = re.split(r"(?m)^FROM ", (DEPLOY / "compose/Dockerfile").read_text())[1:]
    users = {
        stage.split(" AS ")[1].split()[0]: re.findall(r"USER (\S+)", stage) for stage in stages
    }

    assert users["services"][-1] == "10001"
    assert users["gateway"][-1] == "101"


@pytest.mark.parametrize("name", STORES)
def test_nobody_reaches_a_store_but_the_services(name: str) -> None:
    assert service(name)["networks"] == ["inside"]
    assert "ports" not in service(name)
    assert COMPOSE["networks"]["inside"] == {"internal": True}


def test_what_must_be_there_is_written_for_a_first_try(tmp_path: Path) -> None:
    place = first_try(tmp_path)

    files = {name: row["file"] for name, row in COMPOSE["secrets"].items()}
    used = {name for each in COMPOSE["services"].values() for name in each.get("secrets", ())}
    assert used == files.keys() == {path.name for path in (place / "secrets").iterdir()}
    assert all((place / path).read_text().strip() for path in files.values())
    assert (place / "secrets").stat().st_mode & 0o077 == 0


def test_the_file_uses_only_words_of_the_compose_specification() -> None:
    """Those that it uses, at the places where the specification has them."""
    words = {
        "build", "cap_drop", "command", "depends_on", "entrypoint", "environment", "healthcheck",
        "image", "init", "networks", "ports", "profiles", "read_only", "restart", "secrets",
        "security_opt", "stop_grace_period", "stop_signal", "tmpfs", "user", "volumes",
    }  # fmt: skip
    health = {"interval", "timeout", "retries", "start_period", "test"}

    top = {name for name in COMPOSE if not name.startswith("x-")}
    assert top == {"name", "services", "networks", "volumes", "secrets"}
    for name in COMPOSE["services"]:
        assert service(name).keys() <= words
        assert service(name).get("healthcheck", {}).keys() <= health
        assert set(service(name).get("networks", [])) <= COMPOSE["networks"].keys()
        assert set(service(name).get("secrets", [])) <= COMPOSE["secrets"].keys()
        volumes = [each.partition(":")[0] for each in service(name).get("volumes", [])]
        named = {each for each in volumes if not each.startswith(".")}
        assert named <= COMPOSE["volumes"].keys()
        waits = service(name).get("depends_on", {})
        assert waits.keys() <= COMPOSE["services"].keys()
        assert {row["condition"] for row in waits.values()} <= {"service_healthy"}
