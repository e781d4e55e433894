"""How long chats are kept, on memory."""

from adapters.inbound.chat.retention_use_cases import RetentionUseCases
from adapters.outbound.memory.retention_choices import MemoryRetentionChoices
from application.chat.delete_conversation import DeleteConversation
from application.chat.retention import ChooseRetention, DeleteDue, ReadRetention
from application.ports.clock import Clock
from application.ports.conversations import Conversations
from application.ports.generations import Generations
from domain.conversations.retention import Retention


def retention_on(
    rule: Retention,
    *,
    conversations: Conversations,
    generations: Generations,
    delete: DeleteConversation,
    clock: Clock,
) -> RetentionUseCases:
    choices = MemoryRetentionChoices()
    read = ReadRetention(rule=rule, choices=choices)
    return RetentionUseCases(
        read=read,
        choose=ChooseRetention(read=read),
        delete_due=DeleteDue(
            rule=rule,
            choices=choices,
            conversations=conversations,
            generations=generations,
            delete=delete,
            clock=clock,
        ),
    )
