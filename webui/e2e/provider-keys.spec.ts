import { expect, request, test } from "@playwright/test";
import { looksRight } from "./looks";
import { ask, begun, finished } from "./person";

const site = process.env.E2E_BASE_URL ?? "";
const mine = `sk-mine-${Date.now()}-7f3e`;

/** An administrator lets people use keys of their own at the fake provider. Others may change the offer meanwhile. */
async function allowed(): Promise<void> {
  const admin = await request.newContext({ baseURL: site, extraHTTPHeaders: { origin: site } });
  const data = { email: process.env.E2E_ADMIN_EMAIL, password: process.env.E2E_ADMIN_PASSWORD };
  const { access_token } = (await (await admin.post("/admin/api/auth/sign-in", { data })).json()) as { access_token: string };
  const headers = { authorization: `Bearer ${access_token}` };
  await expect(async () => {
    const offer = (await (await admin.get("/admin/api/offer", { headers })).json()) as { providers: Record<string, { settings: unknown }>; own_keys: string[] };
    const providers = Object.fromEntries(Object.entries(offer.providers).map(([name, { settings }]) => [name, { settings }]));
    expect((await admin.put("/admin/api/offer", { headers, data: { ...offer, providers, own_keys: [...offer.own_keys, "fake"] } })).status()).toBe(200);
  }).toPass();
  await admin.dispose();
}

/** Those with whose key the fake provider was asked for an answer. */
async function keysSeen(): Promise<(string | undefined)[]> {
  const stat = await fetch(`${process.env.E2E_UPSTREAM ?? ""}/__stat`);
  return ((await stat.json()) as { headers: Record<string, string> }[]).map(({ headers }) => headers.authorization);
}

test("one's own key at a provider is entered once, shown by its end, used for one's chats, and forgotten", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await allowed();
  await begun(page, "fake-echo");
  await page.goto("/settings/keys");
  const section = page.getByRole("region", { name: "Your keys at providers" });
  await expect(section).toContainText("The team's key is used");
  await section.getByRole("button", { name: "Enter your key at fake" }).click();
  await section.getByLabel("Key", { exact: true }).fill(mine);
  await looksRight(page, "provider keys", [1280, 360]);
  await section.getByRole("button", { name: "Use this key" }).click();
  await expect(section).toContainText("Your key …7f3e");

  await page.goto("/");
  await ask(page, "Who pays for this?");
  await finished(page);
  expect(await keysSeen()).toContain(`Bearer ${mine}`);

  await page.goto("/settings/keys");
  await section.getByRole("button", { name: "Forget your key at fake" }).click();
  await expect(section).toContainText("The team's key is used");
});
