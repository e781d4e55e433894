/** Which tools models may use: chosen by name, kept on this device. */
import { atom, getDefaultStore } from "jotai";
import { read, write } from "../stored/storage";

const key = "parley:tools";
const store = getDefaultStore();
const stored = (): string[] => (read(key) ?? "").split("\n").filter(Boolean);

export const chosenToolsAtom = atom<string[]>(stored());
export const chosenTools = () => store.get(chosenToolsAtom);

export function chooseTool(name: string, on: boolean): void {
  const others = chosenTools().filter((each) => each !== name);
  const next = on ? [...others, name] : others;
  write(key, next.length > 0 ? next.join("\n") : null);
  store.set(chosenToolsAtom, next);
}

/** These and no others. */
export function chooseTools(names: readonly string[]): void {
  write(key, names.length > 0 ? names.join("\n") : null);
  store.set(chosenToolsAtom, [...names]);
}
