/** One's own files: what they take, where they are used, and how to be rid of them. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Download, FolderOpen, Trash2 } from "lucide-react";
import { useEffect, useState } from "react";
import { Link, useLocation } from "react-router";
import { chat } from "../api/client";
import { sentenceOf } from "../api/problem";
import type { FilePage, StoredFile } from "../api/types";
import { queries } from "../conversations/data";
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
  useEffect(() => { document.title = "Files · Parley"; }, []);
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
        say(`${kept.file.name} is deleted.`);
        return queries.invalidateQueries({ queryKey: filesKey });
      },
      (error: unknown) => notify(`The file was not deleted. ${sentenceOf(error)}`),
    );
  };
  return (
    <div className="flex min-w-0 flex-1 flex-col">
      <Header><h1 className="px-2 text-base font-semibold">Files</h1></Header>
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
                  <th scope="col" className="py-2 text-start font-medium">Name</th>
                  <th scope="col" className="w-44 py-2 text-start font-medium">Used in</th>
                  <th scope="col" className="w-20 py-2 text-end font-medium">Size</th>
                  <th scope="col" className="w-20 py-2"><span className="sr-only">Actions</span></th>
                </tr>
              </thead>
              <tbody className="max-sm:block">
                {items.map((kept) => <Row key={kept.file.id} kept={kept} onDelete={() => setDoomed(kept)} />)}
              </tbody>
            </table>
          ) : null}
          {files.hasNextPage ? <div className="pt-4"><Button busy={files.isFetchingNextPage} onClick={() => void files.fetchNextPage()}>Show older files</Button></div> : null}
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
        <span>{bytes(taken)} of {bytes(limits.owner_bytes_max)} used</span>
        <span className="text-text-3">Up to {bytes(limits.file_bytes_max)} a file</span>
      </p>
      <div role="meter" aria-label="Room taken by your files" aria-valuenow={Math.round(share * 100)} aria-valuemin={0} aria-valuemax={100} className="h-1.5 overflow-hidden rounded-full bg-surface-2">
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
        {used_in.length === 0 ? <span className="text-text-3">Nowhere</span> : null}
        {used_in.slice(0, 3).map((each) => <Link key={each.id} to={`/c/${each.id}`} className="block truncate text-link underline" title={each.title}>{each.title}</Link>)}
        {used_in.length > 3 ? <span className="text-xs text-text-3">and {used_in.length - 3} more chats</span> : null}
      </td>
      <td className="text-end text-text-2 tabular-nums max-sm:hidden">{bytes(file.size)}</td>
      <td className="text-end whitespace-nowrap">
        <IconButton label={`Save ${file.name}`} disabled={file.state !== "ready"} onClick={() => void save(file.id)}><Download aria-hidden className="size-4" /></IconButton>
        <IconButton label={`Delete ${file.name}`} onClick={onDelete}><Trash2 aria-hidden className="size-4" /></IconButton>
      </td>
    </tr>
  );
}

const day = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });

function told(file: StoredFile): string {
  if (file.state === "uploading") return "Still on its way";
  const made = day.format(new Date(file.created_at));
  if (file.problem) return `${made} · not readable: ${file.problem}`;
  if (file.kind === "picture" && file.width && file.height) return `${made} · ${file.width} × ${file.height}`;
  return made;
}

function None() {
  return (
    <div className="pt-[12dvh] text-center">
      <FolderOpen aria-hidden className="mx-auto size-10 text-text-3" />
      <h2 className="pt-4 text-lg font-semibold">No files yet</h2>
      <p className="mx-auto max-w-md pt-1 pb-5 text-text-2">Attach pictures and documents to a message: with the paper clip, by dropping or by pasting them. Here you see what is kept.</p>
      <Link to="/" className="button-link">New chat</Link>
    </div>
  );
}

function Skeletons() {
  return (
    <div role="status" aria-label="Loading your files" className="late space-y-3 pt-4">
      {["w-7/12", "w-9/12", "w-6/12", "w-8/12"].map((width) => <div key={width} className={`skeleton h-9 ${width}`} />)}
    </div>
  );
}

function Confirm({ kept: { file, used_in }, onDelete, onClose }: { kept: Kept; onDelete: () => void; onClose: () => void }) {
  return (
    <Sheet label={`Delete ${file.name}`} onClose={onClose} className={dialogLook}>
      <SheetTitle>Delete this file?</SheetTitle>
      <p className="[overflow-wrap:anywhere] text-text-2">
        <strong className="font-medium text-text">{file.name}</strong> is removed for good.
        {used_in.length > 0 ? ` ${used_in.length === 1 ? "The chat it is in keeps" : `The ${used_in.length} chats it is in keep`} its name; models can no longer read it.` : ""}
      </p>
      <div className="flex justify-end gap-2 pt-6">
        <Button autoFocus onClick={onClose}>Cancel</Button>
        <Button look="danger" onClick={onDelete}>Delete file</Button>
      </div>
    </Sheet>
  );
}
