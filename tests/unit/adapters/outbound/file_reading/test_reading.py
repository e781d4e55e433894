import io
import zlib

import pytest
from PIL import Image

from adapters.outbound.file_reading import answer
from adapters.outbound.file_reading.kinds import media_type_of
from adapters.outbound.file_reading.markup import page_text
from adapters.outbound.file_reading.pictures import PIXELS_MAX
from adapters.outbound.file_reading.reading import reading_of
from tests.pictures import jpeg, png

SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (png(2, 2), "a.html", "image/png"),
        (jpeg(2, 2), "a.exe", "image/jpeg"),
        (b"GIF89a\x01\x00", "a.png", "image/gif"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "a.txt", "image/webp"),
        (b"%PDF-1.7\n\x00", "a.png", "application/pdf"),
        (b"PK\x03\x04rubbish", "a.docx", "application/zip"),
        (SVG, "a.png", "image/svg+xml"),
        (b"\xef\xbb\xbf<!DOCTYPE html><p>x", "a.png", "text/html"),
        (b"a,b\n1,2\n", "a.csv", "text/csv"),
        (b"print(1)\n", "a.py", "text/plain"),
        (b"print(1)\n", "a.jpg", "text/plain"),
        ("naïve".encode("cp1252"), "a.md", "text/markdown"),
        ("words".encode("utf-16"), "a.txt", "text/plain"),
        (b"\x00\x01\x02\x03", "a.txt", "application/octet-stream"),
        (b"\x7fELF\x02\x01\x01\x00" + b"\x00" * 60, "a.txt", "application/octet-stream"),
    ],
)
def test_the_bytes_say_what_a_file_is(data: bytes, name: str, kind: str) -> None:
    assert media_type_of(data, name) == kind


def test_a_character_that_the_look_cuts_in_two_is_no_reason_to_doubt_a_text() -> None:
    data = "é".encode() * 40_000

    assert media_type_of(b"x" + data, "a.txt") == "text/plain"


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_decoded_and_has_one_kind_of_line_end(coding: str) -> None:
    found = reading_of("naïve\r\nwords\rend".encode(coding), "a.txt")

    assert (found.kind, found.text) == ("document", "naïve\nwords\nend")


def test_of_a_page_the_words_alone_are_read() -> None:
    page = (
        "<html><head><title>Tides</title><style>p{}</style><script>evil()</script></head>"
        "<body><h1>The sea</h1><p>is <b>wide</b> &amp; deep<table><tr><td>a<td>b</table>"
        "<script>more()</script></body></html>"
    )

    assert page_text(page) == "Tides\nThe sea\nis wide & deep\n| a | b"


def test_a_small_picture_is_shown_as_it_is_and_has_a_thumbnail() -> None:
    found = reading_of(png(640, 320), "a.png")

    assert (found.kind, found.width, found.height, found.view) == ("picture", 640, 320, None)
    assert found.thumbnail is not None
    with Image.open(io.BytesIO(found.thumbnail)) as thumbnail:
        assert thumbnail.size == (320, 160)


@pytest.mark.exhaustive
def test_a_large_picture_gets_a_view_for_models() -> None:
    found = reading_of(jpeg(4_000, 3_000), "a.jpg")

    assert found.view is not None
    with Image.open(io.BytesIO(found.view)) as view:
        assert view.size == (2_048, 1_536)


def test_a_picture_that_lies_on_its_side_is_put_upright_without_its_secrets() -> None:
    written, secrets = io.BytesIO(), Image.Exif()
    secrets[0x0112], secrets[0x010E] = 6, "where I live"
    Image.new("RGB", (300, 200)).save(written, "JPEG", exif=secrets)

    found = reading_of(written.getvalue(), "a.jpg")

    assert (found.width, found.height) == (200, 300)
    assert found.thumbnail is not None
    assert b"where I live" not in found.thumbnail


def test_a_picture_of_too_many_points_is_refused_before_it_is_drawn() -> None:
    header = bytearray(png(1, 1))
    header[16:24] = (60_000).to_bytes(4, "big") * 2
    header[29:33] = zlib.crc32(header[12:29]).to_bytes(4, "big")

    found = reading_of(bytes(header), "a.png")

    assert PIXELS_MAX < 60_000**2
    assert found.refused is not None
    assert "too many" in found.refused


@pytest.mark.parametrize("data", [b"\xff\xd8\xffrubbish", b"%PDF-1.4\nrubbish", png(9, 9)[:45]])
def test_what_is_broken_is_kept_and_said(data: bytes) -> None:
    found = reading_of(data, "a")

    assert (found.kind, found.refused) == ("other", None)
    assert found.problem is not None
    assert "broken" in found.problem


def test_an_answer_is_read_as_it_was_written() -> None:
    found = reading_of(png(30, 20), "a.png")
    words = reading_of("naïve".encode(), "a.txt")

    assert answer.read(answer.written(found)) == found
    assert answer.read(answer.written(words)) == words


@pytest.mark.parametrize("data", [b"", b"\x00\x00", b"\x00\x00\x00\x02{}", b"\x00\x00\x00\x01x"])
def test_anything_else_is_no_answer(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        answer.read(data)
