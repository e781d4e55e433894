import { ChevronRight } from "lucide-react";
import { useId, useState, type ReactNode } from "react";
import { read, write } from "../stored/storage";

/** One quiet row; whether one likes to see what is inside is remembered. */
export function Disclosure({ name, icon, title, preview, children }: { name: string; icon: ReactNode; title: string; preview: string; children: ReactNode }) {
  const [open, setOpen] = useState(() => read(`parley:open:${name}`) === "yes");
  const id = useId();
  const toggle = () => {
    write(`parley:open:${name}`, open ? null : "yes");
    setOpen(!open);
  };
  return (
    <div>
      <button type="button" aria-expanded={open} aria-controls={id} onClick={toggle} className="-ms-2 flex min-h-8 max-w-[calc(100%+1rem)] items-center gap-2 rounded-control px-2 text-start text-text-2 transition-colors duration-100 hover:bg-surface-2 hover:text-text pointer-coarse:min-h-11">
        {icon}
        <span className="shrink-0 font-medium">{title}</span>
        {preview && !open ? <span className="min-w-0 truncate text-text-3">{preview}</span> : null}
        <ChevronRight aria-hidden className={`size-4 shrink-0 rtl:-scale-x-100 ${open ? "rotate-90 rtl:rotate-90" : ""}`} />
      </button>
      <div id={id} hidden={!open} className="pt-2">{children}</div>
    </div>
  );
}
