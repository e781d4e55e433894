import { useState } from "react";
import { short } from "../languages/formats";
import { t } from "../languages/speaking";

const longCharacters = 1200;
const longLines = 12;
export function Bubble({ text }: { text: string }) {
  const [whole, setWhole] = useState(false);
  const long = text.length > longCharacters || text.split("\n", longLines + 1).length > longLines;
  const shown = long && !whole ? beginning(text) : text;
  return (
    <div className="max-w-[85%] rounded-bubble bg-bubble px-4 py-2.5 text-base sm:max-w-[80%]">
      <p dir="auto" className={`whitespace-pre-wrap [overflow-wrap:anywhere] ${long && !whole ? "line-clamp-12" : ""}`}>{shown}</p>
      {long ? (
        <button type="button" aria-expanded={whole} className="min-h-8 text-sm text-link underline pointer-coarse:min-h-11" onClick={() => setWhole(!whole)}>
          {whole ? t("Show less") : text.length >= 10_000 ? t("Show more ({amount} characters)", { amount: short(Math.round(text.length / 1000) * 1000) }) : t("Show more")}
        </button>
      ) : null}
    </div>
  );
}

/** What twelve lines can hold at most, so that a folded bubble costs little whatever it hides. */
const beginning = (text: string) => text.split("\n", longLines + 1).join("\n").slice(0, 3000);
