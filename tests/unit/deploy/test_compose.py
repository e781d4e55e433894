"""`deploy/compose` names only settings and services that exist."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from entrypoints.configuration.schema import SECRETS, Settings
from entrypoints.serve import SERVICES
from entrypoints.settings import load_settings

DEPLOY = Path(__file__).parents[3] / "deploy"
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose/compose.yaml").read_text())
PLAIN = {name for name, field in Settings.model_fields.items() if field.validation_alias}
STORES = ("mongo", "redis")


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
    }

    assert given <= {*Settings.model_fields, *(f"plain {known}" for known in PLAIN)}


def test_the_services_accept_what_they_are_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in service("chat")["environment"].items():
        monkeypatch.setenv(name, filled(value))

    settings = load_settings(tmp_path)

    assert not settings.embedded_mongo
    assert not settings.embedded_redis
    assert not (tmp_path / ".parley").exists(), "a secret was made up: the services cannot keep it"


def test_every_secret_of_the_services_comes_from_outside() -> None:
    given = service("chat")["environment"]

    for secret in set(SECRETS) - {"mongo_password", "redis_password"}:
        assert ":?" in given[f"PARLEY_{secret.upper()}"]


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


def test_what_must_be_set_is_written_for_a_first_try() -> None:
    needed = set(re.findall(r"\$\{([A-Z_]+):\?", (DEPLOY / "compose/compose.yaml").read_text()))
    written = re.findall(r"(?m)^([A-Z_]+)=", (DEPLOY / "compose/new-env.sh").read_text())

    assert needed == set(written)
