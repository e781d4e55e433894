import { expect, test } from "@playwright/test";
import { canary, inName, payloads, watched } from "../../webui/e2e/payloads";
import { call, registered, relayKey, signIn } from "./administrator";

const PAGES = ["", "users", "teams", "keys", "calls", "usage?by=user", "budgets", "analytics", "models", "audit"];

test("SEC-24: what people and tools call themselves is text to administrators", async ({
  page,
  playwright,
  baseURL,
}) => {
  const x = await canary();
  const site = baseURL ?? "";
  const carriedOut = await watched(page);
  const chat = await playwright.request.newContext({ baseURL: site, extraHTTPHeaders: { "user-agent": inName } });
  await registered(chat, site);
  const { access_token } = (await (await chat.post("/api/auth/refresh", { headers: { origin: site } })).json()) as {
    access_token: string;
  };
  const own = { authorization: `Bearer ${access_token}` };
  expect((await chat.patch("/api/me", { data: { name: inName }, headers: own })).ok()).toBe(true);
  const made = await chat.post("/api/keys", { data: { name: inName }, headers: own });
  const { secret } = (await made.json()) as { secret: string };
  const asked = { messages: [{ role: "user", content: inName }] };
  for (const key of [secret, relayKey()]) expect((await call(chat, key)).ok()).toBe(true);
  const headers = { authorization: `Bearer ${secret}`, "user-agent": `${inName}/1.0`, "x-title": inName };
  for (const model of ["fake-refused", "fake-broken", ...payloads(x.url).slice(0, 8)])
    await chat.post("/v1/chat/completions", { data: { ...asked, model }, headers });

  await signIn(page, `/admin/users?search=${encodeURIComponent("<img")}`);
  await expect(page.getByText(inName).first()).toBeVisible();
  await page.getByText(inName).first().click();
  await expect(page.getByRole("heading", { level: 1 }).or(page.getByRole("dialog")).first()).toBeVisible();
  const administrator = await page.evaluate(() =>
    fetch("/admin/api/auth/refresh", { method: "POST" }).then(
      (reply) => reply.json() as Promise<{ access_token: string }>,
    ),
  );
  const rights = { authorization: `Bearer ${administrator.access_token}` };
  const team = await chat.post("/admin/api/teams", { data: { name: `${inName}${Date.now()}` }, headers: rights });
  expect(team.ok(), await team.text()).toBe(true);
  for (const path of PAGES) {
    await page.goto(`/admin/${path}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await page.waitForLoadState("networkidle");
    expect(await carriedOut(), path).toEqual([]);
  }

  expect(
    await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])),
  ).not.toMatch(/eyJ|refresh|sk-parley/);
  expect(x.heard).toEqual([]);
  x.server.close();
  await chat.dispose();
});
