"""What people can do with the places that they connected."""

from dataclasses import dataclass

from application.connections.change_connections import (
    ChangeConnection,
    Connect,
    Disconnect,
    ListConnections,
    RefreshConnection,
    TryPlace,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionUseCases:
    list: ListConnections
    try_place: TryPlace
    connect: Connect
    change: ChangeConnection
    refresh: RefreshConnection
    disconnect: Disconnect
