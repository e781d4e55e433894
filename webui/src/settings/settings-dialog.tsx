import { useAtom } from "jotai";
import { lazy, Suspense, useEffect, useState, type ReactNode } from "react";
import { useLocation, useNavigate } from "react-router";
import { contrastAtom, motionAtom, textSizeAtom, themeAtom } from "../appearance/appearance";
import type { User } from "../api/types";
import { Archived } from "../conversations/archived";
import { saveAll } from "../conversations/arranging";
import { KeepFor } from "../retention/keep-for";
import { useStanding } from "../session/standing";
import { Button } from "../ui/button";
import { Segmented } from "../ui/segmented";
import { Sheet, SheetTitle } from "../ui/sheet";
import { Account, Devices } from "./account";
import { DeleteAccount } from "./delete-account";
import { TwoSteps } from "./second-factor";
import { codeWrapAtom, sendKeyAtom, usageShownAtom } from "./choices";
import { SettingsTabs, tabOf } from "./settings-tabs";

const Links = lazy(() => import("../sharing/links").then((module) => ({ default: module.Links })));
const Imports = lazy(() => import("../imports/imports").then((module) => ({ default: module.Imports })));
const Connections = lazy(() => import("../connections/connections").then((module) => ({ default: module.Connections })));
const Memory = lazy(() => import("../memory/memory").then((module) => ({ default: module.Memory })));
const Keys = lazy(() => import("../keys/keys").then((module) => ({ default: module.Keys })));

/** A dialog with an address of its own, over whatever page one came from. */
export function SettingsDialog() {
  const standing = useStanding();
  const navigate = useNavigate();
  const location = useLocation();
  const isOverAPage = (location.state as { behind?: unknown } | null)?.behind !== undefined;
  const tab = tabOf(location.pathname);
  useEffect(() => {
    const title = document.title;
    document.title = "Settings · Parley";
    return () => { document.title = title; };
  }, []);
  if (standing.state !== "signed-in") return null;
  const close = () => void (isOverAPage ? navigate(-1) : navigate("/"));
  return (
    <Sheet label="Settings" onClose={close} className={look}>
      <SheetTitle onClose={close}>Settings</SheetTitle>
      <SettingsTabs tab={tab} />
      <Suspense fallback={<div role="status" aria-label="Loading" className="skeleton h-24 w-full" />}>
        {tab === "keys" ? <Keys /> : tab === "links" ? <Links /> : tab === "connections" ? <Connections /> : tab === "memory" ? <Memory /> : tab === "import" ? <Imports /> : <General user={standing.user} />}
      </Suspense>
    </Sheet>
  );
}

function General({ user }: { user: User }) {
  return (
    <div className="space-y-6">
      <Appearance />
      <Chatting />
      <Group name="Archived chats"><Archived /></Group>
      <Group name="Your data"><KeepFor /><SaveAll /></Group>
      <Group name="Account"><Account user={user} /></Group>
      <Group name="Two-step sign-in"><TwoSteps email={user.email} /></Group>
      <Group name="Devices"><Devices /></Group>
      <Group name="Delete account"><DeleteAccount email={user.email} /></Group>
      <p className="text-xs text-text-3">Appearance and chat are saved at once, on this device.</p>
    </div>
  );
}

const look =
  "enter m-auto max-h-[calc(100dvh-2rem)] w-[min(36rem,calc(100vw-2rem))] overflow-y-auto rounded-dialog border border-border bg-raised p-6 shadow-dialog max-sm:m-0 max-sm:h-dvh max-sm:max-h-none max-sm:w-screen max-sm:max-w-none max-sm:rounded-none max-sm:border-0";

function Group({ name, children }: { name: string; children: ReactNode }) {
  return (
    <section aria-label={name} className="space-y-4 border-t border-border pt-4">
      <h3 className="text-xs font-medium text-text-3">{name}</h3>
      {children}
    </section>
  );
}

function SaveAll() {
  const [busy, setBusy] = useState(false);
  const onClick = () => {
    setBusy(true);
    void saveAll().finally(() => setBusy(false));
  };
  return (
    <div className="flex flex-wrap items-center justify-between gap-3">
      <p className="text-text-2">All your chats with all their versions, as one JSON file.</p>
      <Button busy={busy} onClick={onClick}>Export all chats</Button>
    </div>
  );
}

function Appearance() {
  const [theme, setTheme] = useAtom(themeAtom);
  const [contrast, setContrast] = useAtom(contrastAtom);
  const [textSize, setTextSize] = useAtom(textSizeAtom);
  const [motion, setMotion] = useAtom(motionAtom);
  return (
    <Group name="Appearance">
      <Segmented label="Theme" value={theme} onChange={setTheme} choices={[["system", "System"], ["light", "Light"], ["dark", "Dark"]]} />
      <Segmented label="Contrast" value={contrast} onChange={setContrast} choices={[["system", "System"], ["standard", "Standard"], ["more", "High"]]} />
      <Segmented label="Text size" value={textSize} onChange={setTextSize} choices={[["small", "Small"], ["normal", "Normal"], ["large", "Large"], ["larger", "Larger"]]} />
      <Segmented label="Motion" value={motion} onChange={setMotion} choices={[["system", "System"], ["reduced", "Reduced"]]} />
    </Group>
  );
}

function Chatting() {
  const [sendKey, setSendKey] = useAtom(sendKeyAtom);
  const [usage, setUsage] = useAtom(usageShownAtom);
  const [wrap, setWrap] = useAtom(codeWrapAtom);
  return (
    <Group name="Chat">
      <Segmented label="Send with" hint="The other way makes a new line." value={sendKey} onChange={setSendKey} choices={[["enter", "Enter"], ["ctrl-enter", "Ctrl+Enter"]]} />
      <Segmented label="Usage" hint="Tokens, cost and time under each answer." value={usage} onChange={setUsage} choices={[["always", "Always"], ["hover", "On hover"]]} />
      <Segmented label="Long lines of code" value={wrap} onChange={setWrap} choices={[["off", "Scroll"], ["on", "Wrap"]]} />
    </Group>
  );
}
