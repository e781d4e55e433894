"""An address that is told of alerts, and the proof that it was us who told it.

Signed as Standard Webhooks 1.0.0 says: the id, the time and the body, joined by dots, under
HMAC-SHA256 with the secret's bytes. Whoever receives may take any library of theirs for it.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Self

from domain.alerts.alert import Alert, AlertEvent
from domain.errors import Invalid
from domain.ids import WebhookId
from domain.json import JsonObject

NAME_LENGTH_MAX: Final = 100
URL_LENGTH_MAX: Final = 2_000
GONE: Final = 410
"""The receiver wants nothing any more, as the standard says."""
SECRET_PREFIX: Final = "whsec_"  # noqa: S105 - what secrets of the standard begin with
_GOOD: Final = range(200, 300)


@dataclass(frozen=True, slots=True, kw_only=True)
class LastTry:
    """`status` is `None` where nobody answered."""

    at: datetime
    status: int | None
    words: str = ""

    @property
    def is_good(self) -> bool:
        return self.status is not None and self.status in _GOOD


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    id: WebhookId
    name: str
    url: str
    sealed_secret: str
    created_at: datetime
    last: LastTry | None = None
    version: int = 0

    def __post_init__(self) -> None:
        if not self.name.strip() or len(self.name) > NAME_LENGTH_MAX:
            raise Invalid(f"name: 1 to {NAME_LENGTH_MAX} characters")
        if not self.url.startswith(("https://", "http://")) or len(self.url) > URL_LENGTH_MAX:
            raise Invalid("url: an address that begins with https:// or http://")

    def changed(self, name: str, url: str) -> Self:
        return replace(self, name=" ".join(name.split()), url=url)

    def sealed(self, secret: str) -> Self:
        """With this secret, which is sealed, in place of the one before."""
        return replace(self, sealed_secret=secret)

    def tried(self, last: LastTry) -> Self:
        return replace(self, last=last)


def new_webhook_secret(chance: str) -> str:
    """Of 24 bytes and more of chance."""
    return SECRET_PREFIX + base64.b64encode(chance.encode()).decode()


def signature(secret: str, id: str, at: datetime, body: bytes) -> str:
    """`v1,` and the digest in base64. Raises `Invalid` for a secret that is none."""
    try:
        key = base64.b64decode(secret.removeprefix(SECRET_PREFIX), validate=True)
    except binascii.Error:
        raise Invalid("this is no secret of a webhook") from None
    said = f"{id}.{int(at.timestamp())}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, said, hashlib.sha256)).decode()


def signed_headers(secret: str, id: str, at: datetime, body: bytes) -> Mapping[str, str]:
    return {
        "content-type": "application/json",
        "webhook-id": id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": signature(secret, id, at, body),
    }


def payload(event: AlertEvent, alert: Alert, *, page: str, at: datetime) -> JsonObject:
    """What a webhook is told; `page` is where people look."""
    over = alert.resolved_at
    return {
        "type": event,
        "timestamp": at.isoformat(),
        "data": {
            "id": alert.id,
            "rule": {"id": alert.rule, "name": alert.name},
            "subject": alert.subject,
            "text": alert.text,
            "fired_at": alert.fired_at.isoformat(),
            "resolved_at": None if over is None else over.isoformat(),
            "url": page,
        },
    }


def trial_payload(*, page: str, at: datetime) -> JsonObject:
    return {"type": "webhook.test", "timestamp": at.isoformat(), "data": {"url": page}}
