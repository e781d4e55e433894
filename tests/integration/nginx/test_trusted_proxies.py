"""Who may say who calls, and by which scheme: a proxy that is trusted, and nobody else."""

import json
from collections.abc import Mapping
from ipaddress import ip_network
from pathlib import Path

import httpx2
import pytest

from entrypoints.settings import Settings
from entrypoints.supervisor.gateway import values
from entrypoints.supervisor.plan import instance_ports
from tests.integration.nginx.test_templates import running_nginx

HERE = "set_real_ip_from 127.0.0.0/8;"
OTHERS = "set_real_ip_from 10.0.0.0/8;"


def asked(
    place: Path, trusted: str, headers: Mapping[str, str], **values: str
) -> tuple[httpx2.Response, str]:
    """The answer to a page's request, and whom the access log says it came from."""
    with running_nginx(place, TRUSTED_PROXIES=trusted, **values) as (site, _):
        transport = httpx2.HTTPTransport(retries=20)
        with httpx2.Client(base_url=site, transport=transport) as client:
            answer = client.get("/chat/x", headers=headers)
    [line] = (place / "access.log").read_text().splitlines()
    return answer, json.loads(line)["address"]


@pytest.mark.parametrize("trusted", ["", OTHERS], ids=["nobody", "others"])
def test_a_caller_who_is_not_trusted_is_believed_nothing(trusted: str, tmp_path: Path) -> None:
    said = {"x-forwarded-for": "192.0.2.7", "x-forwarded-proto": "https", "x-real-ip": "192.0.2.7"}

    answer, caller = asked(tmp_path, trusted, said, SECURE_SITE="https://$host")

    assert caller == "127.0.0.1"
    assert answer.status_code == 308
    assert "strict-transport-security" not in answer.headers


@pytest.mark.parametrize(
    ("chain", "caller"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("203.0.113.1, 192.0.2.7", "192.0.2.7"),
        ("203.0.113.1, 192.0.2.7, 127.0.0.9", "192.0.2.7"),
        ("2001:db8::7", "2001:db8::7"),
        ("nonsense", "127.0.0.1"),
        ("", "127.0.0.1"),
    ],
)
def test_of_a_chain_the_last_who_is_no_trusted_proxy_is_the_caller(
    chain: str, caller: str, tmp_path: Path
) -> None:
    assert asked(tmp_path, HERE, {"x-forwarded-for": chain})[1] == caller


def test_https_that_ended_at_a_trusted_proxy_is_https(tmp_path: Path) -> None:
    said = {"x-forwarded-for": "192.0.2.7", "x-forwarded-proto": "https"}

    answer, _ = asked(tmp_path, HERE, said, SECURE_SITE="https://$host")

    assert answer.status_code == 404  # no interface is here: what counts is that it is not led on
    assert answer.headers["strict-transport-security"] == "max-age=31536000"


@pytest.mark.parametrize("scheme", ["http", "javascript", "https, http", ""])
def test_any_other_word_of_a_trusted_proxy_is_not_https(scheme: str, tmp_path: Path) -> None:
    said = {"x-forwarded-for": "192.0.2.7", "x-forwarded-proto": scheme}

    answer, _ = asked(tmp_path, HERE, said, SECURE_SITE="https://$host")

    assert answer.status_code == 308
    assert "strict-transport-security" not in answer.headers


def test_the_setting_names_networks_for_nginx(tmp_path: Path) -> None:
    networks = (ip_network("10.0.0.0/8"), ip_network("fd00::/8"))
    settings = Settings(home=tmp_path, trusted_proxies=networks)

    known = values(settings, instance_ports(settings), tmp_path, tmp_path, tmp_path)

    assert known["TRUSTED_PROXIES"] == "set_real_ip_from 10.0.0.0/8; set_real_ip_from fd00::/8;"
