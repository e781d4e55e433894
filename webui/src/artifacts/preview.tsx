import { LoaderCircle, TriangleAlert, WifiOff } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { listed } from "../languages/formats";
import { t } from "../languages/speaking";
import { Markdown } from "../markdown/markdown";
import { Picture, Undrawn, useDiagram } from "./diagram";
import type { Artifact } from "./kinds";
import { toldBy, type ArtifactRequest } from "./protocol";
import { frameAddress, useSandbox } from "./sandbox";

const patienceMs = 10_000;
/** A page that loads itself again and again is not sent its program each time. */
const mostStarts = 5;
const mostReasons = 3;

export function Preview({ artifact }: { artifact: Artifact }) {
  if (artifact.kind === "markdown") return <div tabIndex={0} role="group" aria-label={t("Document")} className="h-full overflow-y-auto px-6 py-5"><Markdown text={artifact.code} writing={false} /></div>;
  if (artifact.kind === "mermaid") return <DiagramPreview artifact={artifact} />;
  return <Program artifact={artifact} />;
}

function DiagramPreview({ artifact }: { artifact: Artifact }) {
  const diagram = useDiagram(artifact.code, true);
  if (diagram?.reason) return <Undrawn reason={diagram.reason} />;
  return (
    <div tabIndex={0} role="group" aria-label={t("Diagram")} className="grid h-full place-items-center overflow-auto p-4">
      {diagram?.drawing ? <Picture drawing={diagram.drawing} title={artifact.title} /> : <Loading />}
    </div>
  );
}

const Loading = () => <p role="status" className="flex items-center gap-2 text-text-2"><LoaderCircle aria-hidden className="turning size-4 text-accent" />{t("Opening…")}</p>;

function Program({ artifact }: { artifact: Artifact }) {
  const sandbox = useSandbox();
  const frame = useRef<HTMLIFrameElement>(null);
  const [shown, setShown] = useState(false);
  const [late, setLate] = useState(false);
  const [reasons, setReasons] = useState<string[]>([]);
  const [blocked, setBlocked] = useState<string[]>([]);
  useEffect(() => {
    let starts = 0;
    const hear = (event: MessageEvent) => {
      const told = toldBy(frame.current, event);
      if (told?.parley === "ready" && starts < mostStarts) {
        starts += 1;
        const request: ArtifactRequest = { kind: artifact.kind === "react" ? "react" : "html", code: artifact.kind === "svg" ? centred(artifact.code) : artifact.code };
        // The sandbox has no origin that could be named; what is sent is what the reader sees anyway.
        frame.current?.contentWindow?.postMessage(request, "*");
      } else if (told?.parley === "shown") setShown(true);
      else if (told?.parley === "failed") setReasons((before) => unique(before, String(told.reason)));
      else if (told?.parley === "blocked") setBlocked((before) => unique(before, hostOf(String(told.address))));
    };
    addEventListener("message", hear);
    const timer = setTimeout(() => setLate(true), patienceMs);
    return () => { removeEventListener("message", hear); clearTimeout(timer); };
  }, [artifact]);
  if (sandbox.isError) return <Unreachable words={t("Artifacts cannot run here: this server has no place of its own for them. The code is one tab away.")} />;
  return (
    <div className="flex h-full flex-col">
      <div className="relative min-h-0 flex-1 bg-white">
        {sandbox.data ? <iframe ref={frame} data-artifact-frame title={artifact.title} src={frameAddress(sandbox.data)} sandbox="allow-scripts allow-forms" allow="" referrerPolicy="no-referrer" className="size-full border-0" /> : null}
        {shown || reasons.length ? null : <div className="absolute inset-0 grid place-items-center bg-bg">{late && sandbox.data ? <Unreachable words={t("The place where artifacts run does not answer: {address}. An administrator can look whether that address is open.", { address: sandbox.data })} /> : <Loading />}</div>}
      </div>
      {reasons.length ? <Line icon={<TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-danger" />}>{t("The artifact says: {reasons}", { reasons: reasons.join(" · ") })}</Line> : null}
      {blocked.length ? <Line icon={<WifiOff aria-hidden className="mt-0.5 size-4 shrink-0" />}>{t("Not loaded, since artifacts have no network: {addresses}", { addresses: listed(blocked) })}</Line> : null}
    </div>
  );
}

const centred = (svg: string) => `<style>html,body{height:100%;margin:0}body{display:grid;place-items:center}svg{max-width:100%;max-height:100vh}</style>${svg.replace(/^\s*<\?xml[^>]*>/, "")}`;
const unique = (before: string[], next: string) => (before.includes(next) || before.length >= mostReasons ? before : [...before, next.slice(0, 300)]);
const hostOf = (address: string) => (URL.canParse(address) && new URL(address).host) || address || t("something");

function Line({ icon, children }: { icon: React.ReactNode; children: React.ReactNode }) {
  return <p role="status" className="flex max-h-24 items-start gap-2 overflow-y-auto border-t border-border bg-surface-1 px-4 py-2 text-sm text-text-2">{icon}<span className="min-w-0 wrap-anywhere">{children}</span></p>;
}

const Unreachable = ({ words }: { words: string }) => <p role="alert" className="m-auto max-w-96 p-6 text-center text-text-2">{words}</p>;
