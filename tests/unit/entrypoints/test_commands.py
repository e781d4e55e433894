"""The `parley` command while nothing runs: what it says, in one line, and what it leaves alone."""

import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from entrypoints import cli


@dataclass
class Terminal:
    """`run` returns the exit code and all that was printed."""

    home: Path
    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]

    def run(self, *arguments: str) -> tuple[int, str]:
        self.monkeypatch.setattr(sys, "argv", ["parley", *arguments, "--home", str(self.home)])
        with pytest.raises(SystemExit) as left:
            cli.main()
        printed = self.capsys.readouterr()
        return int(left.value.code or 0), printed.out + printed.err


@pytest.fixture
def terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Terminal:
    return Terminal(tmp_path / "home", monkeypatch, capsys)


def test_status_says_how_to_start(terminal: Terminal) -> None:
    code, said = terminal.run("status")

    assert code == 1
    assert said == f"Parley does not run in {terminal.home}: start it with `parley up`\n"


@pytest.mark.parametrize(
    "command",
    [("admin", "create", "ada@example.com"), ("key", "create", "laptop", "--owner", "Everyone")],
)
def test_accounts_are_made_while_the_store_runs(
    terminal: Terminal, command: tuple[str, ...]
) -> None:
    code, said = terminal.run(*command)

    assert code == 1
    assert said == f"Parley does not run in {terminal.home}: start it with `parley up` first\n"


def test_logs_are_listed_when_a_part_has_none(terminal: Terminal) -> None:
    logs = terminal.home / "logs"
    logs.mkdir(parents=True)
    (logs / "chat.log").write_text("one\ntwo\nthree\n")

    assert terminal.run("logs", "nosuch") == (1, "no log of 'nosuch'; there are: chat\n")
    assert terminal.run("logs", "chat", "-n", "2") == (0, "two\nthree\n")
    assert terminal.run("logs", "-n", "1") == (0, "chat        three\n")


def test_a_reset_wants_to_be_sure(terminal: Terminal) -> None:
    terminal.run("status")  # makes the home with its secrets

    code, said = terminal.run("reset")

    assert code == 1
    assert "say so with --yes" in said
    assert (terminal.home / "secrets.toml").exists()


def test_a_reset_deletes_all_data(terminal: Terminal) -> None:
    terminal.run("status")

    assert terminal.run("reset", "--yes") == (0, f"Deleted {terminal.home}\n")
    assert not terminal.home.exists()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("PARLEY_HTTP_PORT", "x", "setting http_port: Input should be a valid integer"),
        ("PARLEY_MODELS", "nonsense", "setting models: it is not valid JSON"),
        ("PARLEY_CHAT_TOKEN_KEY", "short", "setting chat_token_key: is shorter than 32 bytes"),
        ("MONGO_URL", "http://x", "setting mongo_url: must start with mongodb://"),
    ],
)
def test_a_wrong_setting_is_told_in_one_line(
    terminal: Terminal, name: str, value: str, said: str
) -> None:
    terminal.monkeypatch.setenv(name, value)

    code, printed = terminal.run("status")

    assert code == 1
    assert printed.startswith(said)
    assert printed.count("\n") == 1
