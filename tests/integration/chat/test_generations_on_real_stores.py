import asyncio
import secrets
from collections.abc import AsyncIterator

import pytest

from adapters.outbound.mongo.conversations import MongoConversations
from adapters.outbound.mongo.driver import connect as connect_mongo
from adapters.outbound.mongo.generations import MongoGenerations
from adapters.outbound.mongo.messages import MongoMessages
from adapters.outbound.mongo.preparation import prepare
from adapters.outbound.mongo.transactions import MongoTransactions
from adapters.outbound.redis.connection import connect as connect_redis
from adapters.outbound.redis.generation_log import RedisGenerationLog
from adapters.outbound.redis.leases import RedisLeases
from adapters.outbound.redis.stop_signals import RedisStopSignals
from adapters.outbound.system.clock import utc_now
from adapters.outbound.system.ids import new_id
from application.chat.follow_generation import Final, Snapshot
from domain.ids import RequestId
from tests.unit.application.chat.chat_house import ADA, House
from tests.unit.application.chat.scripted_model import begun, saying

pytestmark = pytest.mark.enable_socket


@pytest.fixture
async def houses(mongo_url: str, redis_url: str) -> AsyncIterator[list[House]]:
    """Two instances on the same stores."""
    name = f"chat_{secrets.token_hex(4)}"
    mongo, redis = connect_mongo(mongo_url, driver="pymongo"), connect_redis(redis_url)
    database = mongo.database(name)
    await prepare(database)
    try:
        yield [
            House(
                conversations=MongoConversations(database),
                messages=MongoMessages(database),
                generations=MongoGenerations(database),
                transactions=MongoTransactions(database, clock=utc_now),
                log=RedisGenerationLog(redis),
                stop_signals=RedisStopSignals(redis),
                leases=RedisLeases(redis),
                worker=worker,
                make_id=new_id,
            )
            for worker in ("one", "two")
        ]
    finally:
        await mongo.client.drop_database(name)
        await mongo.close()
        await redis.aclose()


async def test_an_answer_is_watched_and_stopped_from_another_instance(
    houses: list[House],
) -> None:
    one, two = houses
    one.model.scripts.append([*begun("Hel", "lo"), asyncio.Event()])
    chat = await one.chat()
    sent = await one.use.send_message(chat, "hi", by=ADA, key="k")
    await one.until(sent.answer.message.id, chat, "Hello")
    generation = sent.answer.message.generation
    assert generation is not None

    follow = await two.use.follow_generation(generation, by=ADA, after=None)
    first = await anext(follow)
    await two.use.stop_generation(generation, by=ADA)
    rest = [update async for update in follow]

    assert isinstance(first, Snapshot)
    assert first.message.message.text == "Hello"
    assert isinstance(rest[-1], Final)
    assert (rest[-1].message.message.text, rest[-1].message.message.state) == ("Hello", "stopped")
    await one.jobs.all_done()


async def test_another_instance_closes_what_a_dead_one_left(houses: list[House]) -> None:
    one, two = houses
    one.model.scripts.append([*begun("so far"), asyncio.Event()])
    chat = await one.chat()
    sent = await one.use.send_message(chat, "hi", by=ADA)
    await one.until(sent.answer.message.id, chat, "so far")
    generation = sent.answer.message.generation
    assert generation is not None
    for task in asyncio.all_tasks() - {asyncio.current_task()}:
        if "GenerateAnswer" in repr(task.get_coro()):
            task.cancel()
    await asyncio.sleep(0.1)
    await one.held.release(f"generation:{generation}", holder="one")

    await two.use.close_abandoned()

    answer = await two.message(sent.answer.message.id, chat)
    assert (answer.text, answer.state) == ("so far", "interrupted")
    await two.bookkeeper.carry()
    assert (await two.transactions.get(RequestId(generation))).payer.user == ADA
    assert not await two.generations.running()


async def test_a_repeat_after_the_end_finds_the_same_answer(houses: list[House]) -> None:
    one, two = houses
    one.model.scripts.append(saying("yes"))
    chat = await one.chat()
    sent = await one.use.send_message(chat, "hi", by=ADA, key="k")
    await one.jobs.all_done()

    again = await two.use.send_message(chat, "hi", by=ADA, key="k")

    assert again.message.message.id == sent.message.message.id
    assert again.answer.message.id == sent.answer.message.id
    assert again.answer.message.text == "yes"
