import type { DragEvent } from "react";

const kind = "application/x-parley-chat";

export function dragChat(event: DragEvent, id: string): void {
  event.dataTransfer.setData(kind, id);
  event.dataTransfer.effectAllowed = "move";
}

/** The chat that is dropped; while it hovers only that it is one is known: an empty text. */
export const draggedChat = (event: DragEvent): string | null => (event.dataTransfer.types.includes(kind) ? event.dataTransfer.getData(kind) : null);
