import { QueryClientProvider } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { BrowserRouter, Link, Route, Routes } from "react-router";
import { queries } from "./conversations/data";
import { Gate } from "./session/gate";
import { SignInPage } from "./session/sign-in-page";
import { Notices } from "./ui/notices";

const Shell = lazy(() => import("./shell/shell").then((module) => ({ default: module.Shell })));
const ChatPage = lazy(() => import("./chat/chat-page").then((module) => ({ default: module.ChatPage })));

export function App() {
  return (
    <QueryClientProvider client={queries}>
      <BrowserRouter>
        <Suspense fallback={<main aria-busy className="h-dvh flex-1"><h1 className="sr-only">Loading</h1></main>}>
          <Routes>
            <Route path="/login" element={<SignInPage registering={false} />} />
            <Route path="/register" element={<SignInPage registering />} />
            <Route element={<Gate />}>
              <Route element={<Shell />}>
                <Route index element={<ChatPage />} />
                <Route path="/c/:id" element={<ChatPage />} />
              </Route>
            </Route>
            <Route path="*" element={<NotFound />} />
          </Routes>
        </Suspense>
      </BrowserRouter>
      <Notices />
    </QueryClientProvider>
  );
}

function NotFound() {
  return (
    <main className="grid h-dvh place-items-center p-6 text-center">
      <div>
        <h1 className="text-xl font-semibold">There is nothing at this address</h1>
        <p className="mt-2 mb-6 text-text-2">The link may be old or mistyped.</p>
        <Link to="/" className="text-link underline">Go to your chats</Link>
      </div>
    </main>
  );
}
