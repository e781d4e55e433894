import { atom, getDefaultStore, useAtom, useAtomValue } from "jotai";
import { keyNames } from "../languages/key-names";
import { msg, t } from "../languages/speaking";
import { sendKeyAtom } from "../settings/choices";
import { dialogLook, Sheet, SheetTitle } from "../ui/sheet";

const openAtom = atom(false);
export const showShortcuts = () => getDefaultStore().set(openAtom, true);

const sendKeys = { enter: "Enter / Shift+Enter", "ctrl-enter": "Ctrl+Enter / Enter" };

const rows: [string, string][] = [
  [msg("New chat"), "Ctrl+Shift+O"],
  [msg("Do anything, by its name"), "Ctrl+K / Ctrl+Shift+P"],
  [msg("Search chats"), "Ctrl+Shift+F"],
  [msg("Show or hide the sidebar"), "Ctrl+B"],
  [msg("Choose a model"), "Ctrl+Shift+M"],
  [msg("Write a message"), "Shift+Esc"],
  [msg("Send / new line"), sendKeys.enter],
  [msg("Stop the answer"), "Esc"],
  [msg("Previous / next turn"), "Alt+Up / Alt+Down"],
  [msg("Other version of a turn"), "Alt+Left / Alt+Right"],
  [msg("Copy the last answer"), "Ctrl+Shift+C"],
  [msg("Copy the last code block"), "Ctrl+Shift+;"],
  [msg("Rename / delete a chat in the list"), "F2 / Delete"],
  [msg("Next region"), "F6"],
  [msg("This list"), "Ctrl+/"],
];

export function ShortcutSheet() {
  const [open, setOpen] = useAtom(openAtom);
  const sendKey = useAtomValue(sendKeyAtom);
  if (!open) return null;
  return (
    <Sheet label={t("Keyboard shortcuts")} className={dialogLook} onClose={() => setOpen(false)}>
      <SheetTitle onClose={() => setOpen(false)}>{t("Keyboard shortcuts")}</SheetTitle>
      <dl className="divide-y divide-border">
        {rows.map(([action, keys]) => (
          <div key={action} className="flex min-h-9 items-center justify-between gap-4 py-1">
            <dt>{t(action)}</dt>
            <dd className="shrink-0"><Keys keys={keys === sendKeys.enter ? sendKeys[sendKey] : keys} /></dd>
          </div>
        ))}
      </dl>
    </Sheet>
  );
}

/** "Ctrl+B / F6" as caps. */
function Keys({ keys }: { keys: string }) {
  return keyNames(keys).split(" / ").map((one, index) => (
    <span key={one}>
      {index > 0 ? <span className="px-1.5 text-text-3">/</span> : null}
      <kbd className="rounded-control border border-border bg-surface-2 px-1.5 py-0.5 font-sans text-xs text-text-2">{one}</kbd>
    </span>
  ));
}
