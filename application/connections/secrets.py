"""What lets people in elsewhere, at rest."""

from dataclasses import dataclass

from application.ports.connections import OpenPlace
from application.ports.offers import Sealing
from domain.ids import ConnectionId
from domain.tools.connection import Connection, sendable


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionSecrets:
    """A secret opens for the connection that it was entered for, and no other."""

    sealing: Sealing

    def seal(self, secret: str | None, id: ConnectionId) -> str | None:
        """Raises `Invalid` for one that could not be sent."""
        if not secret:
            return None
        return self.sealing.seal(sendable(secret), purpose=_purpose(id))

    def open(self, connection: Connection) -> OpenPlace:
        """Raises `Invalid` for one that was sealed elsewhere."""
        sealed = connection.sealed
        secret = (
            None if sealed is None else self.sealing.open(sealed, purpose=_purpose(connection.id))
        )
        return OpenPlace(place=connection.place, secret=secret)


def _purpose(id: ConnectionId) -> str:
    return f"tool_connections|{id}|secret"
