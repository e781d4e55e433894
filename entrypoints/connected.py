"""What people and the operator connected, put together for a service."""

import structlog

from adapters.inbound.chat.connection_use_cases import ConnectionUseCases
from adapters.outbound.mcp.servers import McpProcess, McpServers
from adapters.outbound.mongo.connections import MongoConnections
from adapters.outbound.openapi.servers import ApiServers
from adapters.outbound.system.clock import monotonic_s, utc_now
from adapters.outbound.system.ids import new_id
from application.connections.change_connections import (
    ChangeConnection,
    Connect,
    Disconnect,
    ListConnections,
    RefreshConnection,
    TryPlace,
)
from application.connections.connected_tools import ConnectedTools, OperatedServer, OperatedTools
from application.connections.secrets import ConnectionSecrets
from application.ports.clock import Clock
from application.ports.connections import Connections, OpenPlace, ToolServer
from application.ports.ids import NewId
from application.ports.tools import ToolSource
from domain.tools.connection import Auth, ConnectionKind, Place
from entrypoints.configuration.tools import McpSettings, ToolsSettings, place_of
from entrypoints.container import Container
from entrypoints.ways_out import egress, guarded

_log = structlog.get_logger("tools")


def connected_sources(container: Container) -> tuple[ToolSource, ...]:
    """The operator's go first: of two tools with one name theirs counts."""
    settings = container.settings().tools
    sources = list[ToolSource]()
    if settings.mcp:
        servers = [_operated(name, each, settings) for name, each in settings.mcp.items()]
        sources.append(OperatedTools(servers=servers, stopwatch=monotonic_s, report=_report))
    if settings.connections:
        sources.append(
            ConnectedTools(
                connections=MongoConnections(container.database()),
                secrets=ConnectionSecrets(sealing=container.sealing()),
                servers=tool_servers(settings),
            )
        )
    return tuple(sources)


def tool_servers(settings: ToolsSettings) -> dict[ConnectionKind, ToolServer]:
    return {
        "mcp": McpServers(guarded(settings.trusted)),
        "openapi": ApiServers(egress=egress(settings.trusted), stopwatch=monotonic_s),
    }


def connection_use_cases(container: Container) -> ConnectionUseCases:
    return use_cases_on(
        MongoConnections(container.database()),
        ConnectionSecrets(sealing=container.sealing()),
        tool_servers(container.settings().tools),
        is_open=container.settings().tools.connections,
    )


def use_cases_on(
    connections: Connections,
    secrets: ConnectionSecrets,
    servers: dict[ConnectionKind, ToolServer],
    *,
    is_open: bool = True,
    new_id: NewId = new_id,
    clock: Clock = utc_now,
) -> ConnectionUseCases:
    try_place = TryPlace(servers=servers, is_open=is_open)
    return ConnectionUseCases(
        list=ListConnections(connections=connections),
        try_place=try_place,
        connect=Connect(
            connections=connections,
            secrets=secrets,
            try_place=try_place,
            new_id=new_id,
            clock=clock,
        ),
        change=ChangeConnection(connections=connections, secrets=secrets, try_place=try_place),
        refresh=RefreshConnection(connections=connections, secrets=secrets, try_place=try_place),
        disconnect=Disconnect(connections=connections),
    )


def _operated(name: str, given: McpSettings, settings: ToolsSettings) -> OperatedServer:
    """The operator's own may stand inside."""
    if given.command is not None:
        env = {name: each.get_secret_value() for name, each in given.env.items()}
        server: ToolServer = McpProcess(command=given.command, args=given.args, env=env)
    else:
        server = McpServers(guarded((*settings.trusted, *place_of(given.url or ""))))
    token = given.token.get_secret_value() if given.token else None
    header = given.token_header
    auth = Auth(kind="header", name=header) if header else Auth(kind="bearer")
    return OperatedServer(
        name=name,
        prefix=name,
        server=server,
        at=OpenPlace(
            place=Place(kind="mcp", url=given.url or "", auth=auth if token else Auth()),
            secret=token,
        ),
        approval=given.approval,
    )


def _report(server: str, why: str) -> None:
    _log.warning("tools are away", server=server, why=why)
