"""Letters: how they are sent, and the links that they hold."""

from urllib.parse import unquote, urlsplit

import structlog

from adapters.outbound.mongo.tickets import MongoTickets
from adapters.outbound.post.folder import FolderPost
from adapters.outbound.post.smtp import SmtpPost, SmtpServer
from adapters.outbound.system.clock import utc_now
from adapters.outbound.system.ids import new_id, new_secret
from application.accounts.errands import Errands
from application.accounts.letters import Letters
from application.admin.invitations import Invite, ListInvitations, RevokeInvitation
from application.ports.post import Post
from domain.errors import DomainError
from entrypoints.container import Container
from entrypoints.settings import Settings

_PORTS = {"smtps": 465, "smtp": 587, "smtp+plain": 25}
_SECURITY = {"smtps": "tls", "smtp": "starttls", "smtp+plain": "none"}
_log = structlog.get_logger("mail")


def post_of(settings: Settings) -> Post:
    """A server of yours, or a folder beside the data where the operator finds each letter."""
    if settings.smtp_url is None:
        return FolderPost(
            settings.home / "mail", sender=settings.mail_from, new_id=new_id, clock=utc_now
        )
    parts = urlsplit(settings.smtp_url.get_secret_value())
    server = SmtpServer(
        host=parts.hostname or "",
        port=parts.port or _PORTS[parts.scheme],
        security=_SECURITY[parts.scheme],
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
    )
    return SmtpPost(server, sender=settings.mail_from, clock=utc_now)


def letters_of(settings: Settings) -> Letters:
    return Letters(site=settings.site_url)


def errands() -> Errands:
    return Errands(told=_tell)


def _tell(error: DomainError) -> None:
    _log.warning("letter not sent", reason=str(error))


def invitation_use_cases(
    container: Container,
) -> tuple[Invite, ListInvitations, RevokeInvitation]:
    settings, tickets = container.settings(), MongoTickets(container.database())
    return (
        Invite(
            tickets=tickets,
            post=post_of(settings),
            letters=letters_of(settings),
            pepper=container.pepper(),
            new_secret=new_secret,
            clock=utc_now,
        ),
        ListInvitations(tickets=tickets, clock=utc_now),
        RevokeInvitation(tickets=tickets),
    )
