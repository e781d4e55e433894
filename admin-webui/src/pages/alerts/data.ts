import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { AlertRule, Webhook } from "../../api/answers";
import { answer, client } from "../../api/client";
import { pageSize } from "../../api/queries";

export type AlertState = "open" | "resolved";

export function alertsOf(state: AlertState | null, cursor: string | null) {
  const query = { limit: pageSize, ...(state === null ? {} : { state }), ...(cursor === null ? {} : { cursor }) };
  return queryOptions({
    queryKey: ["alerts", "list", state, cursor],
    queryFn: ({ signal }) => answer(client.GET("/admin/api/alerts", { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
}

export const alertRules = queryOptions({
  queryKey: ["alert-rules"],
  queryFn: ({ signal }) => answer(client.GET("/admin/api/alert-rules", { signal })),
});

export const webhooks = queryOptions({
  queryKey: ["webhooks"],
  queryFn: ({ signal }) => answer(client.GET("/admin/api/webhooks", { signal })),
});

/** What a route without a body answers. */
export async function gone(sent: Promise<{ error?: unknown; response: Response }>): Promise<null> {
  const { error, response } = await sent;
  return answer(Promise.resolve({ data: null, error, response }));
}

export type Rule = AlertRule;
export type Hook = Webhook;
