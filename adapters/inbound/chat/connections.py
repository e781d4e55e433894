"""Places with tools that people connect for themselves. Secrets go in, and never out."""

from datetime import datetime

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from adapters.inbound.chat.use_cases import Caller, UseCases
from application.connections.change_connections import Wanted
from domain.ids import ConnectionId
from domain.tools.connection import (
    DEFINITION_LENGTH_MAX,
    SECRET_LENGTH_MAX,
    Auth,
    AuthKind,
    ConnectedTool,
    Connection,
    ConnectionKind,
    Place,
)
from domain.tools.tool import Approval

router = APIRouter(prefix="/api/connections", tags=["connections"])

_TEXT_MAX = 4_000


class AuthBody(BaseModel):
    """`name` is that of the header or parameter; the rest is for client credentials."""

    model_config = ConfigDict(extra="forbid", strict=True)

    kind: AuthKind = "none"
    name: str = Field(default="", max_length=_TEXT_MAX)
    token_url: str = Field(default="", max_length=_TEXT_MAX)
    client_id: str = Field(default="", max_length=_TEXT_MAX)
    scope: str = Field(default="", max_length=_TEXT_MAX)

    def auth(self) -> Auth:
        return Auth(
            kind=self.kind,
            name=self.name,
            token_url=self.token_url,
            client_id=self.client_id,
            scope=self.scope,
        )


class PlaceIn(BaseModel):
    """`definition` is an OpenAPI document, for a place of that kind."""

    model_config = ConfigDict(extra="forbid", strict=True)

    kind: ConnectionKind
    url: str = Field(default="", max_length=_TEXT_MAX)
    definition: str = Field(default="", max_length=DEFINITION_LENGTH_MAX)
    auth: AuthBody = AuthBody()
    secret: str | None = Field(default=None, max_length=SECRET_LENGTH_MAX)

    def place(self) -> Place:
        return Place(
            kind=self.kind, url=self.url, definition=self.definition, auth=self.auth.auth()
        )


class ConnectionIn(PlaceIn):
    """`secret` is left out where the one that is known stays."""

    name: str = Field(min_length=1, max_length=200)
    approval: Approval = "ask"
    lent: bool = False

    def wanted(self) -> Wanted:
        return Wanted(
            name=self.name,
            place=self.place(),
            secret=self.secret,
            approval=self.approval,
            lent=self.lent,
        )


class ConnectedToolOut(BaseModel):
    title: str
    description: str


class TriedOut(BaseModel):
    tools: list[ConnectedToolOut]


class ConnectionOut(BaseModel):
    """`tools` are those that were listed last."""

    id: str
    name: str
    kind: ConnectionKind
    url: str
    definition: str
    auth: AuthBody
    has_secret: bool
    approval: Approval
    lent: bool
    tools: list[ConnectedToolOut]
    created_at: datetime


class ConnectionsOut(BaseModel):
    items: list[ConnectionOut]


def _tool(tool: ConnectedTool) -> ConnectedToolOut:
    return ConnectedToolOut(title=tool.title or tool.name, description=tool.description)


def _out(connection: Connection) -> ConnectionOut:
    place = connection.place
    return ConnectionOut(
        id=connection.id,
        name=connection.name,
        kind=place.kind,
        url=place.url,
        definition=place.definition,
        auth=AuthBody(
            kind=place.auth.kind,
            name=place.auth.name,
            token_url=place.auth.token_url,
            client_id=place.auth.client_id,
            scope=place.auth.scope,
        ),
        has_secret=connection.sealed is not None,
        approval=connection.approval,
        lent=connection.lent,
        tools=[_tool(each) for each in connection.tools],
        created_at=connection.created_at,
    )


@router.get("", operation_id="listConnections")
async def list_connections(caller: Caller, use: UseCases) -> ConnectionsOut:
    found = await use.connections.list(by=caller)
    return ConnectionsOut(items=[_out(each) for each in found])


@router.post("/try", operation_id="tryConnection")
async def try_connection(body: PlaceIn, caller: Caller, use: UseCases) -> TriedOut:
    """Ask the place what tools it has; nothing is kept."""
    del caller
    found = await use.connections.try_place(body.place(), body.secret)
    return TriedOut(tools=[_tool(each) for each in found])


@router.post("", status_code=201, operation_id="connect")
async def connect(body: ConnectionIn, caller: Caller, use: UseCases) -> ConnectionOut:
    """Try it, and keep it with its tools. 400 where it does not answer."""
    return _out(await use.connections.connect(body.wanted(), by=caller))


@router.put("/{id}", operation_id="changeConnection")
async def change_connection(
    id: str, body: ConnectionIn, caller: Caller, use: UseCases
) -> ConnectionOut:
    return _out(await use.connections.change(ConnectionId(id), body.wanted(), by=caller))


@router.post("/{id}/refresh", operation_id="refreshConnection")
async def refresh_connection(id: str, caller: Caller, use: UseCases) -> ConnectionOut:
    """List its tools again."""
    return _out(await use.connections.refresh(ConnectionId(id), by=caller))


@router.delete("/{id}", status_code=204, operation_id="disconnect")
async def disconnect(id: str, caller: Caller, use: UseCases) -> None:
    await use.connections.disconnect(ConnectionId(id), by=caller)
