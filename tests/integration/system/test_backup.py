"""`parley backup` beside a running system, `parley restore` into a home with nothing in it."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest

from entrypoints.supervisor.ports import free_port
from tests.running import PARTS, RunningSystem, offering, parley, running_system, running_upstream
from tests.upstream.server import MODELS

pytestmark = pytest.mark.long

PERSON = {"email": "ada@example.com", "password": "correct horse battery"}
PRICE = {"input": "0.15", "output": "0.60"}
QUESTION = "What is in a backup?"


@contextmanager
def signed_in(system: RunningSystem, path: str, **given: str) -> Generator[httpx2.Client]:
    with httpx2.Client(base_url=system.site, timeout=30) as client:
        reply = client.post(path, json={**PERSON, **given})
        assert reply.is_success, reply.text
        client.headers["authorization"] = f"Bearer {reply.json()['access_token']}"
        yield client


def asked(system: RunningSystem, question: str) -> str:
    reply = httpx2.post(
        f"{system.site}/v1/chat/completions",
        headers={"authorization": f"Bearer {system.relay_key}"},
        json={"model": "fake-echo", "messages": [{"role": "user", "content": question}]},
        timeout=30,
    )
    assert reply.is_success, reply.text
    text: str = reply.json()["choices"][0]["message"]["content"]
    return text


def test_a_system_is_somewhere_else_what_it_was(tmp_path: Path) -> None:
    kept, phrase = tmp_path / "kept", tmp_path / "phrase"
    phrase.write_text("a passphrase of many words\n")
    with running_upstream() as upstream:
        settings = {
            "PARLEY_LOCAL_MODEL": "false",
            **offering(upstream, MODELS, price=PRICE),
        }
        with running_system(settings) as system:
            with signed_in(system, "/api/auth/register", name="Ada") as person:
                chat = person.post("/api/conversations", json={"model": "fake-echo"}).json()
            said = asked(system, QUESTION)
            made = system.parley(
                *("backup", str(kept), "--passphrase-file", str(phrase), "--with-secrets")
            )
            refused = system.parley("restore", str(kept), "--passphrase-file", str(phrase))
            key = system.relay_key
        ports = {f"PARLEY_{part}_PORT": str(free_port()) for part in PARTS}
        elsewhere = {**system.environment, **ports, "PARLEY_HOME": str(tmp_path / "elsewhere")}
        checked = parley(
            *("restore", "--check", str(kept), "--passphrase-file", str(phrase)),
            environment=elsewhere,
        )
        restored = parley(
            *("restore", str(kept), "--passphrase-file", str(phrase)), environment=elsewhere
        )
        twice = parley(
            *("restore", str(kept), "--passphrase-file", str(phrase)), environment=elsewhere
        )
        home = {"PARLEY_HOME": str(tmp_path / "elsewhere")}
        with running_system({**settings, **home}) as again:
            with signed_in(again, "/api/auth/sign-in") as person:
                chats = person.get("/api/conversations").json()["items"]
            models = httpx2.get(
                f"{again.site}/v1/models", headers={"authorization": f"Bearer {key}"}
            )

    assert made.returncode == 0, made.stderr
    assert refused.stderr == "Parley runs: stop it first\n"
    assert checked.stdout.startswith("whole: ")
    assert restored.returncode == 0, restored.stderr
    assert "1 rows" in restored.stdout
    assert "all right" in restored.stdout
    assert twice.stderr == "this replaces all data that is there: say so with --yes\n"
    assert QUESTION in said
    assert [each["id"] for each in chats] == [chat["id"]]
    assert models.status_code == 200
