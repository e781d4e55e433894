from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from application.ports.alerts import Webhooks
from application.ports.clock import Clock
from application.ports.egress import Egress, WebRequest
from application.ports.offers import Sealing
from domain.alerts.webhook import LastTry, Webhook, signed_headers
from domain.errors import Conflict, Invalid, NotFound
from domain.ids import WebhookId
from domain.json import JsonObject, write

TIME_MAX_S: Final = 10.0
_ANSWER_BYTES_MAX: Final = 4_096


@dataclass(frozen=True, slots=True, kw_only=True)
class CallWebhook:
    """Send a signed message once, and keep what came of it with the webhook.

    It follows no redirects: the signature is for the place that was given.
    """

    webhooks: Webhooks
    egress: Egress
    sealing: Sealing
    clock: Clock

    async def __call__(self, webhook: Webhook, id: str, said: JsonObject) -> LastTry:
        last = await self._sent(webhook, id, write(said).encode())
        await self._keep(webhook.id, last)
        return last

    async def _sent(self, webhook: Webhook, id: str, body: bytes) -> LastTry:
        try:
            secret = self.sealing.open(webhook.sealed_secret, purpose=purpose_of(webhook.id))
            answer = await self.egress.send(
                WebRequest(
                    url=webhook.url,
                    method="POST",
                    headers=signed_headers(secret, id, self.clock(), body),
                    body=body,
                    bytes_max=_ANSWER_BYTES_MAX,
                    time_max_s=TIME_MAX_S,
                )
            )
        except Invalid as error:
            return LastTry(at=self.clock(), status=None, words=str(error))
        return LastTry(at=self.clock(), status=answer.status)

    async def _keep(self, id: WebhookId, last: LastTry) -> None:
        with suppress(NotFound):
            try:
                await self.webhooks.save((await self.webhooks.get(id)).tried(last))
            except Conflict:
                await self._keep(id, last)


def purpose_of(id: WebhookId) -> str:
    return f"the secret of webhook {id}"
