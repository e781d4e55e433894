import { QueryClientProvider } from "@tanstack/react-query";
import { useAtomValue } from "jotai";
import { Direction } from "radix-ui";
import { lazy, Suspense } from "react";
import { BrowserRouter, Link, Route, Routes, useLocation, type Location } from "react-router";
import { directionOf } from "./languages/languages";
import { spokenAtom, t } from "./languages/speaking";
import { queries } from "./conversations/data";
import { Gate } from "./session/gate";
import { SignInPage } from "./session/sign-in-page";
import { Starting } from "./shell/starting";
import { Logo } from "./ui/logo";
import { Notices } from "./ui/notices";

const ForgotPage = lazy(() => import("./session/forgot-page").then((module) => ({ default: module.ForgotPage })));
const ResetPage = lazy(() => import("./session/reset-page").then((module) => ({ default: module.ResetPage })));
const ReturnPage = lazy(() => import("./session/return-page").then((module) => ({ default: module.ReturnPage })));
const VerifyPage = lazy(() => import("./session/verify-page").then((module) => ({ default: module.VerifyPage })));
const Shell = lazy(() => import("./shell/shell").then((module) => ({ default: module.Shell })));
const ChatPage = lazy(() => import("./chat/chat-page").then((module) => ({ default: module.ChatPage })));
const FilesPage = lazy(() => import("./files/files-page").then((module) => ({ default: module.FilesPage })));
const AgentsPage = lazy(() => import("./agents/agents-page").then((module) => ({ default: module.AgentsPage })));
const EditorPage = lazy(() => import("./agents/editor-page").then((module) => ({ default: module.EditorPage })));
const PromptsPage = lazy(() => import("./prompts/prompts-page").then((module) => ({ default: module.PromptsPage })));
const ProjectPage = lazy(() => import("./projects/project-page").then((module) => ({ default: module.ProjectPage })));
const UsagePage = lazy(() => import("./usage/usage-page").then((module) => ({ default: module.UsagePage })));
const SharedPage = lazy(() => import("./sharing/shared-page").then((module) => ({ default: module.SharedPage })));
const SettingsDialog = lazy(() => import("./settings/settings-dialog").then((module) => ({ default: module.SettingsDialog })));

/** Another language draws everything anew; what was typed and where one is outlive that. */
export function App() {
  const language = useAtomValue(spokenAtom);
  return (
    <QueryClientProvider client={queries}>
      <Direction.Provider dir={directionOf(language)}>
        <BrowserRouter>
          <Pages key={language} />
        </BrowserRouter>
        <Notices key={language} />
      </Direction.Provider>
    </QueryClientProvider>
  );
}

function Pages() {
  const location = useLocation();
  const behind = (location.state as { behind?: Location } | null)?.behind;
  return (
    <>
      <Suspense fallback={<Starting />}>
        <Routes location={behind ?? location}>
          <Route path="/login" element={<SignInPage registering={false} />} />
          <Route path="/register" element={<SignInPage registering />} />
          <Route path="/sign-in/:provider" element={<ReturnPage />} />
          <Route path="/forgot" element={<ForgotPage />} />
          <Route path="/reset" element={<ResetPage />} />
          <Route path="/verify" element={<VerifyPage />} />
          <Route path="/share/:id" element={<SharedPage />} />
          <Route element={<Gate />}>
            <Route element={<Shell />}>
              <Route index element={<ChatPage />} />
              <Route path="/c/:id" element={<ChatPage />} />
              <Route path="/files/:id?" element={<FilesPage />} />
              <Route path="/agents" element={<AgentsPage />} />
              <Route path="/agents/new" element={<EditorPage />} />
              <Route path="/agents/:id/edit" element={<EditorPage />} />
              <Route path="/prompts" element={<PromptsPage />} />
              <Route path="/p/:id" element={<ProjectPage />} />
              <Route path="/usage" element={<UsagePage />} />
              <Route path="/settings/:tab?" element={<ChatPage />} />
            </Route>
          </Route>
          <Route path="*" element={<NotFound />} />
        </Routes>
      </Suspense>
      {/^\/settings(\/|$)/.test(location.pathname) ? <Suspense><SettingsDialog /></Suspense> : null}
    </>
  );
}

function NotFound() {
  return (
    <main className="grid h-dvh place-items-center p-6 text-center">
      <div>
        <Logo className="mx-auto mb-6 size-10" />
        <h1 className="text-2xl font-semibold">{t("There is nothing at this address")}</h1>
        <p className="mt-2 mb-6 text-text-2">{t("The link may be old or mistyped.")}</p>
        <Link to="/" className="button-link">{t("Go to your chats")}</Link>
      </div>
    </main>
  );
}
