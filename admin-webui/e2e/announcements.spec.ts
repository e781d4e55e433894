import { expect, test } from "@playwright/test";
import { axeFindsNothing, noSidewaysScroll, registered, signIn } from "./administrator";

test("what is announced is on an open page within seconds, dismissed for good, and read anew when it changes", async ({
  page,
  browser,
  baseURL,
}) => {
  const title = `Maintenance ${Date.now()}`;
  const other = await browser.newContext({ baseURL: baseURL ?? "" });
  await registered(other.request, baseURL ?? "");
  const there = await other.newPage();
  await there.goto("/");
  await expect(there.getByRole("heading", { level: 1 })).toBeVisible();
  await signIn(page, "/admin/announcements");

  await page.getByRole("button", { name: "New announcement" }).click();
  const form = page.getByRole("dialog", { name: "New announcement" });
  await form.getByLabel("Title").fill(title);
  await form.getByLabel("Text").fill("All of it stops at **six**. <b>Save</b> your work.");
  await page.setViewportSize({ width: 360, height: 800 });
  await axeFindsNothing(page);
  await form.getByRole("button", { name: "Save" }).click();
  await expect(form).toBeHidden();
  await expect(page.getByRole("region", { name: "Announcements" })).toContainText(title);
  await noSidewaysScroll(page);
  await page.setViewportSize({ width: 1280, height: 900 });

  const banner = there.getByRole("region", { name: "Announcements" });
  await expect(banner).toContainText(title, { timeout: 8_000 });
  await expect(banner.locator("strong")).toHaveText("six");
  await expect(banner.locator("b")).toHaveCount(0);
  await there.setViewportSize({ width: 360, height: 800 });
  await noSidewaysScroll(there);
  await axeFindsNothing(there);
  const dismissed = there.waitForResponse((reply) => reply.url().endsWith("/dismissal"));
  await there.getByRole("button", { name: `Dismiss “${title}”` }).click();
  await expect(there.getByText(title)).toBeHidden();
  expect((await dismissed).status()).toBe(204);
  const asked = there.waitForResponse((reply) => reply.url().endsWith("/api/announcements"));
  await there.reload();
  await asked;
  await expect(there.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(there.getByText(title)).toBeHidden();

  await page.getByRole("button", { name: `Change ${title}` }).click();
  await page.getByLabel("Text").fill("It stops at seven.");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(banner).toContainText("seven", { timeout: 8_000 });
  await page.getByRole("button", { name: `Withdraw ${title}` }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Withdraw" }).click();
  await expect(page.getByRole("row", { name: title })).toContainText("Withdrawn");
  await expect(there.getByText("seven")).toBeHidden({ timeout: 8_000 });
  await other.close();
});
