import { SlidersHorizontal } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import type { Parameters } from "../api/library";
import type { Model } from "../api/types";
import { t } from "../languages/speaking";
import { inWords, saidIn } from "./words";

const SettingsSheet = lazy(() => import("./settings-sheet").then((module) => ({ default: module.SettingsSheet })));

export type Asking = { model: string | null; parameters: Parameters };
type Props = { model: Model | null; models: Model[]; parameters: Parameters; onChange: (asking: Asking) => void };

/** What the model is asked with, beside its name: parameters, and presets of all of it. */
export function ModelSettings(props: Props) {
  const [open, setOpen] = useState(false);
  const said = saidIn(props.parameters);
  return (
    <>
      <button
        type="button"
        data-model-settings
        aria-label={said > 0 ? t("Model settings, {words}", { words: inWords(props.parameters) }) : t("Model settings")}
        title={said > 0 ? t("Model settings: {words}", { words: inWords(props.parameters) }) : t("Model settings and presets")}
        onClick={() => setOpen(true)}
        className={`hit inline-flex shrink-0 items-center justify-center gap-1.5 rounded-control px-2 tabular-nums transition-colors duration-100 ${said > 0 ? "bg-accent-soft text-text" : "text-text-2 hover:bg-surface-2 hover:text-text"}`}
      >
        <SlidersHorizontal aria-hidden className="size-4" />
        {said > 0 ? <span aria-hidden>{said}</span> : null}
      </button>
      {open ? <Suspense><SettingsSheet {...props} onClose={() => setOpen(false)} /></Suspense> : null}
    </>
  );
}
