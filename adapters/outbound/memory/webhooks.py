from collections.abc import Sequence
from typing import final

from typing_extensions import override

from adapters.outbound.memory.rows import VersionedRows
from application.ports.alerts import Webhooks
from domain.alerts.webhook import Webhook
from domain.ids import WebhookId


@final
class MemoryWebhooks(Webhooks):
    def __init__(self) -> None:
        self._rows = VersionedRows[Webhook](noun="webhook")

    @override
    async def all(self) -> Sequence[Webhook]:
        return sorted(self._rows.all(), key=lambda each: (each.created_at, each.id))

    @override
    async def get(self, id: WebhookId) -> Webhook:
        return self._rows.get(id)

    @override
    async def add(self, webhook: Webhook) -> Webhook:
        return self._rows.add(webhook)

    @override
    async def save(self, webhook: Webhook) -> Webhook:
        return self._rows.save(webhook)

    @override
    async def remove(self, id: WebhookId) -> None:
        self._rows.remove(id)
