import type { Page } from "@playwright/test";

const site = process.env.E2E_BASE_URL ?? "";

/** Who is signed in on this page, and the headers of an administrator who may change what is theirs. */
export async function administered(page: Page): Promise<{ id: string; headers: { authorization: string } }> {
  const api = page.request;
  const { access_token: mine } = (await (await api.post("/api/auth/refresh", { headers: { origin: site } })).json()) as { access_token: string };
  const { id } = (await (await api.get("/api/me", { headers: { authorization: `Bearer ${mine}` } })).json()) as { id: string };
  const credentials = { email: process.env.E2E_ADMIN_EMAIL, password: process.env.E2E_ADMIN_PASSWORD };
  const { access_token } = (await (await api.post("/admin/api/auth/sign-in", { data: credentials, headers: { origin: site } })).json()) as { access_token: string };
  return { id, headers: { authorization: `Bearer ${access_token}` } };
}
