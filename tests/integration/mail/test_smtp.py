"""Mail to a little server of our own, and to a folder."""

import asyncio
import stat
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager, suppress
from email import message_from_bytes
from email.policy import default
from itertools import count
from pathlib import Path

import pytest

from adapters.outbound.post.folder import FolderPost
from adapters.outbound.post.smtp import SmtpPost, SmtpServer
from domain.errors import Unavailable
from tests.builders import NOON
from tests.contracts.post import LETTER, Delivered, PostContract

SENDER = "Parley <parley@example.com>"


class Mailbox:
    """As much of RFC 5321 as a letter takes. `refuses` answers every recipient with 550."""

    def __init__(self, *, refuses: bool = False) -> None:
        self.refuses = refuses
        self.said: list[str] = []
        self.data = b""
        self.visits: set[asyncio.Task[object]] = set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        visit = asyncio.current_task()
        assert visit is not None
        self.visits.add(visit)
        writer.write(b"220 mailbox\r\n")
        while line := (await reader.readline()).decode().strip():
            self.said.append(line)
            verb = line.partition(" ")[0].upper()
            if verb == "DATA":
                writer.write(b"354 go on\r\n")
                whole = await reader.readuntil(b"\r\n.\r\n")
                self.data = whole.removesuffix(b".\r\n").replace(b"\r\n..", b"\r\n.")
                writer.write(b"250 kept\r\n")
            elif verb == "QUIT":
                writer.write(b"221 bye\r\n")
                break
            else:
                no = verb == "RCPT" and self.refuses
                writer.write(b"550 nobody\r\n" if no else b"250 ok\r\n")
            await writer.drain()
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()

    @asynccontextmanager
    async def running(self) -> AsyncGenerator[int]:
        server = await asyncio.start_server(self.serve, "127.0.0.1", 0)
        async with server:
            yield int(server.sockets[0].getsockname()[1])
        if self.visits:
            await asyncio.wait(self.visits)


def post_at(port: int, security: str = "none") -> SmtpPost:
    server = SmtpServer(host="127.0.0.1", port=port, security=security)
    return SmtpPost(server, sender=SENDER, clock=lambda: NOON)


def read(whole: bytes) -> tuple[str, str, str]:
    message = message_from_bytes(whole, policy=default)
    text = message.get_content().replace("\r\n", "\n")
    return str(message["To"]), str(message["Subject"]), text


class TestSmtpPost(PostContract):
    @pytest.fixture
    async def mailbox(self) -> AsyncIterator[tuple[Mailbox, int]]:
        mailbox = Mailbox()
        async with mailbox.running() as port:
            yield mailbox, port

    @pytest.fixture
    def post(self, mailbox: tuple[Mailbox, int]) -> SmtpPost:
        return post_at(mailbox[1])

    @pytest.fixture
    def delivered(self, mailbox: tuple[Mailbox, int]) -> Delivered:
        return lambda: [read(mailbox[0].data)]


class TestFolderPost(PostContract):
    @pytest.fixture
    def post(self, tmp_path: Path) -> FolderPost:
        return FolderPost(tmp_path, sender=SENDER, new_id=lambda: "m1", clock=lambda: NOON)

    @pytest.fixture
    def delivered(self, tmp_path: Path) -> Delivered:
        return lambda: [read(each.read_bytes()) for each in tmp_path.iterdir()]


@pytest.mark.parametrize("security", ["none", "starttls"])
async def test_who_takes_no_mail_is_told_of(security: str) -> None:
    mailbox = Mailbox(refuses=security == "none")  # it offers no STARTTLS either
    async with mailbox.running() as port:
        with pytest.raises(Unavailable, match="took no mail"):
            await post_at(port, security).send(LETTER)

    assert mailbox.data == b""


async def test_a_server_that_is_away_is_told_of() -> None:
    mailbox = Mailbox()
    async with mailbox.running() as port:
        pass

    with pytest.raises(Unavailable, match="took no mail"):
        await post_at(port).send(LETTER)


async def test_without_a_server_a_letter_is_a_file_of_the_operator_alone(tmp_path: Path) -> None:
    numbers = count(1)
    post = FolderPost(
        tmp_path / "mail", sender=SENDER, new_id=lambda: f"m{next(numbers)}", clock=lambda: NOON
    )

    await post.send(LETTER)

    (kept,) = (tmp_path / "mail").iterdir()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert message_from_bytes(kept.read_bytes())["To"] == "ada@example.com"
