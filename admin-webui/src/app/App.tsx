import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useEffect } from "react";
import { BrowserRouter } from "react-router";
import { asProblem } from "../api/problem";
import { Notices } from "../feedback/Notices";
import { forget } from "../live/live";
import { ProofDialog } from "../session/ProofDialog";
import { resume, useSession } from "../session/session";
import { Appearance } from "../theme/Appearance";
import { Pages } from "./Pages";

const worthRetrying = new Set([0, 502, 503, 504]);

const queries = new QueryClient({
  queryCache: new QueryCache(),
  mutationCache: new MutationCache(),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      refetchOnWindowFocus: true,
      retry: (failures, error) => failures < 2 && worthRetrying.has(asProblem(error).status),
    },
  },
});

useSession.subscribe((now, before) => {
  if (now.status !== "signed-out" || before.status === "signed-out") return;
  queries.clear();
  forget();
});

export function App() {
  useEffect(() => void resume(), []);
  return (
    <Appearance>
      <QueryClientProvider client={queries}>
        <BrowserRouter basename="/admin">
          <Pages />
        </BrowserRouter>
        <ProofDialog />
        <Notices />
      </QueryClientProvider>
    </Appearance>
  );
}
