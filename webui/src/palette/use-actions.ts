/** Every action of the application that makes sense where one is now. */
import { useQueryClient } from "@tanstack/react-query";
import { useSetAtom } from "jotai";
import { Archive, ArchiveRestore, BookMarked, Bot, Braces, ChartColumn, Columns2, Copy, CopyPlus, Cpu, FileText, Folder, FolderOpen, KeyRound, Keyboard, Link as LinkIcon, LogOut, MessageCircleDashed, MessageSquare, Monitor, Moon, PanelLeft, PenLine, Pin, PinOff, Plus, Search, Settings, SlidersHorizontal, SquarePen, Sun, Trash2 } from "lucide-react";
import { useLocation, useNavigate } from "react-router";
import { themeAtom } from "../appearance/appearance";
import { chat } from "../api/client";
import type { Conversation } from "../api/types";
import { moveTo, save, useOpenCopy } from "../conversations/arranging";
import { conversationKey, titleOf, useConversations } from "../conversations/data";
import { useDelete } from "../conversations/deletion";
import { t } from "../languages/speaking";
import { providerName, useModels } from "../models/catalogue";
import { wantModel } from "../models/wanting";
import { useProjects } from "../projects/data";
import { usePrompts } from "../prompts/data";
import { pickPrompt } from "../prompts/picking";
import { keep } from "../retention/keeping";
import { openSearch } from "../search/open";
import { leave } from "../shell/account-menu";
import { copyLastAnswer, copyLastCode } from "../shell/shortcuts";
import { showShortcuts } from "../shell/shortcut-sheet";
import type { Action } from "./actions";

const recentMost = 8;
const press = (selector: string) => () => document.querySelector<HTMLElement>(selector)?.click();

export function useActions(toggleSidebar: () => void): Action[] {
  const navigate = useNavigate();
  const location = useLocation();
  const setTheme = useSetAtom(themeAtom);
  const models = useModels();
  const prompts = usePrompts();
  const projects = useProjects();
  const recent = useConversations("open");
  const pinned = useConversations("pinned");
  const here = useHere();
  const go = (path: string) => () => void navigate(path);
  const settings = (path: string) => () => void navigate(path, { state: { behind: location } });
  const chatting = location.pathname === "/" || location.pathname.startsWith("/c/");

  const begin: Action[] = [
    { id: "new", group: t("Chats"), name: t("New chat"), icon: SquarePen, keys: "Ctrl+Shift+O", run: go("/") },
    { id: "temporary", group: t("Chats"), name: t("New temporary chat"), icon: MessageCircleDashed, also: "private incognito", run: go("/?temporary") },
    { id: "search", group: t("Chats"), name: t("Search chats"), icon: Search, keys: "Ctrl+Shift+F", also: "find", run: () => openSearch() },
  ];
  const speak: Action[] = chatting ? [
    { id: "pick-model", group: t("Here"), name: t("Choose a model"), icon: Cpu, keys: "Ctrl+Shift+M", also: "switch", run: press("[data-model-picker]") },
    { id: "model-settings", group: t("Here"), name: t("Model settings and presets"), icon: SlidersHorizontal, also: "temperature parameters", run: press("[data-model-settings]") },
    { id: "beside", group: t("Here"), name: t("Ask more models side by side"), icon: Columns2, also: "compare columns", run: press("[data-models-beside]") },
    { id: "write", group: t("Here"), name: t("Write a message"), icon: PenLine, keys: "Shift+Esc", also: "focus composer", run: () => document.querySelector<HTMLElement>("#composer")?.focus() },
  ] : [];
  const places: Action[] = [
    { id: "agents", group: t("Go to"), name: t("Agents"), icon: Bot, run: go("/agents") },
    { id: "new-agent", group: t("Go to"), name: t("New agent"), icon: Plus, also: "create assistant", run: go("/agents/new") },
    { id: "prompts", group: t("Go to"), name: t("Prompts"), icon: BookMarked, also: "library", run: go("/prompts") },
    { id: "files", group: t("Go to"), name: t("Your files"), icon: FolderOpen, also: "uploads", run: go("/files") },
    { id: "usage", group: t("Go to"), name: t("Usage and cost"), icon: ChartColumn, also: "money budget spend", run: go("/usage") },
    { id: "settings", group: t("Go to"), name: t("Settings"), icon: Settings, also: "preferences account password devices retention archived", run: settings("/settings") },
    { id: "keys", group: t("Go to"), name: t("API keys"), icon: KeyRound, also: "settings", run: settings("/settings/keys") },
    { id: "links", group: t("Go to"), name: t("Shared links"), icon: LinkIcon, also: "settings", run: settings("/settings/links") },
    ...(projects.data ?? []).map((project): Action => ({ id: `p-${project.id}`, group: t("Go to"), name: project.name, detail: t("Project"), icon: Folder, run: go(`/p/${project.id}`) })),
  ];
  const looks: Action[] = [
    { id: "dark", group: t("Appearance"), name: t("Dark theme"), icon: Moon, also: "night mode", run: () => setTheme("dark") },
    { id: "light", group: t("Appearance"), name: t("Light theme"), icon: Sun, also: "day mode", run: () => setTheme("light") },
    { id: "system", group: t("Appearance"), name: t("Theme of the system"), icon: Monitor, run: () => setTheme("system") },
    { id: "sidebar", group: t("Appearance"), name: t("Show or hide the sidebar"), icon: PanelLeft, keys: "Ctrl+B", run: toggleSidebar },
    { id: "shortcuts", group: t("Appearance"), name: t("Keyboard shortcuts"), icon: Keyboard, keys: "Ctrl+/", run: showShortcuts },
    { id: "sign-out", group: t("Account"), name: t("Sign out"), icon: LogOut, also: "log out leave", run: leave },
  ];
  const listed = [...(pinned.data?.pages ?? []), ...(recent.data?.pages ?? [])].flatMap((page) => page.items);
  return [
    ...begin,
    ...speak,
    ...here,
    ...listed.slice(0, recentMost).map((each): Action => ({ id: `c-${each.id}`, group: t("Recent chats"), name: titleOf(each), icon: MessageSquare, run: go(`/c/${each.id}`) })),
    ...places,
    ...(prompts.data?.prompts ?? []).map((prompt): Action => ({ id: `s-${prompt.id}`, group: t("Prompts"), name: prompt.name, detail: `/${prompt.command}`, icon: BookMarked, run: () => { pickPrompt(prompt); if (!chatting) void navigate("/"); } })),
    ...(models.data ?? []).map((model): Action => ({ id: `m-${model.name}`, group: t("Models"), name: model.label, detail: providerName(model.provider), also: model.name, icon: Cpu, run: () => { if (!wantModel(model.name)) void navigate("/"); } })),
    ...looks,
    ...listed.slice(recentMost).map((each): Action => ({ id: `c-${each.id}`, group: t("More chats"), name: titleOf(each), icon: MessageSquare, run: go(`/c/${each.id}`) })),
  ];
}

/** What can be done with the chat that is open. */
function useHere(): Action[] {
  const { pathname } = useLocation();
  const queries = useQueryClient();
  const openCopy = useOpenCopy();
  const remove = useDelete();
  const id = /^\/c\/([^/]+)$/.exec(pathname)?.[1];
  const open = id ? queries.getQueryData<Conversation>(conversationKey(id)) : undefined;
  if (!open) return [];
  const group = t("This chat");
  const shelves: Action[] = open.temporary
    ? [{ id: "keep", group, name: t("Keep this chat"), icon: Pin, run: () => keep(open) }]
    : [
        open.shelf === "pinned" ? { id: "unpin", group, name: t("Unpin this chat"), icon: PinOff, run: () => moveTo(open, "open") } : { id: "pin", group, name: t("Pin this chat"), icon: Pin, run: () => moveTo(open, "pinned") },
        open.shelf === "archived" ? { id: "unarchive", group, name: t("Take this chat out of the archive"), icon: ArchiveRestore, run: () => moveTo(open, "open") } : { id: "archive", group, name: t("Archive this chat"), icon: Archive, run: () => moveTo(open, "archived") },
        { id: "duplicate", group, name: t("Duplicate this chat"), icon: CopyPlus, also: "copy", run: () => openCopy(() => chat.duplicate(open.id), t("This is the copy. The other chat stays as it is.")) },
      ];
  return [
    { id: "copy-answer", group, name: t("Copy the last answer"), icon: Copy, keys: "Ctrl+Shift+C", run: copyLastAnswer },
    { id: "copy-code", group, name: t("Copy the last code block"), icon: Braces, keys: "Ctrl+Shift+;", run: copyLastCode },
    ...shelves,
    { id: "export-page", group, name: t("Export this chat as a page"), icon: FileText, also: "markdown download", run: () => save(open, "markdown") },
    { id: "export-json", group, name: t("Export this chat with all versions"), icon: Braces, also: "json download", run: () => save(open, "json") },
    { id: "delete", group, name: t("Delete this chat"), icon: Trash2, also: "remove", run: () => remove(open) },
  ];
}
