"""Which tests one worker runs, one after the other, and which begin first.

What is dear to start is started once: the whole system, the two relays of `governance`, the
vendors' SDKs of `relay`. What takes longest begins first, so that all end at about one time.
"""

from pathlib import PurePath
from typing import Final, final

import pytest
from typing_extensions import override
from xdist.remote import Producer
from xdist.scheduler.loadscope import LoadScopeScheduling

SHARED: Final = {
    "system": "the whole system",
    "security": "the whole system",
    "governance": "two relays",
    "relay": "one relay",
    "matrix": "each client",
}
"""Folder for folder; tests of any other go file by file."""
FIRST: Final = tuple(dict.fromkeys(SHARED.values()))


@final
class Sharing(LoadScopeScheduling):  # type: ignore[misc] # xdist says no types
    @override
    def _split_scope(self, nodeid: str) -> str:
        return group_of(PurePath(nodeid.partition("::")[0]))


def group_of(path: PurePath) -> str:
    folder = path.parent.name
    return SHARED.get(folder, path.as_posix())


def place_of(path: PurePath) -> int:
    group = group_of(path)
    return FIRST.index(group) if group in FIRST else len(FIRST)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Sharing:
    return Sharing(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: place_of(item.path))
