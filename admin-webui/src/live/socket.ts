import type { QueryClient } from "@tanstack/react-query";
import { io, type Socket } from "socket.io-client";
import type { Call } from "../api/answers";
import { lastCalls } from "../api/queries";
import { freshToken } from "../session/session";
import { receive, seed, setConnection, useLive } from "./live";
import { paced } from "./pace";

const mergeMs = 1000;
const refetchMs = 2000;
const offlineMs = 30_000;
const pollMs = 10_000;
const hiddenMs = 60_000;

interface ServerEvents {
  call: (call: Call) => void;
  alerts: () => void;
}

/**
 * Follows the service's live namespace until the returned function is called. Events are merged, never replayed: after
 * every reconnection the lists are fetched again. While the socket is down the lists are polled; while the page is
 * hidden nothing runs.
 */
export function follow(queries: QueryClient): () => void {
  const timers = new Set<ReturnType<typeof setTimeout>>();
  let offline: ReturnType<typeof setTimeout> | undefined;
  let hidden: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;

  const later = (milliseconds: number, work: () => void): ReturnType<typeof setTimeout> => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      work();
    }, milliseconds);
    timers.add(timer);
    return timer;
  };

  const socket: Socket<ServerEvents> = io("/live", {
    path: "/admin/socket.io",
    transports: ["websocket", "polling"],
    reconnectionDelay: 500,
    reconnectionDelayMax: 8000,
    auth: (give) => {
      freshToken().then(
        (token) => (token === null ? socket.disconnect() : give({ token })),
        () => give({ token: "" }),
      );
    },
  });

  const refetch = async (): Promise<void> => {
    const [calls] = await Promise.allSettled([
      queries.fetchQuery({ ...lastCalls, staleTime: 0 }),
      queries.invalidateQueries({ queryKey: ["overview"] }),
      queries.invalidateQueries({ queryKey: ["alerts"] }),
    ]);
    if (!stopped && calls.status === "fulfilled") seed(calls.value.items);
  };

  const refetchOverview = paced<null>(refetchMs, () => void queries.invalidateQueries({ queryKey: ["overview"] }));
  const refetchAlerts = paced<null>(mergeMs, () => void queries.invalidateQueries({ queryKey: ["alerts"] }));
  const merge = paced<Call>(mergeMs, (calls) => {
    if (stopped) return;
    receive(calls);
    if (!useLive.getState().paused) refetchOverview(null);
  });

  const poll = (): void => {
    later(pollMs, () => {
      if (!socket.connected && !document.hidden) void refetch();
      poll();
    });
  };

  socket.on("call", merge);
  socket.on("alerts", () => refetchAlerts(null));
  socket.on("connect", () => {
    clearTimeout(offline);
    offline = undefined;
    setConnection("live");
    void refetch();
  });
  const lost = (): void => {
    if (useLive.getState().connection === "live") setConnection("delayed");
    offline ??= later(offlineMs, () => setConnection("offline"));
  };
  socket.on("disconnect", (reason) => {
    lost();
    // The service ends a connection when its token expires; the next one asks for a fresh token.
    if (reason === "io server disconnect" && !stopped) later(250, () => socket.connect());
  });
  socket.on("connect_error", () => {
    lost();
    // A refused handshake is final for the client, so it is tried again by hand.
    if (!socket.active && !stopped) later(3000, () => socket.connect());
  });

  const visibility = (): void => {
    clearTimeout(hidden);
    if (document.hidden) hidden = later(hiddenMs, () => socket.disconnect());
    else if (!socket.connected) socket.connect();
  };
  document.addEventListener("visibilitychange", visibility);
  // The network is back: the next attempt need not wait for its turn.
  const online = (): void => void (!document.hidden && socket.disconnect().connect());
  window.addEventListener("online", online);
  poll();

  return () => {
    stopped = true;
    document.removeEventListener("visibilitychange", visibility);
    window.removeEventListener("online", online);
    for (const timer of timers) clearTimeout(timer);
    socket.disconnect();
  };
}
