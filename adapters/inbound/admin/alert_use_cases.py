from dataclasses import dataclass

from application.alerts.manage import (
    AcknowledgeAlert,
    ChangeAlertRules,
    ChangeWebhooks,
    ReadAlerts,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertUseCases:
    """What can be done about alerts."""

    read: ReadAlerts
    acknowledge: AcknowledgeAlert
    rules: ChangeAlertRules
    webhooks: ChangeWebhooks
