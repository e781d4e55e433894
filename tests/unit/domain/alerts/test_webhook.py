from datetime import UTC, datetime

import pytest

from domain.alerts.webhook import (
    LastTry,
    Webhook,
    new_webhook_secret,
    payload,
    signature,
    signed_headers,
    trial_payload,
)
from domain.errors import Invalid
from domain.ids import WebhookId
from tests.alerting import PAGE, an_alert
from tests.builders import NOON

AT = datetime.fromtimestamp(1614265330, UTC)
HOOK = Webhook(
    id=WebhookId("w1"), name="ops", url="https://x.org", sealed_secret="s", created_at=NOON
)


def test_the_signature_is_that_of_the_standard() -> None:
    """The example is of Standard Webhooks 1.0.0 itself."""
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

    made = signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", AT, b'{"test": 2432232314}')
    headers = signed_headers(secret, "m1", NOON, b"{}")

    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    assert headers["webhook-timestamp"] == "1767268800"
    assert headers["webhook-signature"] == signature(secret, "m1", NOON, b"{}")
    assert signature(secret, "m2", NOON, b"{}") != headers["webhook-signature"]
    with pytest.raises(Invalid, match="secret"):
        signature("whsec_%%%", "m1", NOON, b"")


def test_a_secret_is_of_the_standard_s_kind() -> None:
    assert new_webhook_secret("s" * 40).startswith("whsec_")
    assert signature(new_webhook_secret("s" * 40), "m", NOON, b"").startswith("v1,")


@pytest.mark.parametrize(
    ("name", "url"), [("", "https://x.org"), ("n", "ftp://x.org"), ("n", "https://" + "x" * 2_000)]
)
def test_what_cannot_be_called_is_refused(name: str, url: str) -> None:
    with pytest.raises(Invalid):
        HOOK.changed(name, url)


def test_a_try_is_good_when_somebody_said_so() -> None:
    seen = [LastTry(at=NOON, status=status).is_good for status in (None, 199, 200, 299, 300, 500)]

    assert seen == [False, False, True, True, False, False]


def test_a_payload_says_what_happened_and_where_to_look() -> None:
    alert = an_alert()

    said = payload("alert.fired", alert, page=PAGE, at=NOON)

    assert (said["type"], said["timestamp"]) == ("alert.fired", "2026-01-01T12:00:00+00:00")
    assert said["data"] == {
        "id": alert.id,
        "rule": {"id": "r1", "name": "The books are behind"},
        "subject": "all:",
        "text": "60 s behind",
        "fired_at": "2026-01-01T12:00:00+00:00",
        "resolved_at": None,
        "url": PAGE,
    }
    assert trial_payload(page=PAGE, at=NOON)["type"] == "webhook.test"
