import { Pencil, Trash2 } from "lucide-react";
import { MenuItem } from "../ui/menu";

/** What can be done with a conversation, in its row's menu and in its page's. */
export function ConversationItems({ onRename, onDelete }: { onRename: () => void; onDelete: () => void }) {
  return (
    <>
      {/* A menu gives the focus back as it closes; the field must come after that. */}
      <MenuItem onSelect={() => setTimeout(onRename)}><Pencil aria-hidden className="size-4" />Rename</MenuItem>
      <MenuItem danger onSelect={onDelete}><Trash2 aria-hidden className="size-4" />Delete</MenuItem>
    </>
  );
}
