import { PanelLeftOpen, Search, SquarePen } from "lucide-react";
import { useNavigate } from "react-router";
import { t } from "../languages/speaking";
import { IconButton } from "../ui/button";
import { openSearch } from "../search/open";
import { AccountMenu } from "./account-menu";

/** The folded sidebar: the things one always needs. */
export function Rail({ onOpen }: { onOpen: () => void }) {
  const navigate = useNavigate();
  return (
    <aside aria-label={t("Sidebar, folded")} className="flex w-14 shrink-0 flex-col items-center gap-1 border-e border-border bg-surface-1 py-2">
      <IconButton label={t("Open sidebar")} keys="Ctrl+B" onClick={onOpen} className="size-9"><PanelLeftOpen aria-hidden className="size-5 rtl:-scale-x-100" /></IconButton>
      <IconButton label={t("New chat")} keys="Ctrl+Shift+O" onClick={() => void navigate("/")} className="size-9"><SquarePen aria-hidden className="size-5" /></IconButton>
      <IconButton label={t("Search chats")} keys="Ctrl+Shift+F" onClick={() => openSearch()} className="size-9"><Search aria-hidden className="size-5" /></IconButton>
      <div className="mt-auto"><AccountMenu folded /></div>
    </aside>
  );
}
