"""Answers whose worker is gone: put into the stores by hand, as it left them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from typing_extensions import override

from adapters.outbound.memory.generation_log import MemoryGenerationLog
from adapters.outbound.memory.leases import MemoryLeases
from application.chat.held_lease import lease_of
from application.ports.generation_log import AnswerEnded, LogEntry, Logged, PartGrew, ToolCalled
from domain.conversations.message import Message, MessagePart
from domain.errors import NotFound
from domain.ids import ConversationId, GenerationId, MessageId, RequestId
from domain.llm.prompt import Image, Text, ToolCall, WebAddress
from domain.llm.usage import Usage
from domain.transactions.transaction import Payer, Transaction
from tests.builders import PRICE, a_batch, a_generation, a_message, a_transaction, an_answer
from tests.unit.application.chat.chat_house import ADA, NOON, House

G1 = GenerationId("g1")
BOOKED = RequestId("g1")
QUESTION = a_message(parts=(Text(text="a" * 33),))
ANSWER = replace(an_answer(parts=(Text(text="b" * 33),)), parent=QUESTION.id, model="small")
LASTED = timedelta(seconds=90)


async def left_behind(
    *, answer: Message = ANSWER, log: tuple[LogEntry, ...] = (), house: House | None = None
) -> House:
    house = house or House()
    await house.messages.add(QUESTION)
    await house.messages.add(answer)
    await house.generations.add(a_generation())
    if log:
        await house.log.append(G1, log)
    house.clock.advance(LASTED)
    return house


async def swept(house: House) -> Message:
    await house.use.close_abandoned()
    await house.bookkeeper.carry()
    return await house.messages.get(ANSWER.id, conversation=ANSWER.conversation)


async def test_it_is_booked_by_our_own_count_with_its_price_and_its_owner() -> None:
    house = await left_behind()

    answer = await swept(house)

    usage = Usage(input_uncached=14, output=10, estimated=True)
    assert await house.transactions.get(BOOKED) == Transaction(
        id=BOOKED,
        at=NOON,
        source="chat",
        payer=Payer(user=ADA),
        model="small",
        provider="p",
        upstream="small-1",
        outcome="recovered",
        usage=usage,
        price=PRICE,
        cost=PRICE.cost(usage),
        streamed=True,
        first_token_ms=None,
        latency_ms=90_000,
        client="Chat",
    )
    assert answer.state == "interrupted"
    assert answer.cost is not None
    assert (answer.cost.usage, answer.cost.cost) == (usage, PRICE.cost(usage))


@pytest.mark.parametrize("model", ["gone", None])
async def test_a_model_that_is_no_longer_on_offer_has_no_price(model: str | None) -> None:
    house = await left_behind(answer=replace(ANSWER, model=model))

    answer = await swept(house)

    booked = await house.transactions.get(BOOKED)
    assert (booked.model, booked.provider, booked.upstream) == (model or "", "", "")
    assert (booked.price, booked.cost) == (None, None)
    assert answer.state == "interrupted"


async def test_without_a_question_only_the_answer_counts() -> None:
    house = await left_behind(answer=replace(ANSWER, parent=None))

    await swept(house)

    assert (await house.transactions.get(BOOKED)).usage == Usage(output=10, estimated=True)


async def test_what_went_into_the_books_before_is_not_booked_again() -> None:
    house = await left_behind()
    before = replace(a_transaction(BOOKED), usage=Usage(output=3))
    await house.transactions.record(a_batch(before))

    answer = await swept(house)

    assert list(await house.transactions.latest(9)) == [before]
    assert answer.cost is not None
    assert answer.cost.usage == Usage(output=3)


@pytest.mark.parametrize(
    ("log", "parts"),
    [
        ((), ANSWER.parts),
        ((PartGrew(part=0, type="text", text="short"),), ANSWER.parts),
        ((PartGrew(part=0, type="text", text="c" * 34),), (Text(text="c" * 34),)),
        (
            (
                PartGrew(part=0, type="text", text="c" * 34),
                ToolCalled(part=1, id="t", name="look", arguments="{}"),
            ),
            (Text(text="c" * 34), ToolCall(id="t", name="look", arguments="{}")),
        ),
        ((PartGrew(part=3, type="text", text="c" * 99),), ANSWER.parts),
    ],
    ids=["log lost", "log behind", "log ahead", "log with a call", "log with gaps"],
)
async def test_it_keeps_the_fullest_text_known(
    log: tuple[LogEntry, ...], parts: tuple[MessagePart, ...]
) -> None:
    house = await left_behind(log=log)

    assert (await swept(house)).parts == parts


async def test_a_part_that_nobody_said_costs_nothing() -> None:
    shown = Image(source=WebAddress(url="https://example.com/a.png"))
    house = await left_behind(answer=replace(ANSWER, parts=(*ANSWER.parts, shown)))

    await swept(house)

    assert (await house.transactions.get(BOOKED)).usage.output == 10


class LongLog(MemoryGenerationLog):  # type: ignore[misc]  # gives one entry at a time
    @override
    async def read(self, id: GenerationId, *, after: str | None, wait_s: float) -> Sequence[Logged]:
        return (await super().read(id, after=after, wait_s=wait_s))[:1]


async def test_a_long_log_is_read_to_its_end() -> None:
    words = [PartGrew(part=0, type="text", text="c" * 30) for _ in range(3)]
    house = await left_behind(house=House(log=LongLog()), log=tuple(words))

    assert (await swept(house)).text == "c" * 90


async def test_those_who_watch_are_told_and_the_generation_ends() -> None:
    house = await left_behind()

    await swept(house)

    logged = await house.log.read(G1, after=None, wait_s=0)
    assert [each.entry for each in logged] == [AnswerEnded()]
    assert not await house.generations.running()
    assert await house.held.holder_of(lease_of(G1)) is None


async def test_an_answer_that_was_made_final_keeps_its_state() -> None:
    house = await left_behind(answer=ANSWER.end("stopped"))

    answer = await swept(house)

    assert answer == ANSWER.end("stopped")
    assert not await house.generations.running()
    with pytest.raises(NotFound):
        await house.transactions.get(BOOKED)


async def test_a_generation_without_its_message_just_ends() -> None:
    house = House()
    await house.generations.add(a_generation())

    await house.use.close_abandoned()

    assert not await house.generations.running()
    assert not await house.transactions.latest(9)


async def test_many_are_closed_in_one_round() -> None:
    house = await left_behind()
    for number in (2, 3):
        await house.generations.add(replace(a_generation(f"g{number}"), message=MessageId("gone")))

    await swept(house)

    assert not await house.generations.running()


async def test_one_that_another_sweeper_has_is_left_to_it() -> None:
    house = await left_behind()
    await house.held.take(lease_of(G1), holder="another", lasting=timedelta(seconds=30))
    await house.generations.add(replace(a_generation("g2"), conversation=ConversationId("c2")))

    answer = await swept(house)

    assert answer == ANSWER
    assert [each.id for each in await house.generations.running()] == [G1]


async def test_a_sweeper_that_dies_holds_nobody_up_for_long() -> None:
    house = House()
    leases = MemoryLeases(clock=house.clock)
    seen: list[str | None] = []

    class Watched(MemoryGenerationLog):  # type: ignore[misc]  # looks at the lease meanwhile
        @override
        async def fade(self, id: GenerationId) -> None:
            seen.append(await leases.holder_of(lease_of(id)))
            house.clock.advance(timedelta(seconds=30))
            seen.append(await leases.holder_of(lease_of(id)))

    await left_behind(house=house)
    sweep = replace(
        house.use.close_abandoned,
        leases=leases,
        close=replace(house.close, log=Watched()),
    )
    await sweep()

    assert seen == ["worker-sweeper", None]
