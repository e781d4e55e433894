import type { Conversation } from "../api/types";
import { MoveDialog } from "../projects/move-dialog";
import { TagDialog } from "./tag-dialog";

export type Dialog = "move" | "tags" | null;

export function ConversationDialog({ open, conversation, onClose }: { open: Dialog; conversation: Conversation; onClose: () => void }) {
  if (open === "move") return <MoveDialog chats={[conversation]} onClose={onClose} />;
  if (open === "tags") return <TagDialog conversation={conversation} onClose={onClose} />;
  return null;
}
