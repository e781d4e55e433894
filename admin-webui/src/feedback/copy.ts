import { notify } from "./notices";

/** The clipboard is missing on plain http away from localhost: then the reader is told to select the text. */
export async function copy(text: string, what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    notify("success", `The ${what} was copied`);
  } catch {
    notify("error", `The browser does not let this page copy. Select the ${what} and copy it yourself.`);
  }
}
