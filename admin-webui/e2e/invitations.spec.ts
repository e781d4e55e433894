import { expect, test } from "@playwright/test";
import { axeFindsNothing, noSidewaysScroll, signIn } from "./administrator";

test("somebody is invited by a link that opens one account", async ({ page, browser, baseURL }) => {
  const email = `mary-${Date.now()}@example.com`;
  await page.setViewportSize({ width: 360, height: 800 });
  await signIn(page, "/admin/users");
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  await page.getByRole("dialog").getByLabel("E-mail").fill(email);
  await page.getByRole("dialog").getByLabel("Send it by mail").uncheck();
  await page.getByRole("button", { name: "Make the link" }).click();
  const link = (await page.getByTestId("invitation").textContent()) ?? "";
  await expect(page.getByRole("region", { name: "Not used yet" })).toContainText(email);
  await noSidewaysScroll(page);
  await axeFindsNothing(page);

  const other = await browser.newContext({ baseURL: baseURL ?? "" });
  const there = await other.newPage();
  await there.goto(link);
  await there.getByLabel("Name").fill("Mary");
  await there.getByLabel("Email").fill(email);
  await there.getByLabel("Password", { exact: true }).fill("correct horse battery staple");
  await there.getByRole("button", { name: "Sign up" }).click();
  await expect(there.getByRole("heading", { level: 1 })).toContainText("Mary");
  await other.close();

  const guests = await browser.newContext({ baseURL: baseURL ?? "" });
  const register = (domain: string) =>
    guests.request.post("/api/auth/register", {
      headers: { origin: new URL(baseURL ?? "").origin },
      data: { email: `jo-${Date.now()}@${domain}`, password: "correct horse battery staple", name: "Jo" },
    });
  await page.getByRole("button", { name: "Change who may register" }).click();
  await page.getByLabel("Only addresses of these domains").fill("example.com");
  await page.getByRole("region", { name: "Who may register" }).getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Everybody who comes at example.com")).toBeVisible();
  expect((await register("elsewhere.org")).status()).toBe(403);
  expect((await register("example.com")).status()).toBe(201);
  await page.getByRole("button", { name: "Back to the settings" }).click();
  await expect(page.getByText("As the settings say")).toBeVisible();
  await guests.close();

  await page.reload();
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  await expect(page.getByRole("region", { name: "Not used yet" })).not.toContainText(email);
});
