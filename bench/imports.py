"""How much memory an import takes: `python -m bench.imports [MB]` sends a system an export.

It prints the resident memory of the chat service before, at its most, and how long it took. 500 MB
take minutes, most of them MongoDB's.
"""

import json
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2

from tests.running import RunningSystem, running_system

MB = 1024 * 1024
LIMIT_MB = 100
_WORDS = [
    "the",
    "lighthouse",
    "keeper",
    "counts",
    "ships",
    "and",
    "writes",
    "their",
    "names",
    "into",
    "a",
    "large",
    "book",
]


def export(size: int, *, message: int = 4_000, messages: int = 60) -> Iterator[bytes]:
    """A list of chats of Claude's shape, of about `size` bytes, made while it is read."""
    text = " ".join(_WORDS * (message // 75))
    yield b"["
    sent, number = 0, 0
    while sent < size:
        said = [
            {"uuid": f"{number}-{at}", "sender": sender, "text": f"{number} {at} {text}"}
            for at in range(messages)
            for sender in ("human" if at % 2 == 0 else "assistant",)
        ]
        chat = {"uuid": str(number), "name": f"Chat {number}", "chat_messages": said}
        piece = (b"," if number else b"") + json.dumps(chat).encode()
        sent, number = sent + len(piece), number + 1
        yield piece
    yield b"]"


def resident_mb(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1024


def measured(system: RunningSystem, size: int) -> tuple[float, float, float, dict[str, int]]:
    """MB before, MB at its most, seconds, and what the service told."""
    pid = system.part("chat").pid
    assert pid is not None
    account = {"email": "ada@example.com", "password": "correct horse battery", "name": "Ada"}
    with httpx2.Client(base_url=system.site, timeout=3600) as client:
        signed_in = client.post(
            "/api/auth/register", json=account, headers={"origin": system.site}
        ).json()
        headers = {"authorization": f"Bearer {signed_in['access_token']}"}
        client.post("/api/imports", content=export(MB), headers=headers).raise_for_status()
        before = most = resident_mb(pid)
        done = threading.Event()

        def watch() -> None:
            nonlocal most
            while not done.wait(0.1):
                most = max(most, resident_mb(pid))

        watching = threading.Thread(target=watch)
        watching.start()
        began = time.monotonic()
        reply = client.post("/api/imports", content=export(size), headers=headers)
        seconds = time.monotonic() - began
        done.set()
        watching.join()
        report = reply.raise_for_status().json()
    return before, most, seconds, {key: report[key] for key in ("imported", "present", "skipped")}


def main() -> None:
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    with running_system({"PARLEY_LOCAL_MODEL": "false"}) as system:
        before, most, seconds, told = measured(system, size * MB)
    print(f"{size} MB in {seconds:.0f} s: {before:.0f} MB before, {most:.0f} MB at most; {told}")
    if most - before > LIMIT_MB:
        sys.exit(f"more than {LIMIT_MB} MB")


if __name__ == "__main__":
    main()
