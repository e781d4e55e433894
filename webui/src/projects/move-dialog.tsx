import { Check, Folder, FolderPlus, FolderX } from "lucide-react";
import { useState } from "react";
import type { Conversation } from "../api/types";
import { moveAll } from "../conversations/selection";
import { t } from "../languages/speaking";
import { dialogLook, Sheet, SheetTitle } from "../ui/sheet";
import { create, useProjects } from "./data";
import { NameDialog } from "./name-dialog";

const rowLook = "flex min-h-9 w-full items-center gap-3 rounded-control px-2 text-start hover:bg-surface-2 pointer-coarse:min-h-11";

/** Where chats go: into a project, a new one, or out of theirs. */
export function MoveDialog({ chats, onClose }: { chats: Conversation[]; onClose: () => void }) {
  const projects = useProjects();
  const [naming, setNaming] = useState(false);
  const now = chats.every((each) => each.project_id === chats[0]?.project_id) ? (chats[0]?.project_id ?? null) : null;
  const move = (project: { id: string; name: string } | null) => {
    onClose();
    void moveAll(chats, project);
  };
  if (naming) return <NameDialog title={t("New project")} label={t("Name of the project")} verb={t("Create and move")} most={80} onClose={() => setNaming(false)} onSave={async (name) => move(await create(name))} />;
  return (
    <Sheet label={t("Move to a project")} className={dialogLook} onClose={onClose}>
      <SheetTitle onClose={onClose}>{t("Move {count} chats to", { count: chats.length })}</SheetTitle>
      <ul className="-mx-2">
        {(projects.data ?? []).map((project) => (
          <li key={project.id}>
            <button type="button" onClick={() => move(project)} aria-current={project.id === now || undefined} className={rowLook}>
              <Folder aria-hidden className="size-4 shrink-0 text-accent" /><span dir="auto" className="min-w-0 flex-1 truncate">{project.name}</span>
              {project.id === now ? <Check aria-hidden className="size-4 shrink-0 text-accent" /> : null}
            </button>
          </li>
        ))}
        {chats.some((each) => each.project_id) ? (
          <li><button type="button" onClick={() => move(null)} className={rowLook}><FolderX aria-hidden className="size-4 text-text-3" />{t("No project")}</button></li>
        ) : null}
        <li><button type="button" onClick={() => setNaming(true)} className={rowLook}><FolderPlus aria-hidden className="size-4 text-text-3" />{t("New project…")}</button></li>
      </ul>
    </Sheet>
  );
}
