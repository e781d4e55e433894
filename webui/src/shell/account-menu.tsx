import { ChartColumn, ChevronsUpDown, FolderOpen, Keyboard, LogOut, Moon, Settings, Sun } from "lucide-react";
import { useSetAtom } from "jotai";
import { useLocation, useNavigate } from "react-router";
import { signedOut } from "../api/access";
import { chat } from "../api/client";
import { because } from "../api/problem";
import { otherTheme, themeAtom } from "../appearance/appearance";
import { queries } from "../conversations/data";
import { keyNames } from "../languages/key-names";
import { t } from "../languages/speaking";
import { useStanding } from "../session/standing";
import { forgetAll } from "../stored/drafts";
import { Menu, MenuItem, MenuLabel, MenuRule } from "../ui/menu";
import { notify } from "../ui/notices";
import { showShortcuts } from "./shortcut-sheet";

export function AccountMenu({ folded = false, onOpen = () => {} }: { folded?: boolean; onOpen?: () => void }) {
  const standing = useStanding();
  const navigate = useNavigate();
  const location = useLocation();
  const user = "user" in standing ? standing.user : null;
  const name = user?.name || user?.email || t("Account");

  // A menu gives the focus back when it closes; what opens next must come after that.
  const afterwards = (work: () => void) => () => setTimeout(() => { onOpen(); work(); });

  return (
    <Menu side="top" align="start" className="w-60" trigger={
      <button
        type="button"
        title={folded ? name : undefined}
        className={`flex items-center gap-3 rounded-control text-start transition-colors duration-100 hover:bg-surface-2 data-[state=open]:bg-surface-2 ${folded ? "size-10 justify-center pointer-coarse:size-11" : "min-h-12 w-full px-2"}`}
      >
        <span aria-hidden className="grid size-8 shrink-0 place-items-center rounded-full bg-accent text-on-accent font-semibold">{name.slice(0, 1).toUpperCase()}</span>
        {folded ? null : (
          <>
            <span className="min-w-0 flex-1">
              <span className="block truncate font-medium">{name}</span>
              <span className="block truncate text-xs text-text-3">{user?.email}</span>
            </span>
            <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-text-3" />
          </>
        )}
        <span className="sr-only">{folded ? t("{name}, account and settings", { name }) : t(", account and settings")}</span>
      </button>
    }>
      <MenuLabel>{user?.email ?? name}</MenuLabel>
      <MenuItem onSelect={afterwards(() => void navigate("/settings", { state: { behind: location } }))}><Settings aria-hidden className="size-4" />{t("Settings")}</MenuItem>
      <MenuItem onSelect={afterwards(() => void navigate("/files"))}><FolderOpen aria-hidden className="size-4" />{t("Your files")}</MenuItem>
      <MenuItem onSelect={afterwards(() => void navigate("/usage"))}><ChartColumn aria-hidden className="size-4" />{t("Usage and cost")}</MenuItem>
      <ThemeItem />
      <MenuItem onSelect={afterwards(showShortcuts)}>
        <Keyboard aria-hidden className="size-4" />{t("Keyboard shortcuts")}<kbd className="ms-auto font-sans text-xs text-text-3">{keyNames("Ctrl+/")}</kbd>
      </MenuItem>
      <MenuRule />
      <MenuItem onSelect={leave}><LogOut aria-hidden className="size-4 rtl:-scale-x-100" />{t("Sign out")}</MenuItem>
    </Menu>
  );
}

export function leave(): void {
  chat.signOut().then(
    () => {
      forgetAll();
      queries.clear();
      signedOut();
    },
    (error: unknown) => notify(because(t("You are still signed in."), error)),
  );
}

function ThemeItem() {
  const setTheme = useSetAtom(themeAtom);
  const other = otherTheme();
  const Icon = other === "dark" ? Moon : Sun;
  return <MenuItem onSelect={() => setTheme(other)}><Icon aria-hidden className="size-4" />{other === "dark" ? t("Dark theme") : t("Light theme")}</MenuItem>;
}
