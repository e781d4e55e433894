from collections.abc import Sequence
from typing import final

from typing_extensions import override

from adapters.outbound.mongo.documents import VersionedRows
from adapters.outbound.mongo.driver import Database
from adapters.outbound.mongo.failures import mongo_errors
from application.ports.alerts import Webhooks
from domain.alerts.webhook import Webhook
from domain.ids import WebhookId


@final
class MongoWebhooks(Webhooks):
    def __init__(self, database: Database) -> None:
        self._rows = VersionedRows(database["webhooks"], Webhook, noun="webhook")

    @override
    async def all(self) -> Sequence[Webhook]:
        with mongo_errors():
            found = self._rows.collection.find({}).sort([("created_at", 1), ("_id", 1)])
            return [self._rows.from_document(each) for each in await found.to_list(None)]

    @override
    async def get(self, id: WebhookId) -> Webhook:
        return await self._rows.get(id)

    @override
    async def add(self, webhook: Webhook) -> Webhook:
        return await self._rows.add(webhook)

    @override
    async def save(self, webhook: Webhook) -> Webhook:
        return await self._rows.save(webhook)

    @override
    async def remove(self, id: WebhookId) -> None:
        with mongo_errors():
            await self._rows.collection.delete_one({"_id": {"$eq": id}})
