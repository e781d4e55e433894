/** Models that answer beside the one of the chat, and the questions whose answers stand side by side. */
import { atom, getDefaultStore } from "jotai";
import { read, write } from "../stored/storage";

export const othersMost = 3;
const key = "parley:beside";
const questionsMost = 50;
const store = getDefaultStore();

export const othersAtom = atom<string[]>([]);
/** Who else is asked, now that `model` is. */
export const othersThan = (model: string | null) => store.get(othersAtom).filter((name) => name !== model);
export const askNoOthers = () => store.set(othersAtom, []);

/** The answers of a question, in their order. */
export type Beside = Readonly<Record<string, readonly string[]>>;

export function parsed(text: string | null): Beside {
  try {
    const found: unknown = JSON.parse(text ?? "{}");
    if (typeof found !== "object" || found === null) return {};
    return Object.fromEntries(Object.entries(found).filter((each): each is [string, string[]] => Array.isArray(each[1]) && each[1].every((id) => typeof id === "string")));
  } catch {
    return {};
  }
}

export const besideAtom = atom<Beside>(parsed(read(key)));

function keep(next: Beside): void {
  const kept = Object.fromEntries(Object.entries(next).slice(-questionsMost));
  store.set(besideAtom, kept);
  write(key, Object.keys(kept).length > 0 ? JSON.stringify(kept) : null);
}

export const showBeside = (question: string, answers: readonly string[]) => keep({ ...store.get(besideAtom), [question]: answers });
export const showOne = (question: string) => keep(Object.fromEntries(Object.entries(store.get(besideAtom)).filter(([id]) => id !== question)));
