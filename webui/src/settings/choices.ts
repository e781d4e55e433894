import { kept } from "../stored/kept";

/** Which key sends; the other one makes a new line. */
export const sendKeyAtom = kept<"enter" | "ctrl-enter">("parley:send", "enter");
/** Whether tokens, cost and time stand under every answer or only under the pointer. */
export const usageShownAtom = kept<"always" | "hover">("parley:usage", "always");
/** Whether long lines of code are wrapped. */
export const codeWrapAtom = kept<"off" | "on">("parley:wrap", "off");
