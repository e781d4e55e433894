import pytest

from adapters.outbound.mongo.agents import MongoAgents
from adapters.outbound.mongo.api_keys import MongoApiKeys
from adapters.outbound.mongo.conversations import MongoConversations
from adapters.outbound.mongo.driver import Database
from adapters.outbound.mongo.generations import MongoGenerations
from adapters.outbound.mongo.messages import MongoMessages
from adapters.outbound.mongo.personal_data import MongoPersonalData
from adapters.outbound.mongo.sessions import MongoSessions
from adapters.outbound.mongo.transactions import MongoTransactions
from adapters.outbound.mongo.users import MongoUsers
from domain.ids import RequestId
from tests.builders import ADA, EVE, NOON, a_batch, a_transaction, an_agent
from tests.contracts.personal_data import Kept, PersonalDataContract


@pytest.fixture
def kept(database: Database) -> Kept:
    return Kept(
        personal_data=MongoPersonalData(database),
        users=MongoUsers(database),
        keys=MongoApiKeys(database),
        sessions=MongoSessions(database),
        conversations=MongoConversations(database),
        messages=MongoMessages(database),
        generations=MongoGenerations(database),
    )


class TestMongoPersonalData(PersonalDataContract):
    pass


async def test_whatever_names_its_owner_goes_too_and_the_books_stay(
    kept: Kept, database: Database
) -> None:
    await kept.fill(ADA)
    await MongoAgents(database).add(an_agent())
    await database["later"].insert_one({"_id": "p1", "owner": ADA, "text": "hers"})
    await database["later"].insert_one({"_id": "p2", "owner": EVE, "text": "not hers"})
    await database["fs.files"].insert_one({"_id": "f1", "metadata": {"owner": ADA}})
    await database["fs.chunks"].insert_one({"_id": "f1-0", "files_id": "f1", "data": b"hers"})
    await database["files"].insert_one({"_id": "hers", "owner": ADA})
    await database["contents"].insert_one({"_id": 7, "file": "hers"})
    await database["contents.chunks"].insert_one({"_id": 8, "files_id": 7})
    books = MongoTransactions(database, clock=lambda: NOON)
    await books.record(a_batch(a_transaction()))

    await kept.personal_data.erase(ADA)

    for name in ("agents", "fs.files", "fs.chunks", "files", "contents", "contents.chunks"):
        assert await database[name].find({}).to_list(None) == [], name
    assert [row["_id"] for row in await database["later"].find({}).to_list(None)] == ["p2"]
    assert (await books.get(RequestId("r1"))).payer.user == ADA
