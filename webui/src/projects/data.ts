import { useQuery } from "@tanstack/react-query";
import { chat } from "../api/client";
import { because } from "../api/problem";
import type { Attachment, Project } from "../api/types";
import { queries, refreshList } from "../conversations/data";
import { t } from "../languages/speaking";
import { notify } from "../ui/notices";

const key = ["projects"] as const;

export const useProjects = () => useQuery({ queryKey: key, queryFn: () => chat.projects().then((answer) => answer.projects), staleTime: 30_000 });

const refresh = () => queries.invalidateQueries({ queryKey: key });

export async function create(name: string): Promise<Project> {
  const made = await chat.createProject(name);
  queries.setQueryData<Project[]>(key, (all) => [...(all ?? []), made]);
  void refresh();
  return made;
}

export async function changeProject(project: Project, to: { name?: string; instructions?: string }): Promise<void> {
  const changed = await chat.changeProject(project.id, to);
  queries.setQueryData<Project[]>(key, (all) => all?.map((each) => (each.id === changed.id ? changed : each)));
  void refresh();
}

let saving: Promise<unknown> = Promise.resolve();

/** Shown at once, saved one after the other: several uploads may end together. */
export function changeFiles(id: string, change: (files: Attachment[]) => Attachment[]): void {
  const known = queries.getQueryData<Project[]>(key)?.find((each) => each.id === id);
  if (!known) return;
  const files = change(known.files);
  queries.setQueryData<Project[]>(key, (all) => all?.map((each) => (each.id === id ? { ...each, files } : each)));
  saving = saving.then(() => chat.changeProject(id, { files: files.map((each) => each.file_id) })).catch((error: unknown) => {
    notify(because(t("The files were not saved."), error));
    void refresh();
  });
}

export function removeProject(project: Project): Promise<void> {
  return chat.removeProject(project.id).then(
    () => {
      queries.setQueryData<Project[]>(key, (all) => all?.filter((each) => each.id !== project.id));
      notify(t("{name} is deleted; its chats are in your list.", { name: project.name }));
      void refresh();
      void refreshList();
    },
    (error: unknown) => {
      notify(because(t("The project was not deleted."), error));
      throw error;
    },
  );
}
