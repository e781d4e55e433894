import { Share2 } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import type { Conversation } from "../api/types";
import { t } from "../languages/speaking";
import { IconButton } from "../ui/button";

const ShareDialog = lazy(() => import("./share-dialog").then((module) => ({ default: module.ShareDialog })));

export function ShareButton({ conversation }: { conversation: Conversation }) {
  const [isOpen, setOpen] = useState(false);
  if (!conversation.active_leaf_id) return null;
  return (
    <>
      <IconButton label={t("Share")} onClick={() => setOpen(true)}><Share2 aria-hidden className="size-4" /></IconButton>
      {isOpen ? <Suspense><ShareDialog conversation={conversation} onClose={() => setOpen(false)} /></Suspense> : null}
    </>
  );
}
