"""Where artifacts run: another origin, which serves them alone and allows them nothing."""

from pathlib import Path

import httpx2

from entrypoints.supervisor.ports import free_port
from tests.integration.nginx.test_templates import running_nginx


def interfaces(place: Path) -> Path:
    """As they are built: the chat's page, and the one that runs artifacts."""
    (place / "webui" / "sandbox" / "assets").mkdir(parents=True)
    (place / "webui" / "index.html").write_text("the chat")
    (place / "webui" / "sandbox" / "frame.html").write_text("the sandbox")
    (place / "webui" / "sandbox" / "assets" / "runner-1.js").write_text("run()")
    return place / "webui"


def test_sec_25_the_origin_of_artifacts_has_no_network_and_serves_nothing_else(
    tmp_path: Path,
) -> None:
    port, webui = free_port(), str(interfaces(tmp_path))
    with (
        running_nginx(tmp_path, WEBUI=webui, ARTIFACTS_PORT=str(port)) as (site, _),
        httpx2.Client(transport=httpx2.HTTPTransport(retries=20)) as client,
    ):
        told = client.get(f"{site}/artifacts.json").json()
        chat = client.get(site)
        sandbox = f"http://127.0.0.1:{port}"
        page, script = (
            client.get(f"{sandbox}{path}") for path in ("/frame.html", "/assets/runner-1.js")
        )
        others = {
            client.get(f"{where}{path}").status_code
            for where, path in [
                (sandbox, "/"),
                (sandbox, "/index.html"),
                (sandbox, "/api/health"),
                (sandbox, "/../index.html"),
                (site, "/sandbox/frame.html"),
            ]
        }

    assert told == {"origin": sandbox}
    assert f"frame-src {sandbox};" in chat.headers["content-security-policy"]
    policy = page.headers["content-security-policy"]
    assert policy.startswith("sandbox allow-scripts allow-forms; default-src 'none';")
    assert "allow-same-origin" not in policy
    assert "connect-src 'none'" in policy
    assert "frame-ancestors http://127.0.0.1:* https://127.0.0.1:*" in policy
    assert page.text == "the sandbox"
    assert script.headers["access-control-allow-origin"] == "*"
    assert others == {404}


def test_artifacts_at_an_address_of_their_own_are_framed_by_the_public_one(tmp_path: Path) -> None:
    port, webui = free_port(), str(interfaces(tmp_path))
    own, public = "https://artifacts.example.com", "https://chat.example.com"
    given = {"ARTIFACTS_URL": own, "SITE_URL": public, "ARTIFACTS_PORT": str(port)}
    with (
        running_nginx(tmp_path, WEBUI=webui, **given) as (site, _),
        httpx2.Client(transport=httpx2.HTTPTransport(retries=20)) as client,
    ):
        chat = client.get(site)
        page = client.get(f"http://127.0.0.1:{port}/frame.html")

    assert f"frame-src {own};" in chat.headers["content-security-policy"]
    assert page.headers["content-security-policy"].endswith(f"frame-ancestors {public}")
