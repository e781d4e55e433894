import { expect, test } from "@playwright/test";
import { looksRight } from "./looks";
import { ask, begun, finished, registered } from "./person";
import { scripted } from "./upstream";

test("a branch is shared, read without an account, copied, and revoked", async ({ page, browser }) => {
  await scripted("fake-scribe", { text: "A **shared** answer.\n\n<script>alert(1)</script>\n\n![x](https://example.com/secret.png)" });
  await begun(page, "fake-scribe");
  await ask(page, "What shall we share?");
  await finished(page);
  await page.getByRole("button", { name: "Share", exact: true }).click();
  await expect(page.getByRole("dialog", { name: "Share this chat" })).toContainText("as it is now");
  await looksRight(page, "sharing a chat", [1280]);
  await page.getByRole("button", { name: "Create link" }).click();
  const address = await page.getByRole("textbox", { name: "Link" }).inputValue();
  await page.getByRole("button", { name: "Close", exact: true }).click();
  await ask(page, "This is said later.");
  await finished(page);

  const stranger = await browser.newContext({ ignoreHTTPSErrors: true });
  const there = await stranger.newPage();
  const asked: string[] = [];
  there.on("request", (request) => asked.push(request.url()));
  there.on("dialog", () => asked.push("a dialog"));
  await there.goto(address);
  await expect(there.getByRole("article", { name: "Question" })).toHaveText("What shall we share?");
  await expect(there.getByRole("article", { name: "Answer" })).toContainText("A shared answer.");
  await expect(there.getByText("This is said later.")).toHaveCount(0);
  await expect(there.locator("meta[name=robots]")).toHaveAttribute("content", "noindex, nofollow");
  expect(asked.filter((url) => !url.startsWith(new URL(address).origin) && !url.startsWith("data:"))).toEqual([]);
  await looksRight(there, "a shared chat", [1280, 360]);

  await registered(stranger);
  await there.reload();
  await there.getByRole("button", { name: "Copy into my account" }).click();
  await expect(there).toHaveURL(/\/c\//);
  await expect(there.locator("article[data-role=user]")).toHaveText(/What shall we share\?/);

  await page.goto("/settings/links");
  await expect(page.getByRole("list", { name: "Your links" }).getByRole("listitem")).toHaveCount(1);
  await looksRight(page, "shared links", [1280]);
  await page.getByRole("button", { name: /^Revoke the link to/ }).click();
  await expect(page.getByText("You share nothing.")).toBeVisible();
  await there.goto(address);
  await expect(there.getByRole("heading", { level: 1 })).toHaveText("This link leads nowhere");
  await stranger.close();
});
