import { useEffect, useState } from "react";

const afterMs = 250;

/** A text once it has not changed for a quarter of a second: what a search is sent with. */
export function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), afterMs);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
