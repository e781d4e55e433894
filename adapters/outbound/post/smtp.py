"""Mail over SMTP (RFC 5321), encrypted wherever it leaves this machine."""

import ssl
from dataclasses import dataclass, field
from typing import Final, final

import aiosmtplib
from typing_extensions import override

from adapters.outbound.post.message import message_of
from application.ports.clock import Clock
from application.ports.post import Letter, Post
from domain.errors import Unavailable

_TIMEOUT_S: Final = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpServer:
    """`security`: TLS from the first byte, by STARTTLS, or none, for a server on loopback."""

    host: str
    port: int
    security: str
    user: str | None = None
    password: str | None = field(default=None, repr=False)


@final
class SmtpPost(Post):
    def __init__(self, server: SmtpServer, *, sender: str, clock: Clock) -> None:
        self._server = server
        self._sender = sender
        self._clock = clock

    @override
    async def send(self, letter: Letter) -> None:
        server = self._server
        try:
            await aiosmtplib.send(
                message_of(letter, sender=self._sender, at=self._clock()),
                hostname=server.host,
                port=server.port,
                username=server.user,
                password=server.password,
                use_tls=server.security == "tls",
                # Never "if it is offered": whoever is in between would take the offer away.
                start_tls=server.security == "starttls",
                tls_context=ssl.create_default_context() if server.security != "none" else None,
                timeout=_TIMEOUT_S,
            )
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
            raise Unavailable(f"the mail server took no mail ({type(error).__name__})") from error
