import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import count

import pytest

from adapters.outbound.memory.conversations import MemoryConversations
from adapters.outbound.memory.leases import MemoryLeases
from adapters.outbound.memory.messages import MemoryMessages
from application.imports.import_chats import ImportChats, ImportReport
from domain.errors import Conflict, Invalid
from domain.ids import MessageId, UserId
from tests import exports
from tests.builders import ADA, EVE
from tests.clock import FakeClock

LONG = timedelta(minutes=1)


@dataclass
class Desk:
    conversations: MemoryConversations = field(default_factory=MemoryConversations)
    messages: MemoryMessages = field(default_factory=MemoryMessages)
    clock: FakeClock = field(default_factory=FakeClock)

    def __post_init__(self) -> None:
        numbers = count(1)
        self.leases = MemoryLeases(clock=self.clock)
        self.use = ImportChats(
            conversations=self.conversations,
            messages=self.messages,
            leases=self.leases,
            new_id=lambda: f"holder {next(numbers)}",
            clock=self.clock,
        )

    async def take(self, data: bytes, *, by: UserId = ADA, size: int = 1000) -> ImportReport:
        async def pieces() -> AsyncIterator[bytes]:
            for first in range(0, len(data), size):
                yield data[first : first + size]

        return await self.use(pieces(), by=by)

    async def trees(self, report: ImportReport) -> list[Sequence[MessageId]]:
        chats = [each.conversation for each in report.chats if each.conversation is not None]
        return [(await self.messages.tree(each)).all() for each in chats]


def counted(report: ImportReport) -> tuple[int, int, int]:
    return report.imported, report.present, report.skipped


@pytest.mark.parametrize("pack", [exports.as_json, exports.as_zip])
async def test_an_export_of_any_kind_is_kept_and_a_second_time_adds_nothing(
    pack: Callable[..., bytes],
) -> None:
    desk = Desk()
    data = pack(exports.chatgpt(1), exports.chatgpt(2), exports.claude(), exports.librechat())

    first = await desk.take(data)
    trees = await desk.trees(first)
    second = await desk.take(data, size=7)

    assert counted(first) == (4, 0, 0)
    assert counted(second) == (0, 4, 0)
    assert {each.conversation for each in first.chats} == {
        each.conversation for each in second.chats
    }
    assert await desk.trees(second) == trees


async def test_somebody_else_s_import_of_the_same_file_is_their_own() -> None:
    desk = Desk()
    data = exports.as_json(exports.claude())

    ada, eve = await desk.take(data), await desk.take(data, by=EVE)

    assert counted(ada) == counted(eve) == (1, 0, 0)
    assert ada.chats[0].conversation != eve.chats[0].conversation


async def test_what_cannot_be_kept_is_told_with_its_reason_and_the_rest_is_kept() -> None:
    nothing: list[object] = []
    empty = {**exports.claude(2), "chat_messages": nothing}
    strange = {"title": "Strange", "something": 1}

    report = await Desk().take(exports.as_json(strange, empty, exports.claude(1)))

    assert counted(report) == (1, 0, 2)
    assert [(each.title, each.outcome, each.reason) for each in report.chats] == [
        ("Strange", "skipped", "it is no chat of ChatGPT, Claude, LibreChat or Parley"),
        ("Claude 2", "skipped", "there is no text in it"),
        ("Claude 1", "imported", ""),
    ]


async def test_a_file_that_stops_in_the_middle_keeps_what_came_before() -> None:
    desk = Desk()
    data = exports.as_json(exports.claude(1), exports.claude(2))

    cut = await desk.take(data[:-20])
    again = await desk.take(data)

    assert counted(cut) == (1, 0, 0)
    assert cut.problem == "the file ends in the middle"
    assert counted(again) == (1, 1, 0)


@pytest.mark.parametrize("data", [b"", b"hi", b"not an export", exports.as_zip(name="other.json")])
async def test_a_file_in_which_nothing_can_be_read_is_refused(data: bytes) -> None:
    with pytest.raises(Invalid):
        await Desk().take(data)


async def test_one_import_of_a_person_runs_at_a_time() -> None:
    desk = Desk()
    await desk.leases.take(f"import:{ADA}", holder="another", lasting=timedelta(minutes=1))

    with pytest.raises(Conflict):
        await desk.take(exports.as_json(exports.claude()))

    assert counted(await desk.take(exports.as_json(exports.claude()), by=EVE)) == (1, 0, 0)


async def test_an_import_that_takes_long_stays_the_only_one_and_a_dead_one_is_soon_over() -> None:
    desk = Desk()
    use, others = replace(desk.use, renewed_every_s=0.0), list[bool]()

    async def slowly() -> AsyncIterator[bytes]:
        data = exports.as_json(exports.claude())
        for first in range(0, len(data), 200):
            desk.clock.advance(timedelta(seconds=10))
            for _ in range(5):
                await asyncio.sleep(0)
            others.append(await desk.leases.take(f"import:{ADA}", holder="b", lasting=LONG))
            yield data[first : first + 200]

    report = await use(slowly(), by=ADA)
    await desk.leases.take(f"import:{ADA}", holder="dead", lasting=timedelta(seconds=15))
    desk.clock.advance(timedelta(seconds=16))

    assert counted(report) == (1, 0, 0)
    assert len(others) > 2
    assert not any(others)
    assert counted(await desk.take(exports.as_json(exports.claude()))) == (0, 1, 0)


async def test_parley_s_own_export_comes_back_whole() -> None:
    document = {
        "format": "parley.conversation",
        "id": "c1",
        "title": "Mine",
        "active_leaf_id": "m2",
        "messages": [
            {
                "id": "m1",
                "parent_id": None,
                "role": "user",
                "parts": [{"type": "text", "text": "a"}],
            },
            {
                "id": "m2",
                "parent_id": "m1",
                "role": "assistant",
                "parts": [{"type": "thinking", "text": "x"}, {"type": "text", "text": "b"}],
            },
        ],
    }
    desk = Desk()

    report = await desk.take(exports.as_json(document))

    chat = report.chats[0].conversation
    assert chat is not None
    found = await desk.messages.several((await desk.messages.tree(chat)).all(), conversation=chat)
    assert [each.text for each in found] == ["a", "b"]
