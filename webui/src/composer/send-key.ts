type Key = { key: string; shiftKey: boolean; ctrlKey: boolean; metaKey: boolean; altKey: boolean };

/** Whether this key sends. On a touch keyboard Enter makes a new line; with Ctrl or Cmd it always sends. */
export function takesKey({ key, shiftKey, ctrlKey, metaKey, altKey }: Key, wanted: "enter" | "ctrl-enter", isTouch: boolean): boolean {
  if (key !== "Enter" || shiftKey || altKey) return false;
  return ctrlKey || metaKey || (wanted === "enter" && !isTouch);
}
