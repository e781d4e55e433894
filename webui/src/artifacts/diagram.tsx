import { TriangleAlert } from "lucide-react";
import { useEffect, useState } from "react";
import { together } from "../api/problem";
import { t } from "../languages/speaking";
import { draw, type Drawing } from "./drawing";
import { useLook } from "./sandbox";

type State = { code: string; look: string; drawing?: Drawing; reason?: string };

/** A drawn diagram. While it is drawn anew, for another theme, the old one keeps its place. */
export function useDiagram(code: string, wanted: boolean): State | null {
  const look = useLook();
  const [state, setState] = useState<State | null>(null);
  useEffect(() => {
    if (!wanted) return;
    let current = true;
    draw(code, look).then(
      (drawing) => { if (current) setState({ code, look, drawing }); },
      (error: unknown) => { if (current) setState({ code, look, reason: error instanceof Error ? error.message : String(error) }); },
    );
    return () => { current = false; };
  }, [code, look, wanted]);
  return state?.code === code ? state : null;
}

export function Picture({ drawing, title, className = "" }: { drawing: Drawing; title: string; className?: string }) {
  return <img src={drawing.address} width={drawing.width} height={drawing.height} alt={title} className={`h-auto max-w-full ${className}`} />;
}

export function Undrawn({ reason }: { reason: string }) {
  return (
    <p role="status" className="flex items-start gap-2 border-b border-border px-4 py-2 text-sm text-text-2">
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
      <span className="min-w-0 wrap-anywhere">{together(t("This diagram could not be drawn; below is its source."), reason.split("\n").slice(0, 3).join(" "))}</span>
    </p>
  );
}
