"""`deploy/kubernetes`: what the chart makes is what Kubernetes takes, and what Parley needs."""

import re
import tomllib
from collections.abc import Iterator
from copy import deepcopy
from itertools import combinations
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped] # says no types
import kubernetes_validate  # type: ignore[import-untyped] # says no types
import pytest
import yaml

from entrypoints.configuration.load import load_settings
from entrypoints.configuration.schema import Settings
from entrypoints.serve import SERVICES
from entrypoints.version import VERSION
from tests.unit.deploy.chart import CHART, manifests, values

pytestmark = pytest.mark.exhaustive

NGINX = Path(__file__).parents[3] / "deploy" / "nginx"
VERSIONS = ("1.27", "1.37")
SCHEMA = yaml.safe_load((CHART / "values.schema.json").read_text())


def variants() -> Iterator[dict[str, Any]]:
    """Each switch of the chart on, or all, or none."""
    switches = [{*names} for size in (0, 1, 4) for names in combinations(range(4), size)]
    for on in switches:
        scaled, streams, ingress, policies = (number in on for number in range(4))
        given = values()
        given["autoscaling"] |= {"enabled": scaled, "streams": streams}
        given["ingress"]["enabled"] = ingress
        given["networkPolicies"]["enabled"] = policies
        given["gateway"]["serviceType"] = "LoadBalancer" if ingress else "ClusterIP"
        given["gateway"]["trustedProxies"] = ["10.0.0.0/8", "fd00::/8"] if streams else []
        given["journal"]["storageClass"] = "fast" if streams else ""
        yield given


def workloads() -> list[dict[str, Any]]:
    kinds = {"StatefulSet", "Deployment"}
    return [each for each in manifests(values()) if each["kind"] in kinds]


def pods() -> list[dict[str, Any]]:
    return [each["spec"]["template"]["spec"] for each in workloads()]


@pytest.mark.exhaustive
@pytest.mark.parametrize("version", VERSIONS)
def test_kubernetes_takes_all_that_the_chart_makes(version: str) -> None:
    seen: set[str] = set()
    for given in variants():
        jsonschema.validate(given, SCHEMA)
        for manifest in manifests(given):
            told = yaml.safe_dump(manifest)
            if told not in seen:
                seen.add(told)
                kubernetes_validate.validate(manifest, version, strict=True)

    kinds = {yaml.safe_load(told)["kind"] for told in seen}
    assert {"HorizontalPodAutoscaler", "Ingress", "NetworkPolicy", "PodDisruptionBudget"} <= kinds


@pytest.mark.parametrize(
    ("path", "bad"),
    [
        (("services", "chat", "replicas"), 0),
        (("services", "relay", "memory"), "lots"),
        (("publicUrl",), "http://parley.example.com"),
        (("existingSecret",), ""),
        (("drainSeconds",), 601),
        (("replicas",), 3),
        (("networkPolicies", "storesCidr"), "anywhere"),
        (("gateway", "trustedProxies"), ["0.0.0.0; evil on"]),
    ],
)
def test_values_that_cannot_be_are_refused(path: tuple[str, ...], bad: object) -> None:
    given = deepcopy(values())
    *above, last = path
    place = given
    for step in above:
        place = place[step]
    place[last] = bad

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(given, SCHEMA)


def test_a_pod_can_do_as_little_as_possible() -> None:
    for pod in pods():
        assert pod["automountServiceAccountToken"] is False
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        [container] = pod["containers"]
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert "memory" in container["resources"]["limits"]
        assert container["readinessProbe"]["httpGet"]["path"] in {"/readyz", "/healthz"}
        assert container["livenessProbe"]["httpGet"]["path"] == "/healthz"


def test_no_secret_is_in_a_variable_or_in_the_chart() -> None:
    named = {row["name"] for pod in pods() for row in pod["containers"][0]["env"]}

    assert not any(
        re.search("KEY$|PEPPER|PASSWORD|MONGO|REDIS", name) for name in named - {"TLS_KEY"}
    )
    assert not any(each["kind"] == "Secret" for each in manifests(values()))
    for pod in pods():
        secrets = [each["secret"] for each in pod["volumes"] if "secret" in each]
        assert [each["defaultMode"] for each in secrets] == [0o440]


def test_the_services_take_the_settings_that_they_are_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = {each["kind"]: each for each in manifests(values())}
    (tmp_path / "parley.toml").write_text(made["ConfigMap"]["data"]["parley.toml"])
    secrets = tmp_path / "secrets"
    secrets.mkdir()
    for name in ("chat_token_key", "admin_token_key", "key_pepper"):
        (secrets / name).write_text(f"{name}-q3V9x1Zr7Lk0Wm5Tn8Yb2Hc6Jd4Fg")
    (secrets / "mongo_url").write_text("mongodb://u:p@mongo.stores/parley")
    (secrets / "redis_url").write_text("redis://:p@redis.stores/0")
    [container] = made["StatefulSet"]["spec"]["template"]["spec"]["containers"]
    for row in container["env"]:
        monkeypatch.setenv(row["name"], str(row["value"]))
    monkeypatch.setenv("PARLEY_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PARLEY_SECRETS_DIRECTORY", str(secrets))

    settings = load_settings(tmp_path)

    assert not settings.embedded_mongo
    assert not settings.embedded_redis
    assert settings.plain_http_cookies is False
    assert not (tmp_path / "home").exists(), "a secret was made up: a pod cannot keep it"
    assert tomllib.loads(values()["settings"]).keys() <= Settings.model_fields.keys()


def test_a_stop_has_the_time_that_streams_are_promised() -> None:
    for each in workloads():
        pod = each["spec"]["template"]["spec"]
        variables = {row["name"]: row["value"] for row in pod["containers"][0]["env"]}
        if each["kind"] == "StatefulSet":
            drain_s, leave_s = (
                float(variables["PARLEY_DRAIN_S"]),
                float(variables["PARLEY_LEAVE_S"]),
            )
            assert pod["terminationGracePeriodSeconds"] > drain_s + leave_s + 5
        else:
            assert pod["terminationGracePeriodSeconds"] > 600


def test_the_gateway_fills_every_gap_of_the_templates_and_finds_the_services() -> None:
    [gateway] = [each for each in workloads() if each["kind"] == "Deployment"]
    env = gateway["spec"]["template"]["spec"]["containers"][0]["env"]
    given = {row["name"]: row["value"] for row in env}
    gaps = {
        name
        for template in ("parley.conf.template", "site.inc.template")
        for name in re.findall(r"\$\{([A-Z_]+)\}", (NGINX / template).read_text())
    }
    ports = {
        each["metadata"]["name"]: each["spec"]["ports"][0]["port"]
        for each in manifests(values())
        if each["kind"] == "Service"
    }

    assert set(given) == gaps
    for name in SERVICES:
        assert f"parley-{name}:{ports[f'parley-{name}']} " in given[f"{name.upper()}_SERVERS"]


def test_stores_are_reached_by_services_alone_and_the_cloud_s_metadata_by_nobody() -> None:
    policies = {
        each["metadata"]["name"]: each["spec"]
        for each in manifests(values())
        if each["kind"] == "NetworkPolicy"
    }

    assert policies["parley-nothing"].keys() == {"podSelector", "policyTypes"}
    assert policies.keys() == {f"parley-{name}" for name in (*SERVICES, "gateway", "nothing")}
    for name in SERVICES:
        [_, stores, world] = policies[f"parley-{name}"]["egress"]
        assert {row["port"] for row in stores["ports"]} == {27017, 6379}
        assert "169.254.0.0/16" in world["to"][0]["ipBlock"]["except"]
    assert "27017" not in str(policies["parley-gateway"])


def test_the_chart_has_the_version_of_the_program() -> None:
    chart = yaml.safe_load((CHART / "Chart.yaml").read_text())

    assert (chart["version"], chart["appVersion"]) == (VERSION, VERSION)
    assert values()["images"]["services"].endswith(f":{VERSION}")
