import { useLocation, useNavigate } from "react-router";
import { msg, t } from "../languages/speaking";

const tabs = [["", msg("General")], ["keys", msg("API keys")], ["links", msg("Shared links")], ["connections", msg("Connections")], ["memory", msg("Memory")], ["import", msg("Import")]] as const;
export type Tab = (typeof tabs)[number][0];

export function tabOf(path: string): Tab {
  return tabs.find(([tab]) => path === `/settings/${tab}`)?.[0] ?? "";
}

/** Pages of the settings: each has an address, and none is a step back. */
export function SettingsTabs({ tab }: { tab: Tab }) {
  const navigate = useNavigate();
  const { state } = useLocation() as { state: unknown };
  return (
    <nav aria-label={t("Settings")} className="-mx-1 flex gap-1 overflow-x-auto px-1 pb-4">
      {tabs.map(([name, words]) => (
        <button
          key={name}
          type="button"
          aria-current={name === tab ? "page" : undefined}
          onClick={() => void navigate(name ? `/settings/${name}` : "/settings", { replace: true, state })}
          className="hit shrink-0 rounded-control px-3 py-1.5 text-text-2 transition-colors duration-100 hover:bg-surface-2 aria-[current=page]:bg-accent-soft aria-[current=page]:font-medium aria-[current=page]:text-text"
        >
          {t(words)}
        </button>
      ))}
    </nav>
  );
}
