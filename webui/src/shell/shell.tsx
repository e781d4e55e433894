import { Menu as MenuIcon, PanelLeftOpen, SquarePen } from "lucide-react";
import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from "react";
import { Outlet, useNavigate } from "react-router";
import { Sidebar } from "../conversations/sidebar";
import { SessionExpired } from "../session/session-expired";
import { read, write } from "../stored/storage";
import { IconButton } from "../ui/button";
import { Sheet } from "../ui/sheet";
import { OfflineLine } from "./offline-line";
import { useShortcuts } from "./shortcuts";
import { ShortcutSheet } from "./shortcut-sheet";

const wide = matchMedia("(min-width: 900px)");
const ShellContext = createContext<{ docked: boolean; open: () => void }>({ docked: true, open: () => {} });

export function Shell() {
  const [docked, setDocked] = useState(() => read("parley:sidebar") !== "closed");
  const [drawer, setDrawer] = useState(false);
  const dock = useCallback((next: boolean) => {
    setDocked(next);
    write("parley:sidebar", next ? null : "closed");
  }, []);
  const toggle = useCallback(() => {
    if (wide.matches) dock(!docked);
    else setDrawer((open) => !open);
  }, [dock, docked]);
  useShortcuts(toggle);
  const shell = useMemo(() => ({ docked, open: () => (wide.matches ? dock(true) : setDrawer(true)) }), [docked, dock]);

  return (
    <ShellContext value={shell}>
      <nav aria-label="Skip">
        <SkipTo id="composer" text="Skip to the composer" />
        <SkipTo id="last-answer" text="Skip to the last answer" />
      </nav>
      <div className="flex h-dvh flex-col">
        <OfflineLine />
        <div className="flex min-h-0 flex-1">
          {docked ? (
            <div className="hidden w-68 shrink-0 border-e border-border min-[900px]:block">
              <Sidebar onClose={() => dock(false)} onOpen={() => {}} />
            </div>
          ) : null}
          <Outlet />
        </div>
      </div>
      {drawer ? (
        <Sheet label="Chats" onClose={() => setDrawer(false)} className="me-auto h-dvh max-h-none w-[86vw] max-w-80 border-e border-border">
          <Sidebar onClose={() => setDrawer(false)} onOpen={() => setDrawer(false)} />
        </Sheet>
      ) : null}
      <ShortcutSheet />
      <SessionExpired />
    </ShellContext>
  );
}

function SkipTo({ id, text }: { id: string; text: string }) {
  return (
    <button type="button" onClick={() => document.getElementById(id)?.focus()} className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:m-2 focus:rounded-control focus:bg-raised focus:p-3">
      {text}
    </button>
  );
}

export function Header({ children }: { children: ReactNode }) {
  const { docked, open } = useContext(ShellContext);
  const navigate = useNavigate();
  return (
    <header className="flex h-12 shrink-0 items-center gap-1 px-2">
      <IconButton label="Open sidebar" keys="Ctrl+B" onClick={open} className={docked ? "min-[900px]:hidden" : ""}>
        <MenuIcon aria-hidden className="size-5 min-[900px]:hidden" />
        <PanelLeftOpen aria-hidden className="hidden size-5 min-[900px]:block" />
      </IconButton>
      {children}
      <IconButton label="New chat" keys="Ctrl+Shift+O" onClick={() => void navigate("/")} className={`ms-auto ${docked ? "min-[900px]:hidden" : ""}`}>
        <SquarePen aria-hidden className="size-5" />
      </IconButton>
    </header>
  );
}
