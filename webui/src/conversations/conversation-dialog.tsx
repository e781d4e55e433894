import { lazy, Suspense } from "react";
import type { Conversation } from "../api/types";

// Asked for seldom, and no part of the first page.
const MoveDialog = lazy(() => import("../projects/move-dialog").then((module) => ({ default: module.MoveDialog })));
const TagDialog = lazy(() => import("./tag-dialog").then((module) => ({ default: module.TagDialog })));

export type Dialog = "move" | "tags" | null;

export function ConversationDialog({ open, conversation, onClose }: { open: Dialog; conversation: Conversation; onClose: () => void }) {
  if (open === "move") return <Suspense><MoveDialog chats={[conversation]} onClose={onClose} /></Suspense>;
  if (open === "tags") return <Suspense><TagDialog conversation={conversation} onClose={onClose} /></Suspense>;
  return null;
}
