import { useRef, type KeyboardEvent, type PointerEvent } from "react";
import { t } from "../languages/speaking";
import { read, write } from "../stored/storage";

const [least, usual, most] = [220, 272, 360];
const bounded = (width: number) => Math.round(Math.min(most, Math.max(least, width)));

export const storedWidth = () => bounded(Number(read("parley:sidebar-width")) || usual);

/** The sidebar's edge: dragged, moved by the arrow keys, or reset by a double click. */
export function Splitter({ width, onWidth }: { width: number; onWidth: (width: number) => void }) {
  const grip = useRef<{ x: number; width: number } | null>(null);
  const set = (next: number) => {
    onWidth(bounded(next));
    write("parley:sidebar-width", String(bounded(next)));
  };
  const towardsEnd = (element: Element) => (getComputedStyle(element).direction === "rtl" ? -1 : 1);

  const onPointerDown = (event: PointerEvent) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    grip.current = { x: event.clientX, width };
  };
  const onPointerMove = (event: PointerEvent) => {
    if (grip.current) set(grip.current.width + (event.clientX - grip.current.x) * towardsEnd(event.currentTarget));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const end = towardsEnd(event.currentTarget);
    const to = { ArrowRight: width + 16 * end, ArrowLeft: width - 16 * end, Home: least, End: most }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    set(to);
  };

  return (
    <div
      role="separator"
      tabIndex={0}
      aria-label={t("Width of the sidebar")}
      aria-orientation="vertical"
      aria-valuenow={width}
      aria-valuemin={least}
      aria-valuemax={most}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => { grip.current = null; }}
      onPointerCancel={() => { grip.current = null; }}
      onDoubleClick={() => set(usual)}
      onKeyDown={onKeyDown}
      className="absolute inset-y-0 -end-1 z-10 w-2 cursor-col-resize touch-none hover:bg-border"
    />
  );
}
