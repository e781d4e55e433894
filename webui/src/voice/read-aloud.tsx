import { atom, getDefaultStore, useAtomValue } from "jotai";
import { Square, Volume2 } from "lucide-react";
import { useEffect } from "react";
import { t } from "../languages/speaking";
import { IconButton } from "../ui/button";
import { spoken } from "./spoken";

/** Which message is read aloud: one at a time, by the browser's own voice. */
const readingAtom = atom<string | null>(null);
const store = getDefaultStore();
const canSpeak = () => typeof speechSynthesis !== "undefined" && typeof SpeechSynthesisUtterance !== "undefined";

function stop(): void {
  store.set(readingAtom, null);
  speechSynthesis.cancel();
}

function read(id: string, text: string): void {
  stop();
  const parts = spoken(text);
  const next = () => {
    const part = store.get(readingAtom) === id ? parts.shift() : undefined;
    if (part === undefined) {
      if (store.get(readingAtom) === id) store.set(readingAtom, null);
      return;
    }
    const words = new SpeechSynthesisUtterance(part);
    words.onend = next;
    words.onerror = () => { if (store.get(readingAtom) === id) store.set(readingAtom, null); };
    speechSynthesis.speak(words);
  };
  store.set(readingAtom, id);
  next();
}

export function ReadAloud({ id, text }: { id: string; text: () => string }) {
  const reading = useAtomValue(readingAtom) === id;
  // Whoever leaves the answer does not want to hear the rest.
  useEffect(() => () => { if (store.get(readingAtom) === id) stop(); }, [id]);
  if (!canSpeak()) return null;
  return (
    <IconButton label={reading ? t("Stop reading") : t("Read aloud")} aria-pressed={reading} onClick={() => (reading ? stop() : read(id, text()))}>
      {reading ? <Square aria-hidden className="size-3.5 fill-current" /> : <Volume2 aria-hidden className="size-4" />}
    </IconButton>
  );
}
