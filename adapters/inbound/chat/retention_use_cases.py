"""How long chats are kept."""

from dataclasses import dataclass

from application.chat.retention import ChooseRetention, DeleteDue, ReadRetention


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionUseCases:
    read: ReadRetention
    choose: ChooseRetention
    delete_due: DeleteDue
