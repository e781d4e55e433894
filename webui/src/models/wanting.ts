/** A model chosen from elsewhere than the page that speaks to it. */
import { useEffect } from "react";
import { rememberModel } from "./catalogue";

const pages = new Set<(name: string) => void>();

/** The page takes what is chosen, while it is there. */
export function useWanted(choose: (name: string) => void): void {
  useEffect(() => {
    pages.add(choose);
    return () => { pages.delete(choose); };
  });
}

/** Whether a page took it; else it is the model of the next new chat. */
export function wantModel(name: string): boolean {
  rememberModel(name);
  for (const choose of pages) choose(name);
  return pages.size > 0;
}
