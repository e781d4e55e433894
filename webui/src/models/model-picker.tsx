import { Brain, Check, ChevronDown, Eye, Search, Wrench } from "lucide-react";
import { Popover } from "radix-ui";
import { useId, useState, type KeyboardEvent } from "react";
import type { Model } from "../api/types";
import { short } from "../languages/formats";
import { keyNames } from "../languages/key-names";
import { msg, t } from "../languages/speaking";
import { matching, providerName, recentModels } from "./catalogue";
import { pricePerMillion } from "./money";

type Props = { models: Model[]; current: Model | null; onChoose: (name: string) => void };

const abilities = { vision: [msg("Vision"), Eye], tools: [msg("Tools"), Wrench], reasoning: [msg("Reasoning"), Brain] } as const;

export function ModelPicker({ models, current, onChoose }: Props) {
  const [open, setOpen] = useState(false);
  if (models.length === 0) return <span className="min-w-0 truncate px-3 text-text-3">{current?.label ?? t("No model")}</span>;
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <button type="button" data-model-picker title={`${t("Choose a model")} (${keyNames("Ctrl+Shift+M")})`} className="hit inline-flex min-w-0 items-center gap-1.5 rounded-control px-3 py-1.5 font-medium hover:bg-surface-2">
          <span className="sr-only">{t("Model:")} </span>
          <span className="truncate">{current?.label ?? t("No model")}</span>
          <ChevronDown aria-hidden className="size-4 shrink-0 text-text-3" />
        </button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content aria-label={t("Choose a model")} align="start" sideOffset={6} collisionPadding={8} className="enter z-30 flex max-h-[70dvh] w-[min(27rem,calc(100vw-1rem))] flex-col rounded-card border border-border bg-raised shadow-menu">
          <Choices models={models} current={current} onChoose={(name) => { setOpen(false); onChoose(name); }} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function Choices({ models, current, onChoose }: Props) {
  const [search, setSearch] = useState("");
  const id = useId();
  const found = matching(models, search);
  const recent = search || models.length < 6 ? [] : recentModels().flatMap((name) => found.filter((model) => model.name === name));
  const groups = [
    { name: t("Recent"), models: recent },
    ...[...new Set(found.map((model) => model.provider))].map((provider) => ({ name: providerName(provider), models: found.filter((model) => model.provider === provider) })),
  ].filter((group) => group.models.length > 0);
  const rows = groups.flatMap((group) => group.models);
  const [at, setAt] = useState(() => Math.max(0, rows.findIndex((model) => model.name === current?.name)));
  const optionId = (index: number) => `${id}-${index}`;

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const next = (at + (event.key === "ArrowDown" ? 1 : -1) + rows.length) % Math.max(1, rows.length);
      setAt(next);
      document.getElementById(optionId(next))?.scrollIntoView({ block: "nearest" });
    }
    const row = rows[at];
    if (event.key === "Enter" && row) onChoose(row.name);
  };

  let index = -1;
  return (
    <>
      <div className="flex items-center gap-2 border-b border-border px-3">
        <Search aria-hidden className="size-4 text-text-3" />
        <input
          autoFocus
          role="combobox"
          aria-label={t("Search models")}
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={rows.length > 0 ? optionId(at) : undefined}
          placeholder={t("Search models")}
          value={search}
          onChange={(event) => { setSearch(event.target.value); setAt(0); }}
          onKeyDown={onKeyDown}
          className="min-h-11 flex-1 bg-transparent text-base outline-none sm:text-sm"
        />
      </div>
      <div id={`${id}-list`} role="listbox" aria-label={t("Models")} tabIndex={-1} className="overflow-y-auto p-1">
        {groups.map((group) => (
          <div key={group.name} role="group" aria-label={group.name}>
            <div aria-hidden className="px-2 pt-2 pb-1 text-xs font-medium text-text-3">{group.name}</div>
            {group.models.map((model) => {
              index += 1;
              const mine = index;
              return (
                <div
                  key={model.name}
                  id={optionId(mine)}
                  role="option"
                  aria-selected={model.name === current?.name}
                  data-active={mine === at}
                  onClick={() => onChoose(model.name)}
                  onPointerMove={() => setAt(mine)}
                  className={`flex min-h-11 cursor-pointer items-center gap-3 rounded-control px-2 py-1.5 ${mine === at ? "bg-surface-2" : ""}`}
                >
                  <ModelRow model={model} />
                  {model.name === current?.name ? <Check aria-hidden className="size-4 shrink-0 text-accent" /> : <span className="w-4" />}
                </div>
              );
            })}
          </div>
        ))}
      </div>
      {rows.length === 0 ? <p role="status" className="px-4 py-4 text-text-2">{t("No model matches “{search}”.", { search })}</p> : null}
      <p className="border-t border-border px-3 py-2 text-xs text-text-3">{t("Prices are for a million tokens, in / out.")}</p>
    </>
  );
}

function ModelRow({ model }: { model: Model }) {
  const facts = [model.context_tokens ? t("{amount} context", { amount: short(Math.round(model.context_tokens / 1000) * 1000) }) : null, priceOf(model)];
  return (
    <div className="min-w-0 flex-1">
      <div className="truncate font-medium">{model.label}</div>
      <div className="flex flex-wrap gap-x-3 text-xs text-text-3 tabular-nums">
        <span>{facts.filter(Boolean).join(" · ")}</span>
        {model.capabilities.map((capability) => {
          const [name, Icon] = abilities[capability];
          return <span key={capability} className="inline-flex items-center gap-1"><Icon aria-hidden className="size-3" />{t(name)}</span>;
        })}
      </div>
    </div>
  );
}

function priceOf({ price }: Model): string {
  if (!price) return t("Price unknown");
  const prices = [price.input_nano_usd_per_mtok, price.output_nano_usd_per_mtok];
  return prices.every((each) => each === "0") ? t("Free") : prices.map(pricePerMillion).join(" / ");
}
