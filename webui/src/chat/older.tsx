import { useEffect, useRef, useState } from "react";
import { msg, t } from "../languages/speaking";
import { Button } from "../ui/button";
import { loadNewer, loadOlder } from "./thread-data";

const names = { older: msg("Show earlier messages"), newer: msg("Show later messages") };

/** Loads earlier or later turns before one gets there; the button is for those who came faster, and for a failure. */
export function More({ conversation, direction }: { conversation: string; direction: "older" | "newer" }) {
  const row = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<"idle" | "loading" | "failed">("idle");
  const load = () => {
    setState("loading");
    (direction === "older" ? loadOlder : loadNewer)(conversation).then(() => setState("idle"), () => setState("failed"));
  };
  useEffect(() => {
    const element = row.current;
    if (!element || state !== "idle") return;
    const observer = new IntersectionObserver(([entry]) => { if (entry?.isIntersecting) load(); }, {
      root: element.closest("[data-region=thread]"),
      rootMargin: "200% 0px",
    });
    observer.observe(element);
    return () => observer.disconnect();
  });
  return (
    <div ref={row} className="py-2 text-center">
      <Button look="ghost" busy={state === "loading"} onClick={load}>{state === "failed" ? t("Not loaded. Retry") : t(names[direction])}</Button>
    </div>
  );
}
