import { Menu as MenuIcon, SquarePen } from "lucide-react";
import { useContext, type ReactNode } from "react";
import { useNavigate } from "react-router";
import { t } from "../languages/speaking";
import { IconButton } from "../ui/button";
import { ShellContext } from "./shell-context";

/** What the page is about at the start, what can be done with it at the end. */
export function Header({ children, end }: { children: ReactNode; end?: ReactNode }) {
  const { open } = useContext(ShellContext);
  const navigate = useNavigate();
  return (
    <header className="flex h-12 shrink-0 items-center gap-1 px-2 md:px-3">
      <IconButton label={t("Open sidebar")} onClick={open} className="md:hidden"><MenuIcon aria-hidden className="size-5" /></IconButton>
      {children}
      <span className="ms-auto inline-flex shrink-0">
        {end}
        <IconButton label={t("New chat")} onClick={() => void navigate("/")} className="md:hidden"><SquarePen aria-hidden className="size-5" /></IconButton>
      </span>
    </header>
  );
}
