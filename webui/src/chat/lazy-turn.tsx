/**
 * A turn of a long thread. Far from what is seen only its height is kept, so that thousands of turns stay light; the one
 * that has the focus or a part of the selection is never taken away.
 */
import { useEffect, useLayoutEffect, useRef, useState, type ReactNode } from "react";

type Props = { id: string; enabled: boolean; onGrown: (px: number, element: HTMLElement) => void; className: string; children: ReactNode };

export function LazyTurn({ id, enabled, onGrown, className, children }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [height, setHeight] = useState<number | null>(null);
  const kept = useRef<number | null>(null);

  useEffect(() => {
    const element = box.current;
    if (!element || !enabled) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (!entry) return;
        if (entry.isIntersecting) return setHeight(null);
        if (element.contains(document.activeElement) || getSelection()?.containsNode(element, true)) return;
        setHeight(element.offsetHeight);
      },
      { root: element.closest("[data-region=thread]"), rootMargin: "200% 0px" },
    );
    observer.observe(element);
    return () => {
      observer.disconnect();
      setHeight(null);
    };
  }, [enabled]);

  useLayoutEffect(() => {
    const element = box.current;
    if (height === null && kept.current !== null && element) onGrown(element.offsetHeight - kept.current, element);
    kept.current = height;
  }, [height, onGrown]);

  if (height !== null) return <div ref={box} data-turn={id} style={{ height }} className={className} />;
  return <div ref={box} className={className}>{children}</div>;
}
