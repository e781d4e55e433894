import { useEffect, useState } from "react";
import { t } from "../languages/speaking";

const sketches = [
  ["w-2/5", ["w-11/12", "w-full", "w-3/5"]],
  ["w-1/2", ["w-full", "w-10/12"]],
  ["w-1/3", ["w-11/12", "w-full", "w-9/12", "w-2/5"]],
] as const;

/** Three turns in their final shape; nothing at all when it is quick. */
export function ThreadSkeleton() {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 300);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div role="status" aria-label={t("Loading the conversation")} className={`space-y-8 ${late ? "" : "invisible"}`}>
      {sketches.map(([question, lines], index) => (
        <div key={index} className="space-y-8">
          <div className={`skeleton ms-auto h-11 rounded-bubble ${question}`} />
          <div className="space-y-3">{lines.map((width, at) => <div key={at} className={`skeleton h-4 ${width}`} />)}</div>
        </div>
      ))}
    </div>
  );
}
