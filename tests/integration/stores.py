"""Real stores for the contract suites: `mongo_url` and `redis_url`, once a session.

They are the embedded servers on free ports in a temporary directory, or your own by
`TEST_MONGO_URL` and `TEST_REDIS_URL`. The Mongo user may use any database: make your own, with a
name of its own, and drop it.
"""

import asyncio
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from entrypoints.supervisor.mongo import EmbeddedMongo
from entrypoints.supervisor.part import Part
from entrypoints.supervisor.ports import free_port
from entrypoints.supervisor.valkey import EmbeddedValkey


def running(part: Part, logs: Path) -> Iterator[None]:
    process = asyncio.run(part.start(logs))
    try:
        yield
    finally:
        asyncio.run(part.stop(process))


@pytest.fixture(scope="session")
def mongo_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    own = os.environ.get("TEST_MONGO_URL")
    if own:
        yield own
        return
    home = tmp_path_factory.mktemp("mongo")
    mongo = EmbeddedMongo(
        home=home / "data",
        logs=home,
        port=free_port(),
        password=secrets.token_urlsafe(32),
        role="root",
    )
    for _ in running(mongo.part(), home):
        yield mongo.url


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    own = os.environ.get("TEST_REDIS_URL")
    if own:
        yield own
        return
    home = tmp_path_factory.mktemp("redis")
    valkey = EmbeddedValkey(
        home=home / "data", port=free_port(), password=secrets.token_urlsafe(32)
    )
    for _ in running(valkey.part(), home):
        yield valkey.url
