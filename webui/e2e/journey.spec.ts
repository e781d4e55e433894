import { expect, test } from "@playwright/test";
import { answers, ask, axeFindsNothing, composer, finished, longQuestion, noSidewaysScroll, signUp } from "./person";

test("a person signs up, asks, reloads in the middle and reads the whole answer", async ({ page }) => {
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (/Content Security Policy/i.test(message.text())) complaints.push(message.text());
  });
  await signUp(page);

  await ask(page, longQuestion);
  await expect(page.getByRole("button", { name: "Stop" })).toBeVisible();
  await expect(answers(page).last()).toContainText(/\w+ \w+ \w+/);
  const before = (await answers(page).last().locator(".prose").first().innerText()).slice(0, 20);
  await page.reload();

  await expect(answers(page).last().locator(".prose").first()).toContainText(before.split("\n")[0]!);
  await finished(page);
  const text = await answers(page).last().locator(".prose").first().innerText();
  expect(text.length).toBeGreaterThan(before.length);
  await answers(page).last().getByRole("button", { name: "Usage" }).click();
  await expect(page.locator("[data-usage]").last()).toContainText(/ in.* out/);
  await page.reload();
  await expect(answers(page).last().locator(".prose").first()).toContainText(text.slice(0, 20).split("\n")[0]!);
  expect(complaints).toEqual([]);
});

test("stop, regenerate, switch versions and edit", async ({ page }) => {
  await signUp(page);
  await ask(page, longQuestion);
  await expect(answers(page).last().locator(".prose").first()).toContainText(/\w+ \w+/);

  await page.getByRole("button", { name: "Stop" }).click();
  await finished(page, "stopped");
  await page.reload();
  await expect(page.locator("[data-state=stopped]")).toContainText("Stopped");

  await page.locator("article[data-role=assistant]").last().getByRole("button", { name: "Regenerate" }).first().click();
  await expect(page.locator("[data-versions]")).toHaveText("2 / 2");
  await finished(page);
  await page.getByRole("button", { name: "Previous version" }).click();
  await expect(page.locator("[data-versions]")).toHaveText("1 / 2");
  await expect(page.locator("[data-state=stopped]")).toBeVisible();

  await page.locator("article[data-role=user]").hover();
  await page.getByRole("button", { name: "Edit message" }).click();
  await page.getByLabel("Edit your message").fill("Say something short.");
  await page.getByLabel("Edit your message").press("Enter");
  await expect(page.locator("article[data-role=user] [data-versions]")).toHaveText("2 / 2");
  await finished(page);
});

test("rename and delete a chat; a draft survives a reload", async ({ page }) => {
  await signUp(page);
  await ask(page, "Say something short.");
  await finished(page);
  const row = page.getByRole("navigation", { name: "Chats" }).getByRole("link").first();

  await row.focus();
  await row.press("F2");
  await page.getByLabel("Conversation name").fill("My renamed chat");
  await page.getByLabel("Conversation name").press("Enter");
  await page.reload();
  await expect(row).toHaveText("My renamed chat");

  await composer(page).fill("half a thought");
  await page.waitForFunction(() => Object.values(localStorage).includes("half a thought"));
  await page.reload();
  await expect(composer(page)).toHaveValue("half a thought");

  await row.focus();
  await row.press("Delete");
  await expect(page.getByRole("button", { name: "Undo" })).toBeVisible();
  await expect(row).toBeHidden();
  await page.reload();
  await expect(page.getByText("Your chats appear here")).toBeVisible();
});

test("sign out, and in again", async ({ page }) => {
  const email = await signUp(page);
  await page.getByRole("button", { name: /account and appearance/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/login/);

  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill("not the password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert").filter({ hasText: /\w/ }).first()).toBeVisible();
  await page.getByLabel("Password").fill("correct horse battery staple");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Ada");
});

for (const width of [360, 1280]) {
  for (const [theme, contrast] of [["light", "standard"], ["dark", "standard"], ["light", "more"], ["dark", "more"]] as const) {
    test(`axe finds nothing at ${width} px, ${theme}, ${contrast} contrast`, async ({ page }) => {
      await page.setViewportSize({ width, height: 800 });
      await page.addInitScript(([one, other]) => {
        localStorage.setItem("parley:theme", one!);
        localStorage.setItem("parley:contrast", other!);
      }, [theme, contrast]);
      const look = async (name: string) => {
        await noSidewaysScroll(page);
        await axeFindsNothing(page);
        if (process.env.E2E_SHOTS) await page.screenshot({ path: `${process.env.E2E_SHOTS}/${name}-${width}-${theme}-${contrast}.png` });
      };
      await page.goto("/login");
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await look("login");
      await signUp(page);
      await look("new");
      await ask(page, "Say something short.");
      await finished(page);
      await ask(page, "Now a longer one with code.");
      await expect(answers(page)).toHaveCount(2);
      await finished(page);
      await look("chat");
      await page.getByRole("button", { name: "Model:" }).click();
      await look("models");
      await page.keyboard.press("Escape");
      if (width < 900) {
        await page.getByRole("button", { name: "Open sidebar" }).click();
        await look("drawer");
        await page.keyboard.press("Escape");
      }
      await page.goto("/c/000000000000000000000000");
      await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
      await look("missing");
      await page.goto("/nowhere");
      await look("nowhere");
    });
  }
}
