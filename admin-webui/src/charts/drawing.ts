import { type ComponentType, useEffect, useState } from "react";
import type { StackProps } from "./StackDrawing";

type Drawing = ComponentType<StackProps>;

let loaded: Drawing | null = null;

/**
 * The drawings' library comes with the first chart. When it cannot be fetched, only the chart is missing: `retry` asks
 * again, and so does the browser's return to the network.
 */
export function useDrawing() {
  const [drawing, setDrawing] = useState<Drawing | null>(() => loaded);
  const [attempt, setAttempt] = useState(0);
  const [failed, setFailed] = useState(false);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each attempt asks again
  useEffect(() => {
    let left = false;
    import("./StackDrawing").then(
      (module) => {
        loaded = module.default;
        if (!left) setDrawing(() => module.default);
      },
      () => {
        if (!left) setFailed(true);
      },
    );
    return () => {
      left = true;
    };
  }, [attempt]);

  useEffect(() => {
    if (!failed) return;
    const again = (): void => {
      setFailed(false);
      setAttempt((number) => number + 1);
    };
    window.addEventListener("online", again);
    return () => window.removeEventListener("online", again);
  }, [failed]);

  const retry = (): void => {
    setFailed(false);
    setAttempt((number) => number + 1);
  };
  return { drawing, failed, retry };
}
