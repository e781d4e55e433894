import { createHmac } from "node:crypto";
import { expect, test, type Page } from "@playwright/test";
import { looksRight } from "./looks";
import { password, registered } from "./person";

/** RFC 6238, as an authenticator computes it; `steps` in the future, since a code counts once. */
function codeOf(secret: string, steps: number): string {
  const bits = [...secret].map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g)?.map((byte) => parseInt(byte, 2)) ?? []);
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const digest = createHmac("sha1", key).update(counter).digest();
  const place = (digest.at(-1) ?? 0) & 15;
  return String((digest.readUInt32BE(place) & 0x7fff_ffff) % 1_000_000).padStart(6, "0");
}

async function enter(page: Page, email: string): Promise<void> {
  await page.goto("/login");
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { name: "One more step" })).toBeVisible();
}

test("an authenticator is set up, asked for when signing in, and turned off", async ({ page, browser }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  const email = await registered(page.context());
  await page.goto("/settings");
  const part = page.getByRole("region", { name: "Two-step sign-in" });
  await part.getByRole("button", { name: "Turn on" }).click();
  await part.getByLabel("Your password").fill(password);
  await part.getByRole("button", { name: "Continue" }).click();
  await expect(part.getByRole("img", { name: /Picture to scan/ })).toBeVisible();
  await looksRight(page, "a second factor", [1280, 768]);
  const secret = ((await part.locator("code").textContent()) ?? "").replaceAll(" ", "");
  await part.getByLabel("Code").fill("000000");
  await part.getByRole("button", { name: "Turn on" }).click();
  await expect(part.getByRole("alert")).toContainText("The code is wrong");
  const used = codeOf(secret, 0);
  await part.getByLabel("Code").fill(used);
  await part.getByRole("button", { name: "Turn on" }).click();
  const kept = part.getByRole("list", { name: "Backup codes" }).getByRole("listitem");
  await expect(kept).toHaveCount(10);
  const codes = await kept.allTextContents();
  await part.getByRole("button", { name: "I have kept them" }).click();
  await expect(part).toContainText("10 backup codes are left");

  const other = await browser.newContext({ ignoreHTTPSErrors: true });
  const there = await other.newPage();
  await enter(there, email);
  await there.getByLabel("Code").fill(used);
  await there.getByRole("button", { name: "Continue" }).click();
  await expect(there.getByRole("alert").filter({ hasText: "used before" })).toBeVisible();
  await looksRight(there, "a code", [1280, 360]);
  await there.getByLabel("Code").fill(codes[0] ?? "");
  await there.getByRole("button", { name: "Continue" }).click();
  await expect(there.getByRole("heading", { level: 1 })).toContainText("Ada");
  await other.close();

  await part.getByRole("button", { name: "Turn off" }).click();
  await part.getByLabel("Your password").fill(password);
  await part.getByLabel("Code").fill(codeOf(secret, 1));
  await part.getByRole("button", { name: "Turn off" }).click();
  await expect(part).not.toContainText("is on");
});
