import { useQuery } from "@tanstack/react-query";
import { useAtomValue } from "jotai";
import { Wrench } from "lucide-react";
import { Popover } from "radix-ui";
import { useId } from "react";
import { chat } from "../api/client";
import type { Tool } from "../api/types";
import { known, t } from "../languages/speaking";
import { chooseTool, chosenToolsAtom } from "./choice";

export const useTools = () => useQuery({ queryKey: ["tools"], queryFn: () => chat.tools().then((answer) => answer.tools), staleTime: 60_000 });

/** What the model may use: a switch for each tool. The number says how many are on. */
export function ToolsMenu() {
  const tools = useTools();
  const chosen = useAtomValue(chosenToolsAtom);
  const on = tools.data?.filter((tool) => chosen.includes(tool.name)).length ?? 0;
  if (!tools.data || tools.data.length === 0) return null;
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <button type="button" aria-label={on > 0 ? t("Tools, {on} on", { on }) : t("Tools")} title={t("Tools")} className={`inline-flex h-9 shrink-0 items-center justify-center gap-1.5 rounded-full px-2.5 tabular-nums pointer-coarse:h-11 pointer-coarse:px-3.5 ${on > 0 ? "bg-accent-soft text-text" : "text-text-2 hover:bg-surface-2 hover:text-text"}`}>
          <Wrench aria-hidden className="size-4" />
          {on > 0 ? <span aria-hidden>{on}</span> : null}
        </button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content aria-label={t("Tools")} align="start" side="top" sideOffset={8} collisionPadding={8} className="enter z-30 max-h-[min(28rem,70dvh)] w-[min(24rem,calc(100vw-1rem))] overflow-y-auto rounded-card border border-border bg-raised p-1 shadow-menu">
          <p className="px-3 pt-2 pb-1 text-xs font-medium text-text-3">{t("What the model may use")}</p>
          {tools.data.map((tool) => <ToolSwitch key={tool.name} tool={tool} on={chosen.includes(tool.name)} onChange={(next) => chooseTool(tool.name, next)} />)}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

export function ToolSwitch({ tool, on, onChange }: { tool: Tool; on: boolean; onChange: (on: boolean) => void }) {
  const id = useId();
  return (
    <label htmlFor={id} className="flex cursor-pointer items-start gap-3 rounded-control px-3 py-2 hover:bg-surface-2 pointer-coarse:py-3">
      <input id={id} type="checkbox" checked={on} onChange={(event) => onChange(event.target.checked)} aria-describedby={`${id}-what`} className="mt-0.5 size-4 shrink-0 accent-accent" />
      <span className="min-w-0">
        <span className="block font-medium">{known(tool.title)}{tool.approval === "ask" ? <span className="font-normal text-text-3"> · {t("asks first")}</span> : null}</span>
        <span id={`${id}-what`} className="line-clamp-2 text-xs text-text-2">{known(`${tool.title}::what`, tool.description)}</span>
      </span>
    </label>
  );
}
