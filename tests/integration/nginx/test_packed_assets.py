"""Hashed assets are packed when they are built, and given so to those who read it."""

import gzip
import subprocess
from collections.abc import Generator
from pathlib import Path
from typing import Final

import httpx2
import pytest

from tests.integration.nginx.test_templates import ROOT, running_nginx

CODE: Final = b"export const words = 'packed or not';\n" * 500
SMALL: Final = b"export {};\n"
FOR_GOOD: Final = "public, max-age=31536000, immutable"
PLACES: Final = ("/assets", "/admin/assets")


def built(place: Path) -> Path:
    """What a build leaves, packed by our own program."""
    assets = place / "assets"
    assets.mkdir(parents=True)
    (assets / "code-1a2b.js").write_bytes(CODE)
    (assets / "look-1a2b.css").write_bytes(CODE)
    (assets / "small-1a2b.js").write_bytes(SMALL)
    (assets / "later-1a2b.js").write_bytes(CODE)
    (place / "index.html").write_text("the application")
    subprocess.run(["node", ROOT / "deploy/nginx/pack.mjs", place], check=True)  # noqa: S603, S607
    for packing in ("br", "gzip"):
        (place / "packed" / packing / "assets" / "later-1a2b.js").unlink()
    return place


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Generator[httpx2.Client]:
    place = tmp_path_factory.mktemp("packed")
    webui, admin = built(place / "webui"), built(place / "admin-webui")
    nginx = place / "nginx"
    nginx.mkdir()
    with (
        running_nginx(nginx, WEBUI=str(webui), ADMIN_WEBUI=str(admin)) as (address, _),
        httpx2.Client(base_url=address, transport=httpx2.HTTPTransport(retries=20)) as client,
    ):
        yield client


def raw(site: httpx2.Client, path: str, accepted: str) -> tuple[httpx2.Response, bytes]:
    """The answer, and its bytes as they came."""
    with site.stream("GET", path, headers={"accept-encoding": accepted}) as answer:
        return answer, b"".join(answer.iter_raw())


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    ("accepted", "packing"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("br", "br"),
        ("br;q=1.0, gzip;q=0.8", "br"),
        ("gzip, deflate", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("x-gzip-like, GZIP;q=0.5", "gzip"),
    ],
)
def test_assets_come_packed_as_the_client_reads_them(
    site: httpx2.Client, place: str, accepted: str, packing: str
) -> None:
    answer, body = raw(site, f"{place}/code-1a2b.js", accepted)

    assert answer.status_code == 200
    assert answer.headers.get_list("content-encoding") == [packing]
    assert answer.headers["content-type"] == "text/javascript"
    assert answer.headers["cache-control"] == FOR_GOOD
    assert "Accept-Encoding" in answer.headers["vary"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert int(answer.headers["content-length"]) == len(body) < len(CODE) / 10
    if packing == "gzip":
        assert gzip.decompress(body) == CODE


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("accepted", ["identity", "", "gzip;q=0, br;q=0.0", "gzipped, brotli"])
def test_who_reads_neither_gets_them_as_they_are(
    site: httpx2.Client, place: str, accepted: str
) -> None:
    answer, body = raw(site, f"{place}/code-1a2b.js", accepted)

    assert "content-encoding" not in answer.headers
    assert "Accept-Encoding" in answer.headers["vary"]
    assert answer.headers["cache-control"] == FOR_GOOD
    assert body == CODE


@pytest.mark.parametrize("place", PLACES)
def test_what_was_not_packed_comes_all_the_same(site: httpx2.Client, place: str) -> None:
    small, small_body = raw(site, f"{place}/small-1a2b.js", "br, gzip")
    later, later_body = raw(site, f"{place}/later-1a2b.js", "br, gzip")

    assert ("content-encoding" in small.headers, small_body) == (False, SMALL)
    assert (later.headers["content-encoding"], gzip.decompress(later_body)) == ("gzip", CODE)


@pytest.mark.parametrize("place", PLACES)
def test_styles_keep_their_type(site: httpx2.Client, place: str) -> None:
    answer, _ = raw(site, f"{place}/look-1a2b.css", "br")

    assert (answer.headers["content-type"], answer.headers["content-encoding"]) == (
        "text/css",
        "br",
    )


@pytest.mark.parametrize(
    "path",
    [
        "/packed/br/assets/code-1a2b.js",
        "/packed/gzip/assets/code-1a2b.js",
        "/admin/packed/br/assets/code-1a2b.js",
        "/assets/no-such.js",
        "/assets/",
        "/admin/assets/",
        "/assets/..%2fpacked/br/assets/code-1a2b.js",
    ],
)
def test_nothing_else_is_there(site: httpx2.Client, path: str) -> None:
    answer, _ = raw(site, path, "br, gzip")

    assert answer.status_code in {403, 404}
    assert "content-encoding" not in answer.headers


def test_an_asset_that_is_known_is_not_sent_again(site: httpx2.Client) -> None:
    first, _ = raw(site, "/assets/code-1a2b.js", "br")
    headers = {"accept-encoding": "br", "if-none-match": first.headers["etag"]}

    again = site.get("/assets/code-1a2b.js", headers=headers)

    assert again.status_code == 304
    assert again.headers["cache-control"] == FOR_GOOD
