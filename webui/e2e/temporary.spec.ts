import { expect, test } from "@playwright/test";
import { ask, begun, chats, finished } from "./person";
import { looksRight } from "./looks";

test("a temporary chat is in no list until it is kept; for how long chats are kept is one's own choice", async ({ page }) => {
  await begun(page, "fake-echo");
  await page.getByRole("button", { name: "Temporary chat" }).click();
  await expect(page.getByText("This will be a temporary chat.")).toBeVisible();
  await expect(page.getByText(/deleted with its files 24 hours after its last message/)).toBeVisible();
  await looksRight(page, "a new temporary chat", [360]);
  await page.setViewportSize({ width: 1280, height: 800 });

  await ask(page, "Where is the quiet quince?");
  await finished(page);
  const bar = page.getByRole("region", { name: "Temporary chat" });
  await expect(bar).toBeVisible();
  await expect(page.getByText("Your chats appear here")).toBeVisible();
  await page.reload();
  await expect(bar).toBeVisible();
  await expect(chats(page)).toHaveCount(0);
  await bar.getByRole("button", { name: "Keep" }).click();
  await expect(chats(page)).toHaveText([/Where is the quiet quince/]);
  await expect(bar).toHaveCount(0);

  await page.goto("/settings");
  await expect(page.getByText("Chats are kept until you delete them.")).toBeVisible();
  await page.getByLabel("Keep chats for").selectOption("30 days");
  await page.getByRole("button", { name: "Delete them" }).click();
  const rule = "Chats are deleted with their files 30 days after they were last used. Pinned chats stay.";
  await expect(page.getByRole("dialog").getByText(rule)).toBeVisible();
  await page.goto("/");
  await expect(page.getByText(rule)).toBeVisible();
});
