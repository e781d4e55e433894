/** Short notices with one way back, and the two live regions of the page. */
import { atom, getDefaultStore, useAtomValue } from "jotai";
import { X } from "lucide-react";
import { useEffect } from "react";
import { createPortal } from "react-dom";
import { t } from "../languages/speaking";
import { Button, IconButton } from "./button";
import { useTopSheet } from "./sheet";

type Notice = { id: number; text: string; action: { name: string; run: () => void } | null; ms: number };
const noticesAtom = atom<Notice[]>([]);
const politeAtom = atom("");
const urgentAtom = atom("");
const store = getDefaultStore();
let last = 0;

export function notify(text: string, action: Notice["action"] = null, ms = 5000): void {
  last += 1;
  const notice = { id: last, text, action, ms };
  store.set(noticesAtom, (notices) => [...notices.slice(-2), notice]);
}

export const say = (text: string) => store.set(politeAtom, text);
export const sayAtOnce = (text: string) => store.set(urgentAtom, text);

const dismiss = (id: number) => store.set(noticesAtom, (notices) => notices.filter((notice) => notice.id !== id));

function NoticeRow({ notice }: { notice: Notice }) {
  useEffect(() => {
    const timer = setTimeout(() => dismiss(notice.id), notice.ms);
    return () => clearTimeout(timer);
  }, [notice]);
  return (
    <div className="enter flex items-center gap-3 rounded-card border border-border-strong bg-raised py-2 ps-4 pe-2 shadow-dialog">
      <span className="me-auto">{notice.text}</span>
      {notice.action ? (
        <Button look="accent" onClick={() => { notice.action?.run(); dismiss(notice.id); }}>
          {notice.action.name}
        </Button>
      ) : null}
      <IconButton label={t("Dismiss")} onClick={() => dismiss(notice.id)}><X aria-hidden className="size-4" /></IconButton>
    </div>
  );
}

export function Notices() {
  const notices = useAtomValue(noticesAtom);
  const polite = useAtomValue(politeAtom);
  const urgent = useAtomValue(urgentAtom);
  const page = (
    <>
      <section aria-label={t("Notices")} data-region="notices" tabIndex={-1} className="pointer-events-none fixed inset-x-4 bottom-28 z-50 flex justify-center">
        <div role="status" className="pointer-events-auto flex w-full max-w-sm flex-col gap-2">
          {notices.map((notice) => <NoticeRow key={notice.id} notice={notice} />)}
        </div>
      </section>
      <div role="status" className="sr-only">{polite}</div>
      <div role="alert" className="sr-only">{urgent}</div>
    </>
  );
  return createPortal(page, useTopSheet() ?? document.body);
}
