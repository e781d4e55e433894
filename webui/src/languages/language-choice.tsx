import { useAtom } from "jotai";
import { useEffect, useRef } from "react";
import { Choice } from "../ui/choice";
import { languages, type LanguageChoice as Chosen } from "./languages";
import { languageAtom, t } from "./speaking";

/** Another language draws the page anew: the focus comes back to where one was. */
let justChosen = false;

/** Each language under its own name, so that whoever cannot read this one finds theirs. */
export function LanguageChoice() {
  const [language, setLanguage] = useAtom(languageAtom);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (justChosen) place.current?.querySelector("select")?.focus();
    justChosen = false;
  }, []);
  const choose = (next: Chosen) => {
    justChosen = true;
    setLanguage(next);
  };
  return (
    <div ref={place}>
      <Choice label={t("Language")} value={language} choices={[["system", t("Language of the browser")], ...(Object.entries(languages) as [Chosen, string][])]} onChange={choose} />
    </div>
  );
}
