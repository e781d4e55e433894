from collections.abc import Sequence
from contextlib import suppress
from typing import Final, final

from typing_extensions import override

from adapters.outbound.mongo.documents import VersionedRows
from adapters.outbound.mongo.driver import Database
from adapters.outbound.mongo.failures import mongo_errors
from application.ports.alerts import AlertRules
from domain.alerts.rule import AlertRule
from domain.errors import Conflict
from domain.ids import AlertRuleId

_BEGUN: Final = "alert_rules_begun"


@final
class MongoAlertRules(AlertRules):
    def __init__(self, database: Database) -> None:
        self._rows = VersionedRows(database["alert_rules"], AlertRule, noun="alert rule")
        self._configuration = database["configuration"]

    @override
    async def begin(self, first: Sequence[AlertRule]) -> None:
        with mongo_errors():
            if await self._configuration.find_one({"_id": _BEGUN}) is not None:
                return
        for each in first:
            with suppress(Conflict):  # whoever died half-way through
                await self._rows.add(each)
        with suppress(Conflict), mongo_errors(taken="it has begun"):
            await self._configuration.insert_one({"_id": _BEGUN})

    @override
    async def all(self) -> Sequence[AlertRule]:
        with mongo_errors():
            found = self._rows.collection.find({}).sort([("created_at", 1), ("_id", 1)])
            return [self._rows.from_document(each) for each in await found.to_list(None)]

    @override
    async def get(self, id: AlertRuleId) -> AlertRule:
        return await self._rows.get(id)

    @override
    async def add(self, rule: AlertRule) -> AlertRule:
        return await self._rows.add(rule)

    @override
    async def save(self, rule: AlertRule) -> AlertRule:
        return await self._rows.save(rule)

    @override
    async def remove(self, id: AlertRuleId) -> None:
        with mongo_errors():
            await self._rows.collection.delete_one({"_id": {"$eq": id}})
