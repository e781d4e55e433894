"""Names of things. All are opaque strings; new ones sort by the time of their making."""

from typing import NewType

UserId = NewType("UserId", str)
AdministratorId = NewType("AdministratorId", str)
TeamId = NewType("TeamId", str)
KeyId = NewType("KeyId", str)
SessionId = NewType("SessionId", str)
ConversationId = NewType("ConversationId", str)
MessageId = NewType("MessageId", str)
GenerationId = NewType("GenerationId", str)
AgentId = NewType("AgentId", str)
ProjectId = NewType("ProjectId", str)
RequestId = NewType("RequestId", str)
AnswerId = NewType("AnswerId", str)
FileId = NewType("FileId", str)
ShareId = NewType("ShareId", str)
SavedPromptId = NewType("SavedPromptId", str)
PresetId = NewType("PresetId", str)
ConnectionId = NewType("ConnectionId", str)
FactId = NewType("FactId", str)
