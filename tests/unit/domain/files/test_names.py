"""SEC-17: names of files, whatever they were sent as."""

import pytest

from domain.files.names import clean_name


@pytest.mark.parametrize(
    ("given", "clean"),
    [
        ("report.pdf", "report.pdf"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("/etc/passwd", "passwd"),
        ("a\x00b\r\nSet-Cookie: x.txt", "ab Set-Cookie x.txt".replace("ab ", "ab")),
        ("%2e%2e%2fx.txt", "2e 2e 2fx.txt"),
        ('"; x=.html', "x=.html"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("CON", "_CON"),
        ("con.txt", "_con.txt"),
        ("console.txt", "console.txt"),
        (".htaccess", "htaccess"),
        ("  ..  ", "file"),
        ("", "file"),
        ("e\u0301te\u0301.txt", "\u00e9t\u00e9.txt"),
        ("日本語.txt", "日本語.txt"),
    ],
)
def test_a_name_is_one_that_can_be_shown_and_saved(given: str, clean: str) -> None:
    assert clean_name(given) == clean


def test_a_long_name_keeps_its_ending() -> None:
    assert clean_name("a" * 5_000 + ".pdf") == "a" * 196 + ".pdf"
    assert clean_name("a" * 5_000) == "a" * 200
    assert clean_name("a." + "b" * 5_000) == ("a." + "b" * 5_000)[:200]
