import { useMutation, useQuery } from "@tanstack/react-query";
import { Pencil, Plus, RefreshCw, Trash2 } from "lucide-react";
import { useState } from "react";
import { connections, type Connection } from "../api/connections";
import { because } from "../api/problem";
import { queries } from "../conversations/data";
import { t } from "../languages/speaking";
import { Button, IconButton } from "../ui/button";
import { notify } from "../ui/notices";
import { ConnectionForm, ToolList } from "./connection-form";

const connectionsKey = ["connections"] as const;
const refresh = () => Promise.all([queries.invalidateQueries({ queryKey: connectionsKey }), queries.invalidateQueries({ queryKey: ["tools"] })]);

/** What one connected: its tools are in the menu beside the message, and in one's agents. */
export function Connections() {
  const list = useQuery({ queryKey: connectionsKey, queryFn: connections.all, staleTime: 0 });
  const [adding, setAdding] = useState(false);
  const items = list.data?.items ?? [];
  const added = (saved: Connection) => {
    setAdding(false);
    notify(t("{name} is connected", { name: saved.name }));
    void refresh();
  };
  return (
    <div className="space-y-5">
      <p className="text-text-2">{t("Connect an MCP server or an API, and the model can use its tools: switch them on with the wrench beside your message, or give them to an agent. What a server says may try to mislead the model, so connect only what you trust.")}</p>
      {adding ? <ConnectionForm onDone={added} onCancel={() => setAdding(false)} /> : <Button look="primary" onClick={() => setAdding(true)}><Plus aria-hidden className="size-4" />{t("Connect a server")}</Button>}
      {list.isPending ? <div role="status" aria-label={t("Loading your connections")} className="skeleton h-12 w-full" /> : null}
      {list.isError ? <Button onClick={() => void list.refetch()}>{t("Load your connections")}</Button> : null}
      {list.data && items.length === 0 && !adding ? <p className="text-text-2">{t("You have connected nothing yet.")}</p> : null}
      {items.length > 0 ? <ul aria-label={t("Your connections")} className="divide-y divide-border border-y border-border">{items.map((item) => <Row key={item.id} item={item} />)}</ul> : null}
    </div>
  );
}

function Row({ item }: { item: Connection }) {
  const [doing, setDoing] = useState<"change" | "disconnect" | null>(null);
  const again = useMutation({
    mutationFn: () => connections.refresh(item.id),
    onSuccess: (now) => notify(t("{name} has {count} tools", { name: item.name, count: now.tools.length })),
    onError: (error) => notify(because(t("{name} was not listed again.", { name: item.name }), error)),
    onSettled: refresh,
  });
  const facts = [hostOf(item.url) || (item.kind === "openapi" ? "API" : ""), item.approval === "ask" ? t("asks first") : t("does not ask"), ...(item.lent ? [t("lent with your agents")] : [])];
  return (
    <li className="py-3">
      <div className="flex items-start justify-between gap-3">
        <div className="min-w-0">
          <p dir="auto" className="font-medium wrap-anywhere">{item.name}</p>
          <p className="text-xs wrap-anywhere text-text-2">{facts.filter(Boolean).join(" · ")}</p>
        </div>
        <span className="inline-flex shrink-0">
          <IconButton label={t("List the tools of {name} again", { name: item.name })} disabled={again.isPending} onClick={() => again.mutate()}><RefreshCw aria-hidden className={`size-4 ${again.isPending ? "turning" : ""}`} /></IconButton>
          <IconButton label={t("Change {name}", { name: item.name })} onClick={() => setDoing("change")}><Pencil aria-hidden className="size-4" /></IconButton>
          <IconButton label={t("Disconnect {name}", { name: item.name })} onClick={() => setDoing("disconnect")}><Trash2 aria-hidden className="size-4" /></IconButton>
        </span>
      </div>
      <details className="pt-1">
        <summary className="min-h-8 cursor-pointer py-1 text-xs text-text-2 pointer-coarse:min-h-11">{t("{count} tools", { count: item.tools.length })}</summary>
        <ToolList tools={item.tools} />
      </details>
      {doing === "change" ? <div className="pt-3"><ConnectionForm item={item} onDone={() => { setDoing(null); notify(t("{name} is saved", { name: item.name })); void refresh(); }} onCancel={() => setDoing(null)} /></div> : null}
      {doing === "disconnect" ? <Disconnect item={item} onDone={() => setDoing(null)} /> : null}
    </li>
  );
}

function Disconnect({ item, onDone }: { item: Connection; onDone: () => void }) {
  const gone = useMutation({
    mutationFn: () => connections.disconnect(item.id),
    onSuccess: () => { notify(t("{name} is disconnected", { name: item.name })); onDone(); },
    onError: (error) => notify(because(t("{name} is still connected.", { name: item.name }), error)),
    onSettled: refresh,
  });
  return (
    <div className="mt-3 flex flex-wrap items-center justify-end gap-2 rounded-card bg-danger-soft p-4">
      <p className="me-auto min-w-48 flex-1">{t("Models and agents cannot use the tools of {name} any more, and what you entered is forgotten.", { name: item.name })}</p>
      <Button autoFocus onClick={onDone}>{t("Keep it")}</Button>
      <Button look="danger" busy={gone.isPending} onClick={() => gone.mutate()}>{t("Disconnect")}</Button>
    </div>
  );
}

function hostOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return "";
  }
}
