import { useAtom } from "jotai";
import { Columns2 } from "lucide-react";
import { Popover } from "radix-ui";
import { useState } from "react";
import type { Model } from "../api/types";
import { listed } from "../languages/formats";
import { t } from "../languages/speaking";
import { matching } from "../models/catalogue";
import { pricePerMillion } from "../models/money";
import { othersAtom, othersMost } from "./chosen";

/** Which models answer the next message too, each in a column of its own. */
export function ModelsBeside({ models, current }: { models: Model[]; current: Model | null }) {
  const [others, setOthers] = useAtom(othersAtom);
  const [search, setSearch] = useState("");
  const free = models.filter((model) => model.name !== current?.name);
  if (free.length === 0) return null;
  const on = free.filter((model) => others.includes(model.name));
  const toggle = (name: string) => setOthers(on.some((model) => model.name === name) ? others.filter((each) => each !== name) : [...on.map((model) => model.name), name]);
  return (
    <Popover.Root onOpenChange={() => setSearch("")}>
      <Popover.Trigger asChild>
        <button type="button" data-models-beside aria-label={on.length > 0 ? t("Ask beside: {models}", { models: listed(on.map((model) => model.label)) }) : t("Ask more models side by side")} title={t("Ask more models side by side")} className={`hit inline-flex shrink-0 items-center justify-center gap-1 rounded-control px-2 tabular-nums transition-colors duration-100 ${on.length > 0 ? "bg-accent-soft text-text" : "text-text-2 hover:bg-surface-2 hover:text-text"}`}>
          <Columns2 aria-hidden className="size-4" />
          {on.length > 0 ? <span aria-hidden>+{on.length}</span> : null}
        </button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content aria-label={t("Models side by side")} align="start" sideOffset={6} collisionPadding={8} className="enter z-30 max-h-[70dvh] w-[min(24rem,calc(100vw-1rem))] overflow-y-auto rounded-card border border-border bg-raised p-1 shadow-menu">
          <p className="px-3 pt-2 pb-1 text-text-2">{t("{model} answers, and up to {most} more beside it. Each answer is paid for.", { model: current?.label ?? t("The model"), most: othersMost })}</p>
          {free.length > 8 ? <input aria-label={t("Search models")} placeholder={t("Search models")} value={search} onChange={(event) => setSearch(event.target.value)} className="mx-2 my-1 min-h-9 w-[calc(100%-1rem)] rounded-control border border-border-strong bg-raised px-2 text-base" /> : null}
          {matching(free, search).map((model) => {
            const checked = on.includes(model);
            return (
              <label key={model.name} className={`flex min-h-9 items-center gap-3 rounded-control px-3 py-1 pointer-coarse:min-h-11 ${!checked && on.length >= othersMost ? "opacity-60" : "cursor-pointer hover:bg-surface-2"}`}>
                <input type="checkbox" checked={checked} disabled={!checked && on.length >= othersMost} onChange={() => toggle(model.name)} className="size-4 shrink-0 accent-accent" />
                <span className="min-w-0 flex-1 truncate">{model.label}</span>
                <span className="shrink-0 text-xs text-text-3 tabular-nums">{model.price ? pricePerMillion(model.price.output_nano_usd_per_mtok) : ""}</span>
              </label>
            );
          })}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
