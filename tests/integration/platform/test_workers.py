"""Several processes on one port, with a service that says only who it is."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from entrypoints.supervisor.ports import free_port

pytestmark = pytest.mark.enable_socket
ROOT = Path(__file__).parents[3]
SERVICE = """
import os, socket, sys
listening = socket.socket(fileno=int(sys.argv[-1]))
while True:
    caller, _ = listening.accept()
    with caller:
        caller.sendall(b"%d" % os.getpid())
        caller.recv(1)  # who is answered holds it, so that the next one goes to another
"""
PARENT = """
import sys
from entrypoints.workers import Workers
command = [sys.executable, "-c", sys.argv[1]]
port = int(sys.argv[2])
sys.exit(Workers(command, count=2, host="127.0.0.1", port=port, again_s=0.1).run())
"""


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def parent(port: int) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-c", PARENT, SERVICE, str(port)]
    with subprocess.Popen(command, cwd=ROOT) as process:  # noqa: S603 - ourselves
        yield process
        process.terminate()


def call(port: int) -> socket.socket:
    """A connection, as soon as somebody listens."""
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=10)
        except ConnectionRefusedError:
            continue


def who_answers(port: int) -> set[int]:
    with closing(call(port)) as one, closing(call(port)) as other:
        return {int(each.recv(20)) for each in (one, other)}


def test_workers_share_a_port(parent: subprocess.Popen[bytes], port: int) -> None:
    first, second = who_answers(port)

    assert parent.pid not in {first, second}


def test_one_that_dies_is_started_again(parent: subprocess.Popen[bytes], port: int) -> None:
    before = who_answers(port)

    os.kill(min(before), signal.SIGKILL)

    after = who_answers(port)
    assert max(before) in after
    assert min(before) not in after
    assert parent.poll() is None


def test_all_end_with_their_parent(parent: subprocess.Popen[bytes], port: int) -> None:
    workers = who_answers(port)

    parent.terminate()

    assert parent.wait(10) != 0  # what a signal has ended
    assert [pid for pid in workers if Path(f"/proc/{pid}").exists()] == []
