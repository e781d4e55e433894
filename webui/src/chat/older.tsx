import { useEffect, useRef, useState } from "react";
import { Button } from "../ui/button";
import { loadOlder } from "./thread-data";

/** Loads earlier turns before one gets there; the button is for those who came faster, and for a failure. */
export function Older({ conversation }: { conversation: string }) {
  const row = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<"idle" | "loading" | "failed">("idle");
  const load = () => {
    setState("loading");
    loadOlder(conversation).then(() => setState("idle"), () => setState("failed"));
  };
  useEffect(() => {
    const element = row.current;
    if (!element || state !== "idle") return;
    const observer = new IntersectionObserver(([entry]) => { if (entry?.isIntersecting) load(); }, {
      root: element.closest("[data-region=thread]"),
      rootMargin: "200% 0px 0px",
    });
    observer.observe(element);
    return () => observer.disconnect();
  });
  return (
    <div ref={row} className="pb-4 text-center">
      <Button look="ghost" busy={state === "loading"} onClick={load}>{state === "failed" ? "Not loaded. Retry" : "Show earlier messages"}</Button>
    </div>
  );
}
