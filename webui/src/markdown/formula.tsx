import { useEffect, useRef } from "react";
import { t } from "../languages/speaking";

type Katex = typeof import("katex").default;
let katex: Promise<Katex> | null = null;

/** Loaded with its letters by the first formula that is seen. */
const loaded = () => (katex ??= Promise.all([import("katex"), import("katex/dist/katex.min.css")]).then(([module]) => module.default));

/** A formula; its source until it is set, and for good where it cannot be. */
export function Formula({ tex, block }: { tex: string; block: boolean }) {
  const place = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    let current = true;
    loaded().then((katex) => {
      if (!current || !place.current) return;
      // Elements rather than HTML: nothing of the source is ever read as a tag.
      katex.render(tex, place.current, { displayMode: block, throwOnError: false, trust: false, strict: "ignore", maxExpand: 500, maxSize: 50, errorColor: "var(--danger)" });
    }).catch(() => undefined);
    return () => { current = false; };
  }, [tex, block]);
  return block ? (
    <div className="formula" tabIndex={0} role="group" aria-label={t("Formula")} dir="ltr"><span ref={place} key={tex}>{tex}</span></div>
  ) : (
    <span className="formula-inline" dir="ltr"><span ref={place} key={tex}>{tex}</span></span>
  );
}
