/** One's own files: what they take, where they are used, and how to be rid of them. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Download, FolderOpen, Trash2 } from "lucide-react";
import { useEffect, useState } from "react";
import { Link, useLocation } from "react-router";
import { chat } from "../api/client";
import { because } from "../api/problem";
import type { FilePage, StoredFile } from "../api/types";
import { queries } from "../conversations/data";
import { day } from "../languages/formats";
import { rich } from "../languages/rich";
import { known, t } from "../languages/speaking";
import { Header } from "../shell/header";
import { Button, IconButton } from "../ui/button";
import { notify, say } from "../ui/notices";
import { ProblemCard } from "../ui/problem-card";
import { Sheet, SheetTitle, dialogLook } from "../ui/sheet";
import { FileIcon } from "./file-icon";
import { save } from "./files-shown";
import { useFileLimits } from "./limits";
import { openPlace, placeIn } from "./passages";
import { Thumbnail } from "./picture";
import { bytes } from "./sizes";

type Kept = FilePage["items"][number];

const filesKey = ["files"] as const;

export function FilesPage() {
  const files = useInfiniteQuery({
    queryKey: filesKey,
    queryFn: ({ pageParam }) => chat.files(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
  const [doomed, setDoomed] = useState<Kept | null>(null);
  useEffect(() => { document.title = `${t("Files")} · Parley`; }, []);
  const { pathname, search } = useLocation();
  useEffect(() => {
    const place = placeIn(pathname + search);
    if (place) openPlace(place);
  }, [pathname, search]);
  const items = files.data?.pages.flatMap((page) => page.items) ?? [];
  const remove = (kept: Kept) => {
    setDoomed(null);
    chat.removeFile(kept.file.id).then(
      () => {
        say(t("{name} is deleted.", { name: kept.file.name }));
        return queries.invalidateQueries({ queryKey: filesKey });
      },
      (error: unknown) => notify(because(t("The file was not deleted."), error)),
    );
  };
  return (
    <div className="flex min-w-0 flex-1 flex-col">
      <Header><h1 className="px-2 text-base font-semibold">{t("Files")}</h1></Header>
      <main className="min-h-0 flex-1 overflow-y-auto px-4">
        <div className="mx-auto w-full max-w-(--column) pt-2 pb-8">
          {files.data ? <Room taken={files.data.pages[0]?.bytes_used ?? 0} /> : null}
          {files.isError ? <ProblemCard error={files.error} onRetry={() => void files.refetch()} /> : null}
          {files.isPending ? <Skeletons /> : null}
          {files.data && items.length === 0 ? <None /> : null}
          {items.length > 0 ? (
            <table className="w-full table-fixed text-start max-sm:block">
              <thead className="text-xs text-text-3 max-sm:sr-only">
                <tr>
                  <th scope="col" className="py-2 text-start font-medium">{t("Name")}</th>
                  <th scope="col" className="w-44 py-2 text-start font-medium">{t("Used in")}</th>
                  <th scope="col" className="w-20 py-2 text-end font-medium">{t("Size")}</th>
                  <th scope="col" className="w-20 py-2"><span className="sr-only">{t("Actions")}</span></th>
                </tr>
              </thead>
              <tbody className="max-sm:block">
                {items.map((kept) => <Row key={kept.file.id} kept={kept} onDelete={() => setDoomed(kept)} />)}
              </tbody>
            </table>
          ) : null}
          {files.hasNextPage ? <div className="pt-4"><Button busy={files.isFetchingNextPage} onClick={() => void files.fetchNextPage()}>{t("Show older files")}</Button></div> : null}
        </div>
      </main>
      {doomed ? <Confirm kept={doomed} onDelete={() => remove(doomed)} onClose={() => setDoomed(null)} /> : null}
    </div>
  );
}

function Room({ taken }: { taken: number }) {
  const limits = useFileLimits();
  if (!limits) return <div className="h-12" />;
  const share = Math.min(1, taken / limits.owner_bytes_max);
  const full = share > 0.8;
  return (
    <div className="pb-4">
      <p className="flex flex-wrap justify-between gap-x-4 pb-1.5 text-text-2 tabular-nums">
        <span>{t("{taken} of {room} used", { taken: bytes(taken), room: bytes(limits.owner_bytes_max) })}</span>
        <span className="text-text-3">{t("Up to {size} a file", { size: bytes(limits.file_bytes_max) })}</span>
      </p>
      <div role="meter" aria-label={t("Room taken by your files")} aria-valuenow={Math.round(share * 100)} aria-valuemin={0} aria-valuemax={100} className="h-1.5 overflow-hidden rounded-full bg-surface-2">
        <div className={`h-full rounded-full ${full ? "bg-warn" : "bg-accent"}`} style={{ width: `${share * 100}%` }} />
      </div>
    </div>
  );
}

function Row({ kept: { file, used_in }, onDelete }: { kept: Kept; onDelete: () => void }) {
  return (
    <tr className="border-t border-border max-sm:grid max-sm:grid-cols-[1fr_auto] max-sm:items-center max-sm:py-1">
      <td className="py-1.5 pe-3 max-sm:min-w-0">
        <span className="flex items-center gap-2.5">
          <span className="grid size-9 shrink-0 place-items-center overflow-hidden rounded-control bg-surface-2 text-text-2">
            {file.kind === "picture" ? <Thumbnail id={file.id} className="size-full object-cover" /> : <FileIcon name={file.name} kind={file.kind} className="size-5" />}
          </span>
          <span className="min-w-0">
            <span className="block truncate" title={file.name}>{file.name}</span>
            <span className="block truncate text-xs text-text-3"><span className="sm:hidden">{bytes(file.size)} · </span>{told(file)}</span>
          </span>
        </span>
      </td>
      <td className="pe-3 max-sm:order-3 max-sm:col-span-2 max-sm:ps-11.5 max-sm:pb-1">
        {used_in.length === 0 ? <span className="text-text-3">{t("Nowhere")}</span> : null}
        {used_in.slice(0, 3).map((each) => <Link key={each.id} to={`/c/${each.id}`} className="block truncate text-link underline" title={each.title}>{each.title}</Link>)}
        {used_in.length > 3 ? <span className="text-xs text-text-3">{t("and {count} more chats", { count: used_in.length - 3 })}</span> : null}
      </td>
      <td className="text-end text-text-2 tabular-nums max-sm:hidden">{bytes(file.size)}</td>
      <td className="text-end whitespace-nowrap">
        <IconButton label={t("Save {name}", { name: file.name })} disabled={file.state !== "ready"} onClick={() => void save(file.id)}><Download aria-hidden className="size-4" /></IconButton>
        <IconButton label={t("Delete {name}", { name: file.name })} onClick={onDelete}><Trash2 aria-hidden className="size-4" /></IconButton>
      </td>
    </tr>
  );
}

function told(file: StoredFile): string {
  if (file.state === "uploading") return t("Still on its way");
  const made = day(file.created_at);
  if (file.problem) return `${made} · ${t("not readable: {problem}", { problem: known(file.problem) })}`;
  if (file.kind === "picture" && file.width && file.height) return `${made} · ${file.width} × ${file.height}`;
  return made;
}

function None() {
  return (
    <div className="pt-[12dvh] text-center">
      <FolderOpen aria-hidden className="mx-auto size-10 text-text-3" />
      <h2 className="pt-4 text-lg font-semibold">{t("No files yet")}</h2>
      <p className="mx-auto max-w-md pt-1 pb-5 text-text-2">{t("Attach pictures and documents to a message: with the paper clip, by dropping or by pasting them. Here you see what is kept.")}</p>
      <Link to="/" className="button-link">{t("New chat")}</Link>
    </div>
  );
}

function Skeletons() {
  return (
    <div role="status" aria-label={t("Loading your files")} className="late space-y-3 pt-4">
      {["w-7/12", "w-9/12", "w-6/12", "w-8/12"].map((width) => <div key={width} className={`skeleton h-9 ${width}`} />)}
    </div>
  );
}

function Confirm({ kept: { file, used_in }, onDelete, onClose }: { kept: Kept; onDelete: () => void; onClose: () => void }) {
  return (
    <Sheet label={t("Delete {name}", { name: file.name })} onClose={onClose} className={dialogLook}>
      <SheetTitle>{t("Delete this file?")}</SheetTitle>
      <p className="[overflow-wrap:anywhere] text-text-2">
        {rich("{name} is removed for good.", { name: <strong className="font-medium text-text">{file.name}</strong> })}
        {used_in.length > 0 ? ` ${t("The {count} chats it is in keep its name; models can no longer read it.", { count: used_in.length })}` : ""}
      </p>
      <div className="flex justify-end gap-2 pt-6">
        <Button autoFocus onClick={onClose}>{t("Cancel")}</Button>
        <Button look="danger" onClick={onDelete}>{t("Delete file")}</Button>
      </div>
    </Sheet>
  );
}
