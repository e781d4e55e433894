import { atom, getDefaultStore, useAtom } from "jotai";
import { Button } from "../ui/button";
import { dialogLook, Sheet } from "../ui/sheet";

const openAtom = atom(false);
export const showShortcuts = () => getDefaultStore().set(openAtom, true);

const rows: [string, string][] = [
  ["New chat", "Ctrl+Shift+O"],
  ["Show or hide the sidebar", "Ctrl+B"],
  ["Choose a model", "Ctrl+Shift+M"],
  ["Write a message", "Shift+Esc"],
  ["Send / new line", "Enter / Shift+Enter"],
  ["Stop the answer", "Esc"],
  ["Previous / next turn", "Alt+Up / Alt+Down"],
  ["Other version of a turn", "Alt+Left / Alt+Right"],
  ["Copy the last answer", "Ctrl+Shift+C"],
  ["Copy the last code block", "Ctrl+Shift+;"],
  ["Rename / delete a chat in the list", "F2 / Delete"],
  ["Next region", "F6"],
  ["This list", "Ctrl+/"],
];

export function ShortcutSheet() {
  const [open, setOpen] = useAtom(openAtom);
  if (!open) return null;
  return (
    <Sheet label="Keyboard shortcuts" className={dialogLook} onClose={() => setOpen(false)}>
      <h2 className="pb-4 text-lg font-semibold">Keyboard shortcuts</h2>
      <dl className="space-y-2">
        {rows.map(([action, keys]) => (
          <div key={action} className="flex justify-between gap-4">
            <dt>{action}</dt>
            <dd className="shrink-0 font-mono text-xs text-text-2">{keys}</dd>
          </div>
        ))}
      </dl>
      <div className="pt-5 text-end"><Button autoFocus onClick={() => setOpen(false)}>Close</Button></div>
    </Sheet>
  );
}
