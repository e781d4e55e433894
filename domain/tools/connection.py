"""What somebody connected: a place with tools of its own, and how one is let in there.

The secret is kept beside it, sealed. Schemas are kept as JSON text: names in them begin with `$`.
"""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, Literal, Self
from urllib.parse import urlsplit

from domain.errors import Invalid
from domain.ids import ConnectionId, UserId
from domain.json import JsonObject, read
from domain.tools.tool import NAME_LENGTH_MAX, Approval, ToolSpec

CONNECTIONS_MAX: Final = 20
TOOLS_MAX: Final = 100
SECRET_LENGTH_MAX: Final = 8_000
DEFINITION_LENGTH_MAX: Final = 1_000_000
_NAME_LENGTH_MAX: Final = 60
_PREFIX_LENGTH_MAX: Final = 20
_DESCRIPTION_LENGTH_MAX: Final = 2_000
_SCHEMA_LENGTH_MAX: Final = 20_000
_DIGEST_LENGTH: Final = 6
_HEADER: Final = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")
_OURS: Final = frozenset(
    {
        "accept",
        "accept-encoding",
        "connection",
        "content-length",
        "content-type",
        "expect",
        "host",
        "keep-alive",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)
"""Headers that say how something is sent; and those of MCP itself."""
_SENDABLE: Final = re.compile(r"[\x20-\x7e]+")

ConnectionKind = Literal["mcp", "openapi"]
AuthKind = Literal["none", "bearer", "header", "query", "client_credentials"]
"""`bearer`: a token; `header` and `query`: a value under a name; `client_credentials`: OAuth 2."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Auth:
    """How one is let in, without the secret. `name` is the header's or the parameter's."""

    kind: AuthKind = "none"
    name: str = ""
    token_url: str = ""
    client_id: str = ""
    scope: str = ""

    def __post_init__(self) -> None:
        if self.kind in {"header", "query"} and not _HEADER.fullmatch(self.name):
            raise Invalid("auth.name: is the name of a header or a parameter")
        lowered = self.name.lower()
        if self.kind == "header" and (lowered in _OURS or lowered.startswith("mcp-")):
            raise Invalid(f"auth.name: {self.name!r} is not for letting somebody in")
        if self.kind == "client_credentials" and not (self.token_url and self.client_id):
            raise Invalid("auth.token_url: client credentials need it, and a client id")
        for given in (self.client_id, self.scope):
            if given and (len(given) > SECRET_LENGTH_MAX or not _SENDABLE.fullmatch(given)):
                raise Invalid("auth.client_id: has signs that cannot be sent")


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectedTool:
    """A tool as its place told of it: `name` is the place's own, `parameters` a JSON Schema.

    `how` is what its kind needs for calling it, as JSON. `repeatable`: it only reads.
    """

    name: str
    title: str = ""
    description: str = ""
    parameters: str = "{}"
    how: str = "{}"
    repeatable: bool = False

    def cut(self) -> Self:
        """With words that a model may read in one go. Raises `Invalid` for a schema too long."""
        if len(self.parameters) > _SCHEMA_LENGTH_MAX:
            raise Invalid(f"the tool {self.name[:80]!r} takes more than can be said of it")
        return replace(
            self,
            name=self.name[:200],
            title=" ".join(self.title.split())[:_NAME_LENGTH_MAX],
            description=self.description[:_DESCRIPTION_LENGTH_MAX],
        )

    def spec(self, prefix: str, *, of: str, approval: Approval) -> ToolSpec:
        """As models call it, and as people read it."""
        schema = read(self.parameters)
        assert isinstance(schema, dict)
        parameters: JsonObject = {"type": "object", "properties": {}, **schema}
        return ToolSpec(
            name=tool_name(prefix, self.name),
            title=f"{of}: {self.title or self.name}",
            description=self.description,
            parameters=parameters,
            approval=approval,
            repeatable=self.repeatable,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where tools are asked for and called. `definition` is what describes them, where given."""

    kind: ConnectionKind
    url: str = ""
    definition: str = ""
    auth: Auth = field(default_factory=Auth)

    @property
    def origin(self) -> str:
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """`prefix` begins the names of its tools and stays. `sealed` is its secret.

    `lent`: whoever may use an agent of its owner that has these tools may call them too, with
    what the owner entered here.
    """

    id: ConnectionId
    owner: UserId
    name: str
    prefix: str
    place: Place
    sealed: str | None = None
    tools: tuple[ConnectedTool, ...] = ()
    approval: Approval = "ask"
    lent: bool = False
    created_at: datetime
    version: int = 0

    def __post_init__(self) -> None:
        if not self.name.strip() or len(self.name) > _NAME_LENGTH_MAX:
            raise Invalid(f"name: has 1 to {_NAME_LENGTH_MAX} characters")

    def specs(self, *, lent: bool = False) -> Sequence[tuple[ToolSpec, ConnectedTool]]:
        """Lent tools always ask: their calls are made in the name of somebody else."""
        approval: Approval = "ask" if lent and self.approval == "always" else self.approval
        return [
            (tool.spec(self.prefix, of=self.name, approval=approval), tool) for tool in self.tools
        ]


def kept(tools: Sequence[ConnectedTool]) -> tuple[ConnectedTool, ...]:
    """Those that a place told of, as they are kept. Raises `Invalid` for too many, or for none."""
    if not tools:
        raise Invalid("this place has no tools")
    if len(tools) > TOOLS_MAX:
        raise Invalid(f"this place has {len(tools):,} tools; at most {TOOLS_MAX} can be connected")
    return tuple(tool.cut() for tool in tools)


def sendable(secret: str) -> str:
    """A secret that fits into a header. Raises `Invalid` without saying it again."""
    if len(secret) > SECRET_LENGTH_MAX or not _SENDABLE.fullmatch(secret):
        raise Invalid("secret: has signs that cannot be sent")
    return secret


def prefix_of(name: str) -> str:
    """What begins the names of a connection's tools: letters and digits of its own name."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:_PREFIX_LENGTH_MAX].strip("_")
    if words[:1].isalpha():
        return words
    return f"c_{words or hashlib.sha256(name.encode()).hexdigest()[:_DIGEST_LENGTH]}"


def tool_name(prefix: str, name: str) -> str:
    """The name that models call it by. Two that would be cut to the same stay two."""
    whole = f"{prefix}_{name}"
    plain = re.sub(r"[^A-Za-z0-9_-]", "_", whole)
    if plain == whole and len(plain) <= NAME_LENGTH_MAX:
        return plain
    digest = hashlib.sha256(name.encode()).hexdigest()[:_DIGEST_LENGTH]
    return f"{plain[: NAME_LENGTH_MAX - _DIGEST_LENGTH - 1]}_{digest}"
