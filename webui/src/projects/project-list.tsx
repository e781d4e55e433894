import { Ellipsis, Folder, FolderPlus, Pencil, Trash2 } from "lucide-react";
import { useState, type DragEvent } from "react";
import { NavLink, useNavigate } from "react-router";
import { chat } from "../api/client";
import type { Project } from "../api/types";
import { draggedChat } from "../conversations/dragging";
import { moveAll } from "../conversations/selection";
import { t } from "../languages/speaking";
import { Button, IconButton } from "../ui/button";
import { Menu, MenuItem } from "../ui/menu";
import { notify } from "../ui/notices";
import { dialogLook, Sheet, SheetTitle } from "../ui/sheet";
import { changeProject, create, removeProject, useProjects } from "./data";
import { NameDialog } from "./name-dialog";

/** In the sidebar: each leads to its page and takes chats that are dropped on it. */
export function ProjectList({ onOpen }: { onOpen: () => void }) {
  const projects = useProjects();
  const navigate = useNavigate();
  const [naming, setNaming] = useState(false);
  return (
    <section aria-label={t("Projects")}>
      <div className="flex items-center justify-between ps-2 pt-3">
        <h2 className="text-xs font-medium text-text-3">{t("Projects")}</h2>
        <IconButton label={t("New project")} onClick={() => setNaming(true)}><FolderPlus aria-hidden className="size-4" /></IconButton>
      </div>
      <ul>
        {(projects.data ?? []).map((project) => <ProjectRow key={project.id} project={project} onOpen={onOpen} />)}
      </ul>
      {naming ? (
        <NameDialog
          title={t("New project")} label={t("Name of the project")} verb={t("Create")} most={80}
          hint={t("A folder of chats, with instructions and files that the model knows in each of them.")}
          onClose={() => setNaming(false)}
          onSave={async (name) => { const made = await create(name); onOpen(); await navigate(`/p/${made.id}`); }}
        />
      ) : null}
    </section>
  );
}

function ProjectRow({ project, onOpen }: { project: Project; onOpen: () => void }) {
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const id = draggedChat(event);
    if (id) chat.conversation(id).then((found) => moveAll([found], project), () => notify(t("The chat was not moved.")));
  };
  return (
    <li
      onDragOver={(event) => { if (draggedChat(event) !== null) { event.preventDefault(); setOver(true); } }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={`group relative flex items-center rounded-control transition-colors duration-100 hover:bg-surface-2 has-data-[state=open]:bg-surface-2 ${over ? "bg-accent-soft outline-2 outline-accent" : ""}`}
    >
      <NavLink to={`/p/${project.id}`} onClick={onOpen} title={project.name} className={({ isActive }) => `flex min-h-8 min-w-0 flex-1 items-center gap-2.5 rounded-control px-2 group-focus-within:pe-9 group-hover:pe-9 pointer-coarse:min-h-11 pointer-coarse:pe-11 ${isActive ? "bg-accent-soft font-medium" : ""}`}>
        <Folder aria-hidden className="size-4 shrink-0 text-accent" /><span dir="auto" className="truncate">{project.name}</span>
      </NavLink>
      <ProjectMenu project={project} trigger={<IconButton label={t("Options for the project {name}", { name: project.name })} className="show-on-hover absolute end-0"><Ellipsis aria-hidden className="size-4" /></IconButton>} />
    </li>
  );
}

export function ProjectMenu({ project, trigger }: { project: Project; trigger: React.ReactNode }) {
  const [open, setOpen] = useState<"rename" | "delete" | null>(null);
  const close = () => setOpen(null);
  return (
    <>
      <Menu trigger={trigger}>
        <MenuItem onSelect={() => setTimeout(() => setOpen("rename"))}><Pencil aria-hidden className="size-4" />{t("Rename")}</MenuItem>
        <MenuItem danger onSelect={() => setTimeout(() => setOpen("delete"))}><Trash2 aria-hidden className="size-4" />{t("Delete…")}</MenuItem>
      </Menu>
      {open === "rename" ? <NameDialog title={t("Rename the project")} label={t("Name of the project")} verb={t("Rename")} most={80} value={project.name} onClose={close} onSave={(name) => changeProject(project, { name })} /> : null}
      {open === "delete" ? <DeleteDialog project={project} onClose={close} /> : null}
    </>
  );
}

function DeleteDialog({ project, onClose }: { project: Project; onClose: () => void }) {
  const navigate = useNavigate();
  const [busy, setBusy] = useState(false);
  const remove = () => {
    setBusy(true);
    removeProject(project).then(() => {
      onClose();
      if (location.pathname === `/p/${project.id}`) void navigate("/");
    }, () => setBusy(false));
  };
  return (
    <Sheet label={t("Delete the project")} className={dialogLook} onClose={onClose}>
      <SheetTitle>{t("Delete {name}?", { name: project.name })}</SheetTitle>
      <p className="text-text-2">{t("Its instructions and files are deleted for good. Its chats stay: you find them in your list.")}</p>
      <div className="flex justify-end gap-2 pt-6">
        <Button autoFocus onClick={onClose}>{t("Cancel")}</Button>
        <Button look="danger" busy={busy} onClick={remove}>{t("Delete the project")}</Button>
      </div>
    </Sheet>
  );
}
