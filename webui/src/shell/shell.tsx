/**
 * The frame of every page. Under 768 px the sidebar is a drawer; up to 1024 px a rail stays and the drawer opens over
 * the page; from there it is docked, or folded to the rail.
 */
import { useAtomValue } from "jotai";
import { lazy, Suspense, useCallback, useMemo, useState, type MouseEvent } from "react";
import { Outlet } from "react-router";
import { Announcements } from "../announcements/banner";
import { openPlace, placeAtom, placeIn } from "../files/passages";
import { Sidebar } from "../conversations/sidebar";
import { t } from "../languages/speaking";
import { paletteOpenAtom } from "../palette/open";
import { searchOpenAtom } from "../search/open";
import { SessionExpired } from "../session/session-expired";
import { read, write } from "../stored/storage";
import { useMedia } from "../ui/media";
import { Sheet } from "../ui/sheet";
import { OfflineLine } from "./offline-line";
import { Rail } from "./rail";
import { ShellContext } from "./shell-context";
import { ShortcutSheet } from "./shortcut-sheet";
import { useShortcuts } from "./shortcuts";
import { Splitter, storedWidth } from "./splitter";

const PassagePanel = lazy(() => import("../files/passage-panel").then((module) => ({ default: module.PassagePanel })));
const PaletteDialog = lazy(() => import("../palette/palette-dialog").then((module) => ({ default: module.PaletteDialog })));
const SearchDialog = lazy(() => import("../search/search-dialog").then((module) => ({ default: module.SearchDialog })));

export function Shell() {
  const searching = useAtomValue(searchOpenAtom);
  const choosing = useAtomValue(paletteOpenAtom);
  const [docked, setDocked] = useState(() => read("parley:sidebar") !== "closed");
  const [drawer, setDrawer] = useState(false);
  const [width, setWidth] = useState(storedWidth);
  const dock = useCallback((next: boolean) => {
    setDocked(next);
    write("parley:sidebar", next ? null : "closed");
  }, []);
  const isRoomy = useMedia("(min-width: 64rem)");
  const hasRail = useMedia("(min-width: 48rem)");
  const open = useCallback(() => (isRoomy ? dock(true) : setDrawer(true)), [dock, isRoomy]);
  const toggle = useCallback(() => {
    if (isRoomy) dock(!docked);
    else setDrawer((before) => !before);
  }, [dock, docked, isRoomy]);
  useShortcuts(toggle);
  const place = useAtomValue(placeAtom);
  const shell = useMemo(() => ({ open }), [open]);

  return (
    <ShellContext value={shell}>
      <nav aria-label={t("Skip")}>
        <SkipTo id="composer" text={t("Skip to the composer")} />
        <SkipTo id="last-answer" text={t("Skip to the last answer")} />
      </nav>
      <div className="flex h-(--page-height) flex-col" onClickCapture={openCited}>
        <OfflineLine />
        <Announcements />
        <div className="flex min-h-0 flex-1">
          {isRoomy && docked ? (
            <div style={{ width }} className="relative shrink-0 border-e border-border">
              <Sidebar onClose={() => dock(false)} onOpen={() => {}} edge={<Splitter width={width} onWidth={setWidth} />} />
            </div>
          ) : null}
          {hasRail && !(isRoomy && docked) ? <Rail onOpen={open} /> : null}
          <Outlet />
          {place ? <Suspense><PassagePanel /></Suspense> : null}
        </div>
      </div>
      {drawer && !isRoomy ? (
        <Sheet label={t("Chats")} onClose={() => setDrawer(false)} className="drawer me-auto h-dvh max-h-none w-[86vw] max-w-80 border-e border-border">
          <Sidebar onClose={() => setDrawer(false)} onOpen={() => setDrawer(false)} />
        </Sheet>
      ) : null}
      {choosing ? <Suspense><PaletteDialog onSidebar={toggle} /></Suspense> : null}
      {searching ? <Suspense><SearchDialog /></Suspense> : null}
      <ShortcutSheet />
      <SessionExpired />
    </ShellContext>
  );
}

/** A link to a place in a file opens it beside what one reads, wherever the link stands. */
function openCited(event: MouseEvent): void {
  if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const link = (event.target as Element).closest("a");
  const place = link ? placeIn(link.href) : null;
  if (!place) return;
  event.preventDefault();
  openPlace(place);
}

function SkipTo({ id, text }: { id: string; text: string }) {
  return (
    <button
      type="button"
      onClick={() => document.getElementById(id)?.focus()}
      className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:m-2 focus:rounded-control focus:border focus:border-border-strong focus:bg-raised focus:px-3 focus:py-2"
    >
      {text}
    </button>
  );
}
