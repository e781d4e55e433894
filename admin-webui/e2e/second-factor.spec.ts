import { createHmac } from "node:crypto";
import { expect, type Page, test } from "@playwright/test";
import { axeFindsNothing, newcomer, noSidewaysScroll, registered } from "./administrator";

/** RFC 6238, as an authenticator computes it; `steps` in the future, since a code counts once. */
function codeOf(secret: string, steps: number): string {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret].map((letter) => letters.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g)?.map((byte) => Number.parseInt(byte, 2)) ?? []);
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const digest = createHmac("sha1", key).update(counter).digest();
  const place = (digest.at(-1) ?? 0) & 15;
  return String((digest.readUInt32BE(place) & 0x7fff_ffff) % 1_000_000).padStart(6, "0");
}

async function enter(page: Page): Promise<void> {
  const { email, password } = newcomer();
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

test("an administrator sets up a second factor, signs in by it, and shows it before a dangerous act", async ({
  page,
  request,
  baseURL,
}) => {
  await page.setViewportSize({ width: 360, height: 800 });
  // As it is where others can reach the installation.
  await page.route("**/auth/sign-in", async (route) => {
    const reply = await route.fetch();
    const body = await reply.json();
    await route.fulfill({
      response: reply,
      json: { ...body, administrator: { ...body.administrator, must_set_up: true } },
    });
  });
  await page.goto("/admin/users");
  await enter(page);
  await expect(page.getByRole("heading", { name: "Set up two-step sign-in" })).toBeVisible();
  await page.getByRole("button", { name: "Set it up" }).click();
  await page.getByLabel("Your password").fill(newcomer().password);
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("img", { name: /Picture to scan/ })).toBeVisible();
  await noSidewaysScroll(page);
  await axeFindsNothing(page);
  const secret = ((await page.locator("code").textContent()) ?? "").replaceAll(" ", "");
  await page.getByRole("textbox", { name: "Code" }).fill(codeOf(secret, -1));
  await page.getByRole("button", { name: "Turn on" }).click();
  await expect(page.getByRole("list", { name: "Backup codes" }).getByRole("listitem")).toHaveCount(10);
  await page.getByRole("button", { name: "I have kept them" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Users" })).toBeVisible();

  await page.unroute("**/auth/sign-in");
  await page.getByRole("button", { name: "Account and appearance" }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await enter(page);
  await page.getByRole("textbox", { name: "Code" }).fill("000000");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "The code is wrong" })).toBeVisible();
  await axeFindsNothing(page);
  await page.getByRole("textbox", { name: "Code" }).fill(codeOf(secret, 0));
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Users" })).toBeVisible();

  const { email } = await registered(request, baseURL ?? "");
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByLabel("Search by name or e-mail").fill(email);
  await page.getByRole("button", { name: `Disable ${email}` }).click();
  // As it is ten minutes after signing in.
  const late = { error: { code: "proof_wanted", message: "show again who you are", request_id: null } };
  await page.route("**/admin/api/users/*", (route) => route.fulfill({ status: 403, json: late }), { times: 1 });
  await page.getByRole("button", { name: "Disable user" }).click();
  const dialog = page.getByRole("dialog", { name: "Is it you?" });
  await dialog.getByRole("textbox", { name: "Code" }).fill(codeOf(secret, 1));
  await axeFindsNothing(page);
  await dialog.getByRole("button", { name: "Go on" }).click();
  await expect(page.getByRole("row", { name: email })).toContainText("Disabled");
});
