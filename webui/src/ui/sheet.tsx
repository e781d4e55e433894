/** The browser's own modal dialog: focus trap, Escape, return of focus, and no injected style tag. */
import { useEffect, useRef, type ReactNode } from "react";

type Props = { label: string; className: string; children: ReactNode; onClose: () => void; dismissible?: boolean };

export function Sheet({ label, className, children, onClose, dismissible = true }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (element && !element.open) element.showModal();
    return () => element?.close();
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

export const dialogLook = "m-auto w-[min(28rem,92vw)] rounded-dialog border border-border bg-raised p-6 shadow-dialog enter";
