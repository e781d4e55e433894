import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { DayRange } from "../format/range";
import type { SpanName } from "../format/span";
import { answer, client } from "./client";

export function overviewOf(span: SpanName) {
  return queryOptions({
    queryKey: ["overview", span],
    queryFn: ({ signal }) => answer(client.GET("/admin/api/overview", { params: { query: { span } }, signal })),
    placeholderData: keepPreviousData,
  });
}

export const lastCalls = queryOptions({
  queryKey: ["calls"],
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

export function keysFrom(cursor: string | null) {
  const query = { limit: pageSize, ...(cursor === null ? {} : { cursor }) };
  return queryOptions({
    queryKey: ["keys", cursor],
    queryFn: ({ signal }) => answer(client.GET("/admin/api/keys", { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
}

export const allTeams = queryOptions({
  queryKey: ["teams"],
  queryFn: ({ signal }) => answer(client.GET("/admin/api/teams", { signal })),
});
