import pytest
from pymongo import AsyncMongoClient
from pymongo.errors import OperationFailure
from redis.asyncio import Redis
from redis.exceptions import AuthenticationError


async def test_the_embedded_mongo_keeps_what_its_user_writes(mongo_url: str) -> None:
    async with AsyncMongoClient[dict[str, object]](mongo_url) as client:
        notes = client["test_platform"]["notes"]

        await notes.insert_one({"_id": "a", "text": "hello"})

        assert await notes.find_one({"_id": "a"}) == {"_id": "a", "text": "hello"}
        await client.drop_database("test_platform")


async def test_the_embedded_mongo_refuses_strangers(mongo_url: str) -> None:
    address = mongo_url.partition("@")[2].partition("/")[0]

    async with AsyncMongoClient[dict[str, object]](
        f"mongodb://{address}/?directConnection=true"
    ) as stranger:
        with pytest.raises(OperationFailure, match="requires authentication"):
            await stranger["test_platform"]["notes"].find_one({})


async def test_the_embedded_redis_keeps_what_is_set(redis_url: str) -> None:
    async with Redis.from_url(redis_url) as client:
        await client.set("test:platform", "hello")

        assert await client.get("test:platform") == b"hello"
        await client.delete("test:platform")


async def test_the_embedded_redis_refuses_strangers(redis_url: str) -> None:
    address = redis_url.partition("@")[2]

    async with Redis.from_url(f"redis://{address}") as stranger:
        with pytest.raises(AuthenticationError):
            await stranger.get("test:platform")
