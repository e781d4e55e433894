import { useMutation } from "@tanstack/react-query";
import { Check } from "lucide-react";
import { useId, useState, type FormEvent } from "react";
import { connections, type Auth, type ConnectedTool, type Connection } from "../api/connections";
import { sentenceOf } from "../api/problem";
import { msg, t } from "../languages/speaking";
import { Field, PasswordField } from "../session/fields";
import { Button } from "../ui/button";
import { Choice } from "../ui/choice";
import { Segmented } from "../ui/segmented";
import { bodyOf, enteredOf, nothing, placeOf, type Entered } from "./entered";

const ways: Record<Connection["kind"], [Auth["kind"], string][]> = {
  mcp: [["none", msg("Nothing")], ["bearer", msg("A token")], ["header", msg("A header of its own")]],
  openapi: [["none", msg("Nothing")], ["bearer", msg("A token")], ["header", msg("A key in a header")], ["query", msg("A key in the address")], ["client_credentials", msg("OAuth client credentials")]],
};

/** A place is tried before it is kept: one sees its tools, then saves it. */
export function ConnectionForm({ item, onDone, onCancel }: { item?: Connection; onDone: (saved: Connection) => void; onCancel: () => void }) {
  const [entered, setEntered] = useState<Entered>(item ? enteredOf(item) : nothing);
  const body = bodyOf(entered);
  const keepsSecret = item?.has_secret === true && body.secret === null && body.auth.kind !== "none";
  const tried = useMutation({ mutationFn: () => connections.try(placeOf(body)) });
  const saved = useMutation({ mutationFn: () => (item ? connections.change(item.id, body) : connections.connect(body)), onSuccess: onDone });
  const change = (next: Partial<Entered>) => {
    setEntered({ ...entered, ...next });
    tried.reset();
    saved.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (tried.data || keepsSecret) saved.mutate();
    else tried.mutate();
  };
  const problem = saved.error ?? tried.error;
  return (
    <form aria-label={item ? t("Change {name}", { name: item.name }) : t("New connection")} onSubmit={submit} className="space-y-4 rounded-card border border-border p-4">
      {item ? null : <Segmented label={t("What it is")} value={entered.kind} onChange={(kind) => change({ kind, auth: nothing.auth, secret: "" })} choices={[["mcp", t("MCP server")], ["openapi", t("API (OpenAPI)")]]} />}
      <Field label={t("Name")} hint={t("Begins the names of its tools.")} value={entered.name} onChange={(event) => change({ name: event.target.value })} required maxLength={60} autoFocus autoComplete="off" placeholder={t("Tickets")} />
      <PlaceFields entered={entered} onChange={change} />
      <Ways entered={entered} known={item?.has_secret === true} onChange={change} />
      <Terms entered={entered} onChange={change} />
      {problem ? <p role="alert" className="text-danger">{sentenceOf(problem)}</p> : null}
      {tried.data ? <Found tools={tried.data.tools} /> : null}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onCancel}>{t("Cancel")}</Button>
        {tried.data || keepsSecret
          ? <Button type="submit" look="primary" busy={saved.isPending}>{t("Save")}</Button>
          : <Button type="submit" look="primary" busy={tried.isPending}>{t("Try it")}</Button>}
      </div>
    </form>
  );
}

type Part = { entered: Entered; onChange: (next: Partial<Entered>) => void };

function PlaceFields({ entered, onChange }: Part) {
  const id = useId();
  if (entered.kind === "mcp") return <Field label={t("Address of the MCP server")} type="url" value={entered.url} onChange={(event) => onChange({ url: event.target.value })} required maxLength={4000} autoComplete="off" spellCheck={false} placeholder="https://tickets.example/mcp" />;
  return (
    <>
      <div>
        <label htmlFor={id} className="mb-1.5 block font-medium">{t("OpenAPI document")}</label>
        <textarea id={id} value={entered.definition} onChange={(event) => onChange({ definition: event.target.value })} required maxLength={1_000_000} rows={8} spellCheck={false} aria-describedby={`${id}-hint`} className="w-full rounded-control border border-border-strong bg-raised px-3 py-2 font-mono text-xs" />
        <p id={`${id}-hint`} className="mt-1.5 text-xs text-text-3">{t("Version 3, as JSON or YAML. Its operations become tools.")}</p>
      </div>
      <Field label={t("Address of the API")} hint={t("Left empty, the one that the document names.")} type="url" value={entered.url} onChange={(event) => onChange({ url: event.target.value })} maxLength={4000} autoComplete="off" spellCheck={false} placeholder="https://api.example/v1" />
    </>
  );
}

function Ways({ entered, known, onChange }: Part & { known: boolean }) {
  const { auth } = entered;
  const set = (next: Partial<Auth>) => onChange({ auth: { ...auth, ...next } });
  const words = { bearer: t("Token"), header: t("Its value"), query: t("Its value"), client_credentials: t("Client secret"), none: "" }[auth.kind];
  return (
    <>
      <Choice label={t("What lets you in")} value={auth.kind} choices={ways[entered.kind].map(([kind, name]) => [kind, t(name)])} onChange={(kind) => set({ kind })} />
      {auth.kind === "header" || auth.kind === "query" ? <Field label={auth.kind === "header" ? t("Name of the header") : t("Name of the parameter")} value={auth.name} onChange={(event) => set({ name: event.target.value })} required maxLength={100} autoComplete="off" spellCheck={false} placeholder={auth.kind === "header" ? "X-Api-Key" : "api_key"} /> : null}
      {auth.kind === "client_credentials" ? (
        <>
          <Field label={t("Address of the token")} type="url" value={auth.token_url} onChange={(event) => set({ token_url: event.target.value })} required maxLength={4000} autoComplete="off" placeholder="https://login.example/oauth/token" />
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label={t("Client id")} value={auth.client_id} onChange={(event) => set({ client_id: event.target.value })} required maxLength={400} autoComplete="off" />
            <Field label={t("Scope")} value={auth.scope} onChange={(event) => set({ scope: event.target.value })} maxLength={400} autoComplete="off" />
          </div>
        </>
      ) : null}
      {auth.kind === "none" ? null : <PasswordField label={words} hint={known ? t("Left empty, the one you entered before stays.") : t("Kept encrypted, and sent nowhere else.")} value={entered.secret} onChange={(event) => onChange({ secret: event.target.value })} required={!known} maxLength={8000} autoComplete="new-password" />}
    </>
  );
}

function Terms({ entered, onChange }: Part) {
  return (
    <div className="space-y-1">
      <Tick label={t("Ask me before each call")} checked={entered.approval === "ask"} onChange={(asks) => onChange({ approval: asks ? "ask" : "always" })} />
      <Tick label={t("Lend it with my agents")} hint={t("Who may use an agent of yours that has these tools calls them with what you entered here.")} checked={entered.lent} onChange={(lent) => onChange({ lent })} />
    </div>
  );
}

function Tick({ label, hint, checked, onChange }: { label: string; hint?: string; checked: boolean; onChange: (checked: boolean) => void }) {
  return (
    <label className="flex min-h-8 items-start gap-2.5 py-1 pointer-coarse:min-h-11">
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} className="mt-0.5 size-4 shrink-0 accent-accent" />
      <span>{label}{hint ? <span className="block text-xs text-text-3">{hint}</span> : null}</span>
    </label>
  );
}

function Found({ tools }: { tools: ConnectedTool[] }) {
  return (
    <div role="status" className="space-y-2 rounded-card bg-ok-soft p-4">
      <p className="flex items-center gap-2 font-medium"><Check aria-hidden className="size-4 text-ok" />{t("It answers, with {count} tools", { count: tools.length })}</p>
      <ToolList tools={tools} />
    </div>
  );
}

export function ToolList({ tools }: { tools: ConnectedTool[] }) {
  return (
    <ul className="max-h-60 space-y-1 overflow-y-auto">
      {tools.map((tool, at) => (
        <li key={at}>
          <span className="font-medium wrap-anywhere">{tool.title}</span>
          {tool.description ? <span className="line-clamp-2 text-xs text-text-2">{tool.description}</span> : null}
        </li>
      ))}
    </ul>
  );
}
