/** The browser's own modal dialog: focus trap, Escape, return of focus, and no injected style tag. */
import { atom, getDefaultStore, useAtomValue } from "jotai";
import { X } from "lucide-react";
import { useLayoutEffect, useRef, type ReactNode } from "react";
import { t } from "../languages/speaking";
import { IconButton } from "./button";

type Props = { label: string; className: string; children: ReactNode; onClose: () => void; dismissible?: boolean };

const store = getDefaultStore();
const openAtom = atom<readonly HTMLDialogElement[]>([]);

/** The sheet on top, if any. What is outside of it cannot be reached, so menus and notices must go inside. */
export const useTopSheet = () => useAtomValue(openAtom).at(-1) ?? null;

export function Sheet({ label, className, children, onClose, dismissible = true }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  // In a layout effect, because a dialog gives the focus back only while it is still in the page.
  useLayoutEffect(() => {
    const element = dialog.current;
    if (!element) return;
    if (!element.open) element.showModal();
    store.set(openAtom, (sheets) => [...sheets, element]);
    return () => {
      store.set(openAtom, (sheets) => sheets.filter((sheet) => sheet !== element));
      element.close();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-label={label}
      className={className}
      onCancel={(event) => {
        event.preventDefault();
        if (dismissible) onClose();
      }}
      onClick={(event) => {
        if (dismissible && event.target === dialog.current) onClose();
      }}
    >
      {children}
    </dialog>
  );
}

export function SheetTitle({ children, onClose }: { children: ReactNode; onClose?: () => void }) {
  return (
    <div className="flex items-center justify-between gap-4 pb-4">
      <h2 className="text-lg font-semibold">{children}</h2>
      {onClose ? <IconButton label={t("Close")} onClick={onClose} className="-me-2"><X aria-hidden className="size-5" /></IconButton> : null}
    </div>
  );
}

export const dialogLook =
  "m-auto max-h-[calc(100dvh-2rem)] w-[min(28rem,calc(100vw-2rem))] overflow-y-auto rounded-dialog border border-border bg-raised p-6 shadow-dialog enter";
