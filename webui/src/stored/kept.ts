import { atom, type WritableAtom } from "jotai";
import { read, write } from "./storage";

/** A choice that this device remembers; another tab's change arrives too. */
export function kept<Value extends string>(key: string, usual: Value, after: () => void = () => {}): WritableAtom<Value, [Value], void> {
  const value = atom((read(key) as Value | null) ?? usual);
  value.onMount = (set) => {
    const onStorage = (event: StorageEvent) => {
      if (event.key === key) set((event.newValue as Value | null) ?? usual);
    };
    addEventListener("storage", onStorage);
    return () => removeEventListener("storage", onStorage);
  };
  return atom(
    (get) => get(value),
    (_get, set, next: Value) => {
      write(key, next === usual ? null : next);
      set(value, next);
      after();
    },
  );
}
