"""How long chats are kept, by the settings and on the stores of the container."""

from datetime import timedelta

from adapters.inbound.chat.retention_use_cases import RetentionUseCases
from adapters.outbound.mongo.retention_choices import MongoRetentionChoices
from adapters.outbound.system.clock import utc_now
from application.chat.delete_conversation import DeleteConversation
from application.chat.retention import ChooseRetention, DeleteDue, ReadRetention
from domain.conversations.retention import Retention
from entrypoints.container import Container


def retention_use_cases(container: Container, *, delete: DeleteConversation) -> RetentionUseCases:
    settings = container.settings()
    rule = Retention(
        days=settings.retention_days, temporary=timedelta(hours=settings.temporary_chat_hours)
    )
    choices = MongoRetentionChoices(container.database())
    read = ReadRetention(rule=rule, choices=choices)
    return RetentionUseCases(
        read=read,
        choose=ChooseRetention(read=read),
        delete_due=DeleteDue(
            rule=rule,
            choices=choices,
            conversations=container.conversations(),
            generations=container.generations(),
            delete=delete,
            clock=utc_now,
        ),
    )
