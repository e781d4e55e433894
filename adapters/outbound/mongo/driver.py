"""The one place that knows which MongoDB driver there is.

PyMongo's asyncio client and Motor give the same commands the same names; the protocols below
are the part of both that the adapters use. Aggregation is left out: the drivers differ in it,
and the embedded server answers some pipelines wrongly.
"""

import importlib
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, Protocol, Self

from pymongo import AsyncMongoClient, UpdateOne

DriverName = Literal["pymongo", "motor"]
Document = dict[str, Any]
Filter = Mapping[str, Any]
Keys = Sequence[tuple[str, int]]

_ANSWER_S: Final = 3.0
_CONNECT_MS: Final = 3_000


class Cursor(Protocol):
    @abstractmethod
    def sort(self, keys: Keys) -> Self: ...

    @abstractmethod
    def limit(self, count: int) -> Self: ...

    @abstractmethod
    async def to_list(self, length: int | None) -> list[Document]: ...


class Outcome(Protocol):
    """Of a write: how many documents it matched, and how many it deleted."""

    matched_count: int
    deleted_count: int


class Collection(Protocol):
    @abstractmethod
    async def insert_one(self, document: Document) -> object: ...

    @abstractmethod
    async def insert_many(self, documents: Sequence[Document], *, ordered: bool) -> object: ...

    @abstractmethod
    async def find_one(self, filter: Filter) -> Document | None: ...

    @abstractmethod
    def find(self, filter: Filter, projection: Filter | None = None) -> Cursor: ...

    @abstractmethod
    async def replace_one(self, filter: Filter, document: Document) -> Outcome: ...

    @abstractmethod
    async def update_one(
        self, filter: Filter, change: Filter, *, upsert: bool = False
    ) -> Outcome: ...

    @abstractmethod
    async def update_many(self, filter: Filter, change: Filter) -> Outcome: ...

    @abstractmethod
    async def bulk_write(self, requests: Sequence[UpdateOne], *, ordered: bool) -> object: ...

    @abstractmethod
    async def delete_one(self, filter: Filter) -> Outcome: ...

    @abstractmethod
    async def delete_many(self, filter: Filter) -> Outcome: ...

    @abstractmethod
    async def create_index(
        self, keys: Keys, *, name: str, unique: bool = False, sparse: bool = False
    ) -> str: ...


class Database(Protocol):
    @abstractmethod
    def __getitem__(self, name: str) -> Collection: ...

    @abstractmethod
    async def command(self, command: str) -> Document: ...


class Client(Protocol):
    @abstractmethod
    def __getitem__(self, name: str) -> Database: ...

    @abstractmethod
    async def drop_database(self, name: str) -> object: ...


@dataclass(frozen=True, slots=True)
class Connection:
    """An open client. Times come back aware, in UTC; writes are acknowledged as durable."""

    client: Client
    driver: DriverName

    def database(self, name: str) -> Database:
        return self.client[name]

    async def close(self) -> None:
        closing = getattr(self.client, "close")()  # noqa: B009 - Motor's is not awaitable
        if closing is not None:
            await closing


def connect(url: str, *, driver: DriverName, answer_s: float = _ANSWER_S) -> Connection:
    """Open nothing yet: the first command does, and fails within seconds when nobody answers."""
    answer_ms = round(answer_s * 1000)
    options: Document = {
        "tz_aware": True,
        "serverSelectionTimeoutMS": _CONNECT_MS,
        "connectTimeoutMS": _CONNECT_MS,
        "socketTimeoutMS": answer_ms * 5,
        "timeoutMS": answer_ms,
        "w": "majority",
        "journal": True,
        "appname": "parley",
    }
    client: Any
    if driver == "motor":
        client = importlib.import_module("motor.motor_asyncio").AsyncIOMotorClient(url, **options)
    else:
        client = AsyncMongoClient(url, **options)
    return Connection(client=client, driver=driver)
