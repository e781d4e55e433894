"""What people connect, on memory stores, with a server that does what a test says."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import final

from typing_extensions import override

from adapters.outbound.memory.connections import MemoryConnections
from adapters.outbound.system.sealing import AesSealing
from application.connections.connected_tools import ConnectedTools
from application.connections.secrets import ConnectionSecrets
from application.ports.connections import Connections, OpenPlace, ToolServer
from domain.errors import Invalid
from domain.json import JsonObject
from domain.tools.connection import ConnectedTool, ConnectionKind
from domain.tools.tool import ToolOutput
from entrypoints.connected import use_cases_on
from tests.clock import FakeClock

ADD = ConnectedTool(
    name="add",
    title="Add",
    description="Adds.",
    parameters='{"type":"object","properties":{"a":{"type":"integer"}},"required":["a"]}',
)


@final
@dataclass
class ScriptedServer(ToolServer):
    """Has `has`, and answers with `answer`; remembers how it was asked."""

    has: Sequence[ConnectedTool] | Invalid = (ADD,)
    answer: ToolOutput = field(default_factory=lambda: ToolOutput(text="3"))
    asked: list[OpenPlace] = field(default_factory=list[OpenPlace])
    calls: list[tuple[str, JsonObject]] = field(default_factory=list[tuple[str, JsonObject]])

    @override
    async def tools(self, at: OpenPlace) -> Sequence[ConnectedTool]:
        self.asked.append(at)
        if isinstance(self.has, Invalid):
            raise self.has
        return self.has

    @override
    async def call(self, at: OpenPlace, tool: ConnectedTool, arguments: JsonObject) -> ToolOutput:
        self.asked.append(at)
        self.calls.append((tool.name, arguments))
        return self.answer


@dataclass
class ConnectedDesk:
    server: ScriptedServer = field(default_factory=ScriptedServer)
    connections: Connections = field(default_factory=MemoryConnections)
    new_id: Callable[[], str] = lambda: "c1"
    is_open: bool = True

    def __post_init__(self) -> None:
        servers: dict[ConnectionKind, ToolServer] = {"mcp": self.server, "openapi": self.server}
        secrets = ConnectionSecrets(sealing=AesSealing(b"s" * 32))
        self.source = ConnectedTools(connections=self.connections, secrets=secrets, servers=servers)
        self.use = use_cases_on(
            self.connections,
            secrets,
            servers,
            is_open=self.is_open,
            new_id=self.new_id,
            clock=FakeClock(),
        )
