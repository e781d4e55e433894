/** A prompt on its way into the composer: at once, or after its variables are filled in. */
import { atom, getDefaultStore, useAtomValue } from "jotai";
import { lazy, Suspense, useEffect, type RefObject } from "react";
import type { SavedPrompt } from "../api/library";
import { useStanding } from "../session/standing";
import { filled, known, variablesOf } from "./variables";

const FillDialog = lazy(() => import("./fill-dialog").then((module) => ({ default: module.FillDialog })));

/** What it takes the place of in the text; nowhere: it comes after what is there. */
type Place = { from: number; to: number };
type Picked = { prompt: Pick<SavedPrompt, "name" | "text">; place: Place | null };

const store = getDefaultStore();
const pickedAtom = atom<Picked | null>(null);

export const pickPrompt = (prompt: Picked["prompt"], place: Place | null = null) => store.set(pickedAtom, { prompt, place });

/** Part of the composer, which takes what was picked here or on another page. */
export function PickedPrompt({ area }: { area: RefObject<HTMLTextAreaElement | null> }) {
  const picked = useAtomValue(pickedAtom);
  const standing = useStanding();
  const user = "user" in standing ? standing.user.name : "";
  const asks = picked ? variablesOf(picked.prompt.text).length > 0 : false;
  const put = (values: Record<string, string>) => {
    store.set(pickedAtom, null);
    if (picked && area.current) insert(area.current, filled(picked.prompt.text, { ...known(user), ...values }), picked.place);
  };
  useEffect(() => { if (picked && !asks) put({}); });
  if (!picked || !asks) return null;
  return <Suspense><FillDialog prompt={picked.prompt} onFill={put} onClose={() => { store.set(pickedAtom, null); area.current?.focus(); }} /></Suspense>;
}

function insert(area: HTMLTextAreaElement, text: string, place: Place | null): void {
  const { from, to } = place ?? { from: area.value.length, to: area.value.length };
  const gap = place === null && area.value.trim() !== "" ? "\n\n" : "";
  area.setRangeText(gap + text, from, to, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
  // A dialog that closes gives the focus back where it came from; the text wants it after that.
  setTimeout(() => area.focus());
}
