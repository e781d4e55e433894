import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { DayRange } from "../format/range";
import type { SpanName } from "../format/span";
import { answer, client } from "./client";
import type { paths } from "./schema";

export function overviewOf(span: SpanName) {
  return queryOptions({
    queryKey: ["overview", span],
    queryFn: ({ signal }) => answer(client.GET("/admin/api/overview", { params: { query: { span } }, signal })),
    placeholderData: keepPreviousData,
  });
}

export const lastCalls = queryOptions({
  queryKey: ["calls", "last"],
  queryFn: ({ signal }) => answer(client.GET("/admin/api/calls", { params: { query: { limit: 50 } }, signal })),
});

export function callWith(id: string) {
  return queryOptions({
    queryKey: ["call", id],
    queryFn: ({ signal }) =>
      answer(client.GET("/admin/api/calls/{call_id}", { params: { path: { call_id: id } }, signal })),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function usageIn(range: DayRange) {
  return queryOptions({
    queryKey: ["usage", range.from, range.to],
    queryFn: ({ signal }) => answer(client.GET("/admin/api/usage", { params: { query: range }, signal })),
    placeholderData: keepPreviousData,
  });
}

export const pageSize = 50;

export function usersMatching(search: string, cursor: string | null, limit: number = pageSize) {
  const query = { limit, ...(search === "" ? {} : { search }), ...(cursor === null ? {} : { cursor }) };
  return queryOptions({
    queryKey: ["users", search, cursor, limit],
    queryFn: ({ signal }) => answer(client.GET("/admin/api/users", { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
}

export interface KeysWanted {
  readonly search?: string;
  readonly owner?: string;
  readonly cursor?: string | null;
  readonly limit?: number;
}

export function keysWhere({ search = "", owner = "", cursor = null, limit = pageSize }: KeysWanted) {
  const query = {
    limit,
    ...(search === "" ? {} : { search }),
    ...(owner === "" ? {} : { owner }),
    ...(cursor === null ? {} : { cursor }),
  };
  return queryOptions({
    queryKey: ["keys", search, owner, cursor, limit],
    queryFn: ({ signal }) => answer(client.GET("/admin/api/keys", { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
}

export const allTeams = queryOptions({
  queryKey: ["teams"],
  queryFn: ({ signal }) => answer(client.GET("/admin/api/teams", { signal })),
});

export type CallsWanted = NonNullable<paths["/admin/api/calls"]["get"]["parameters"]["query"]>;

export function callsWhere(wanted: CallsWanted) {
  return queryOptions({
    queryKey: ["calls", wanted],
    queryFn: ({ signal }) => answer(client.GET("/admin/api/calls", { params: { query: wanted }, signal })),
    placeholderData: keepPreviousData,
  });
}

export function keyWith(id: string) {
  return queryOptions({
    queryKey: ["key", id],
    queryFn: ({ signal }) =>
      answer(client.GET("/admin/api/keys/{key_id}", { params: { path: { key_id: id } }, signal })),
  });
}

export function userWith(id: string) {
  return queryOptions({
    queryKey: ["user", id],
    queryFn: ({ signal }) =>
      answer(client.GET("/admin/api/users/{user_id}", { params: { path: { user_id: id } }, signal })),
  });
}

export function teamWith(id: string) {
  return queryOptions({
    queryKey: ["team", id],
    queryFn: ({ signal }) =>
      answer(client.GET("/admin/api/teams/{team_id}/access", { params: { path: { team_id: id } }, signal })),
  });
}

/** Whoever has limits and budgets of their own. */
export interface Subject {
  readonly kind: "key" | "user" | "team";
  readonly id: string;
}

export function standingOf({ kind, id }: Subject) {
  return queryOptions({
    queryKey: ["standings", kind, id],
    queryFn: ({ signal }) =>
      answer(client.GET("/admin/api/standings/{subject}/{id}", { params: { path: { subject: kind, id } }, signal })),
    refetchInterval: 15_000,
  });
}

export function allowanceOf({ kind, id }: Subject) {
  return queryOptions({
    queryKey: ["allowances", kind, id],
    queryFn: ({ signal }) =>
      answer(client.GET("/admin/api/allowances/{subject}/{id}", { params: { path: { subject: kind, id } }, signal })),
  });
}

/** Those of whom at least the part `least` is used, page by page. */
export function rankingFrom(least: number, cursor: string | null) {
  const query = { limit: pageSize, least, ...(cursor === null ? {} : { cursor }) };
  return queryOptions({
    queryKey: ["standings", "ranking", least, cursor],
    queryFn: ({ signal }) => answer(client.GET("/admin/api/standings", { params: { query }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: 15_000,
  });
}

/** Asked again when the socket says that alerts are others, and now and then without it. */
export const standingAlerts = queryOptions({
  queryKey: ["alerts", "standing"],
  queryFn: ({ signal }) => answer(client.GET("/admin/api/alerts/standing", { signal })),
  refetchInterval: 30_000,
});

export const currentOffer = queryOptions({
  queryKey: ["offer", "current"],
  queryFn: ({ signal }) => answer(client.GET("/admin/api/offer", { signal })),
});

export const assortment = queryOptions({
  queryKey: ["offer", "assortment"],
  queryFn: ({ signal }) => answer(client.GET("/admin/api/offer/assortment", { signal })),
});

export type ActsWanted = Omit<NonNullable<paths["/admin/api/audit"]["get"]["parameters"]["query"]>, "cursor" | "limit">;

export function actsWhere(wanted: ActsWanted, cursor: string | null) {
  const query = { ...wanted, limit: pageSize, ...(cursor === null ? {} : { cursor }) };
  return queryOptions({
    queryKey: ["audit", query],
    queryFn: ({ signal }) => answer(client.GET("/admin/api/audit", { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
}

export type AnalysisWanted = paths["/admin/api/analytics"]["get"]["parameters"]["query"];

export function analysisOf(wanted: AnalysisWanted) {
  return queryOptions({
    queryKey: ["analytics", wanted],
    queryFn: ({ signal }) => answer(client.GET("/admin/api/analytics", { params: { query: wanted }, signal })),
    placeholderData: keepPreviousData,
  });
}

export const systemNow = queryOptions({
  queryKey: ["system"],
  queryFn: ({ signal }) => answer(client.GET("/admin/api/system", { signal })),
  refetchInterval: 10_000,
});

export const settingsNow = queryOptions({
  queryKey: ["system", "settings"],
  queryFn: ({ signal }) => answer(client.GET("/admin/api/system/settings", { signal })),
  staleTime: 60_000,
});
