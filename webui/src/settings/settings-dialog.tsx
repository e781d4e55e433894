import { useAtom } from "jotai";
import { lazy, Suspense, useEffect, useState, type ReactNode } from "react";
import { useLocation, useNavigate } from "react-router";
import { contrastAtom, motionAtom, textSizeAtom, themeAtom } from "../appearance/appearance";
import type { User } from "../api/types";
import { Archived } from "../conversations/archived";
import { saveAll } from "../conversations/arranging";
import { LanguageChoice } from "../languages/language-choice";
import { keyNames } from "../languages/key-names";
import { t } from "../languages/speaking";
import { KeepFor } from "../retention/keep-for";
import { useStanding } from "../session/standing";
import { Button } from "../ui/button";
import { Segmented } from "../ui/segmented";
import { Sheet, SheetTitle } from "../ui/sheet";
import { Account, Devices } from "./account";
import { DeleteAccount } from "./delete-account";
import { TwoSteps } from "./second-factor";
import { codeWrapAtom, sendKeyAtom, usageShownAtom } from "./choices";
import { WaysIn } from "./ways-in";
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
    document.title = `${t("Settings")} · Parley`;
    return () => { document.title = title; };
  }, []);
  if (standing.state !== "signed-in") return null;
  const close = () => void (isOverAPage ? navigate(-1) : navigate("/"));
  return (
    <Sheet label={t("Settings")} onClose={close} className={look}>
      <SheetTitle onClose={close}>{t("Settings")}</SheetTitle>
      <SettingsTabs tab={tab} />
      <Suspense fallback={<div role="status" aria-label={t("Loading")} className="skeleton h-24 w-full" />}>
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
      <Group name={t("Archived chats")}><Archived /></Group>
      <Group name={t("Your data")}><KeepFor /><SaveAll /></Group>
      <Group name={t("Account")}><Account user={user} /><WaysIn user={user} /></Group>
      <Group name={t("Two-step sign-in")}>{user.has_password ? <TwoSteps email={user.email} /> : <p className="text-text-2">{t("A code is asked for beside a password, and you have none. The provider that you come by may ask for a second step itself.")}</p>}</Group>
      <Group name={t("Devices")}><Devices /></Group>
      <Group name={t("Delete account")}><DeleteAccount user={user} /></Group>
      <p className="text-xs text-text-3">{t("Appearance and chat are saved at once, on this device.")}</p>
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
      <p className="text-text-2">{t("All your chats with all their versions, as one JSON file.")}</p>
      <Button busy={busy} onClick={onClick}>{t("Export all chats")}</Button>
    </div>
  );
}

function Appearance() {
  const [theme, setTheme] = useAtom(themeAtom);
  const [contrast, setContrast] = useAtom(contrastAtom);
  const [textSize, setTextSize] = useAtom(textSizeAtom);
  const [motion, setMotion] = useAtom(motionAtom);
  return (
    <Group name={t("Appearance")}>
      <LanguageChoice />
      <Segmented label={t("Theme")} value={theme} onChange={setTheme} choices={[["system", t("System")], ["light", t("Light")], ["dark", t("Dark")]]} />
      <Segmented label={t("Contrast")} value={contrast} onChange={setContrast} choices={[["system", t("System")], ["standard", t("Standard")], ["more", t("High")]]} />
      <Segmented label={t("Text size")} value={textSize} onChange={setTextSize} choices={[["small", t("Small")], ["normal", t("Normal")], ["large", t("Large")], ["larger", t("Larger")]]} />
      <Segmented label={t("Motion")} value={motion} onChange={setMotion} choices={[["system", t("System")], ["reduced", t("Reduced")]]} />
    </Group>
  );
}

function Chatting() {
  const [sendKey, setSendKey] = useAtom(sendKeyAtom);
  const [usage, setUsage] = useAtom(usageShownAtom);
  const [wrap, setWrap] = useAtom(codeWrapAtom);
  return (
    <Group name={t("Chat")}>
      <Segmented label={t("Send with")} hint={t("The other way makes a new line.")} value={sendKey} onChange={setSendKey} choices={[["enter", keyNames("Enter")], ["ctrl-enter", keyNames("Ctrl+Enter")]]} />
      <Segmented label={t("Usage")} hint={t("Tokens, cost and time under each answer.")} value={usage} onChange={setUsage} choices={[["always", t("Always")], ["hover", t("On hover")]]} />
      <Segmented label={t("Long lines of code")} value={wrap} onChange={setWrap} choices={[["off", t("Scroll")], ["on", t("Wrap")]]} />
    </Group>
  );
}
