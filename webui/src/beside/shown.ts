import { useAtomValue } from "jotai";
import type { Message } from "../api/types";
import { besideAtom } from "./chosen";

/** The ids to show beside each other, when this answer stands in columns. */
export function useColumns(message: Message): readonly string[] | null {
  const ids = useAtomValue(besideAtom)[message.parent_id ?? ""];
  return ids && ids.length > 1 && ids.includes(message.id) ? ids : null;
}
