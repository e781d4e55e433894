from dataclasses import dataclass

from domain.ids import ConversationId, FileId, MessageId


@dataclass(frozen=True, slots=True, kw_only=True)
class FileUse:
    """A file goes along with this message."""

    file: FileId
    conversation: ConversationId
    message: MessageId
