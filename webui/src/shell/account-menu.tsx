import { useAtom } from "jotai";
import { ChevronsUpDown, Keyboard, LogOut } from "lucide-react";
import { useSyncExternalStore } from "react";
import { onStanding, signedOut, standingNow } from "../api/access";
import { chat } from "../api/client";
import { contrastAtom, themeAtom } from "../appearance/appearance";
import { queries } from "../conversations/data";
import { forgetAll } from "../stored/drafts";
import { Menu, MenuChoice, MenuItem, MenuRule } from "../ui/menu";
import { notify } from "../ui/notices";
import { sentenceOf } from "../api/problem";
import { showShortcuts } from "./shortcut-sheet";

export function AccountMenu() {
  const standing = useSyncExternalStore(onStanding, standingNow);
  const [theme, setTheme] = useAtom(themeAtom);
  const [contrast, setContrast] = useAtom(contrastAtom);
  const user = "user" in standing ? standing.user : null;
  const name = user?.name || user?.email || "Account";

  const leave = () => {
    chat.signOut().then(
      () => {
        forgetAll();
        queries.clear();
        signedOut();
      },
      (error: unknown) => notify(`You are still signed in. ${sentenceOf(error)}`),
    );
  };

  return (
    <div className="border-t border-border p-2">
      <Menu side="top" align="start" trigger={
        <button type="button" className="flex min-h-11 w-full items-center gap-3 rounded-control px-2 text-start hover:bg-surface-2">
          <span aria-hidden className="grid size-8 place-items-center rounded-full bg-accent-soft font-semibold">{name.slice(0, 1).toUpperCase()}</span>
          <span className="min-w-0 flex-1">
            <span className="block truncate font-medium">{name}</span>
            <span className="block truncate text-xs text-text-3">{user?.email}</span>
          </span>
          <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-text-3" />
          <span className="sr-only">, account and appearance</span>
        </button>
      }>
        <MenuChoice label="Theme" value={theme} onChange={setTheme} choices={[["system", "System"], ["light", "Light"], ["dark", "Dark"]]} />
        <MenuRule />
        <MenuChoice label="Contrast" value={contrast} onChange={setContrast} choices={[["system", "System"], ["standard", "Standard"], ["more", "High"]]} />
        <MenuRule />
        <MenuItem onSelect={() => setTimeout(showShortcuts)}><Keyboard aria-hidden className="size-4" />Keyboard shortcuts</MenuItem>
        <MenuItem onSelect={leave}><LogOut aria-hidden className="size-4" />Sign out</MenuItem>
      </Menu>
    </div>
  );
}
