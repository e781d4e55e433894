import { expect, test } from "@playwright/test";
import { answers, ask, begun, chats, composer, finished, password, prose, questions } from "./person";
import { part, scripted } from "./upstream";

test("an answer that fails says why before its first word and after it, also tomorrow, and what to do", async ({ page }) => {
  await scripted("fake-refused", { kind: "status", status: 429, message: "slow down" });
  await scripted("fake-broken", { kind: "rst_after", after: 8, interval_s: 0.02, text: part(1) });
  await begun(page, "fake-refused");
  await ask(page, "Will it work?");
  await finished(page, "failed");
  const notice = page.locator("[data-state=failed]");
  await expect(notice).toContainText("too many requests");
  await page.reload();
  await expect(notice).toContainText("No answer");

  await page.getByRole("button", { name: "Regenerate" }).click();
  await page.getByRole("menuitem", { name: "fake-broken" }).click();
  await expect(notice).toContainText("broke off");
  await expect(prose(answers(page))).toContainText("Part 1");
  await page.reload();
  await expect(notice).toContainText("broke off");
  await expect(notice.getByRole("button", { name: "Continue" })).toBeVisible();
});

test("stopping before the first word leaves a stopped answer and a working chat", async ({ page }) => {
  await scripted("fake-silent", { kind: "hang_before_headers" });
  await begun(page, "fake-silent");
  await ask(page, "Wait for it.");
  await expect(page.getByRole("button", { name: "Stop" })).toBeVisible();
  await page.keyboard.press("Escape");
  await finished(page, "stopped");
  await expect(composer(page)).toBeFocused();

  await scripted("fake-silent", {});
  await page.getByRole("button", { name: "Try again" }).click();
  await finished(page);
});

test("what is written during an answer waits, can be changed, and goes when it is done", async ({ page }) => {
  await scripted("fake-scribe", { text: "one two three four five six seven eight nine ten", interval_s: 0.2 });
  await begun(page, "fake-scribe");
  await ask(page, "Count to ten.");
  await expect(prose(answers(page))).toContainText("two");
  await composer(page).fill("And backwards?");
  await composer(page).press("Enter");
  await composer(page).fill("Never mind this one.");
  await composer(page).press("Enter");
  await page.getByRole("button", { name: "Remove this waiting message" }).last().click();
  await expect(page.getByRole("list", { name: "Waiting messages" })).toHaveText("And backwards?");

  await expect(questions(page)).toHaveCount(2);
  await expect(questions(page).last()).toContainText("And backwards?");
  await finished(page);
  await expect(page.getByRole("list", { name: "Waiting messages" })).toBeHidden();
});

test("a double click sends once; a lost reply is repeated under the same key", async ({ page }) => {
  await begun(page, "fake-echo");
  await composer(page).fill("Just once.");
  await expect(page.getByRole("button", { name: "Send", exact: true })).toBeEnabled();
  await page.getByRole("button", { name: "Send", exact: true }).dblclick();
  await expect(page).toHaveURL(/\/c\//);
  await finished(page);
  await expect(questions(page)).toHaveCount(1);
  await expect(chats(page)).toHaveCount(1);

  let lost = 0;
  await page.route("**/messages", async (route) => {
    if (route.request().method() !== "POST" || lost > 0) return route.continue();
    lost += 1;
    await route.fetch();
    return route.abort();
  });
  await ask(page, "And this one.");
  await page.getByRole("button", { name: "Retry" }).click();
  await expect(answers(page)).toHaveCount(2);
  await finished(page);
  await page.reload();
  await expect(questions(page)).toHaveCount(2);
  await expect(questions(page).last().locator("[data-versions]")).toHaveCount(0);
});

test("two tabs show the same; a session ended in one is over in the other", async ({ page, context }) => {
  await scripted("fake-scribe", { text: part(1), interval_s: 0.02 });
  await begun(page, "fake-scribe");
  await ask(page, "First.");
  await finished(page);
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(answers(other)).toHaveCount(1);

  await ask(page, "Second.");
  await expect(questions(other).last()).toContainText("Second.");
  await finished(other);
  await expect(prose(answers(other).last())).toContainText("Part 1");

  await other.goto("/");
  await other.goBack();
  await expect(answers(other)).toHaveCount(2);
  await page.bringToFront();
  await page.getByRole("button", { name: /account and settings/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/login/);
  await expect(other).toHaveURL(/\/login/);
});

test("an expired session asks for the password over the page, and sends what waited", async ({ page }) => {
  const over = { error: { code: "unauthenticated", message: "the session is over", request_id: "r" } };
  let isOver = true;
  await begun(page, "fake-echo");
  await ask(page, "Before.");
  await finished(page);
  await page.context().clearCookies();
  // The token in the page's memory is no longer taken either.
  await page.route("**/api/conversations/*/messages", (route) => (isOver ? route.fulfill({ status: 401, json: over }) : route.continue()));
  await composer(page).fill("After.");
  await composer(page).press("Enter");
  await expect(page.getByRole("dialog", { name: "Your session ended" })).toBeVisible();
  isOver = false;
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(answers(page)).toHaveCount(2);
  await finished(page);
  await expect(prose(answers(page).last())).toHaveText("After.");
});

test("without a model or without the service the page says so, and keeps the draft", async ({ page }) => {
  await page.route("**/api/models", (route) => route.fulfill({ json: { models: [] } }));
  await begun(page, "fake-echo");
  await expect(page.getByRole("heading", { name: "No model is available yet" })).toBeVisible();
  await composer(page).fill("A thought.");
  await expect(page.getByRole("button", { name: "Send", exact: true })).toBeDisabled();
  await page.unroute("**/api/models");
  await page.reload();
  await expect(composer(page)).toHaveValue("A thought.");

  await page.route("**/api/conversations", (route) => (route.request().method() === "POST" ? route.fulfill({ status: 502, body: "bad gateway" }) : route.continue()));
  await expect(page.getByRole("button", { name: "Send", exact: true })).toBeEnabled();
  await composer(page).press("Enter");
  await expect(page.getByText("Parley is not answering right now.")).toBeVisible();
  await expect(composer(page)).toHaveValue("A thought.");
  await page.unroute("**/api/conversations");
  await page.getByRole("button", { name: "Retry" }).click();
  await finished(page);
});

test("it opens without a network, says so, and goes on by itself when the network is back", async ({ page, context }) => {
  await begun(page, "fake-echo");
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.reload();
  await expect(composer(page)).toBeVisible();

  await context.setOffline(true);
  await page.reload();
  await expect(page.getByRole("heading", { name: "Parley cannot be reached" })).toBeVisible();
  await context.setOffline(false);

  await expect(composer(page)).toBeVisible();
});
