import { expect, test } from "@playwright/test";
import { answers, ask, begun, chats, composer, finished, freshEmail, password, prose, questions, registered } from "./person";
import { scripted, treatise } from "./upstream";

test("a person signs up, asks the bundled model, reloads in the middle and reads the whole answer", async ({ page }) => {
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (/Content Security Policy/i.test(message.text())) complaints.push(message.text());
  });
  await page.goto("/register");
  await page.getByLabel("Name").fill("Ada Lovelace");
  await page.getByLabel("Email").fill(freshEmail());
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign up" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Ada");
  await page.getByRole("button", { name: /^Model:/ }).click();
  await page.getByRole("combobox").fill("smollm");
  await page.getByRole("combobox").press("Enter");

  await ask(page, "Explain in a few sentences how a bicycle stays upright.");
  await expect(prose(answers(page).last())).toContainText(/\w+ \w+ \w+/);
  const before = (await prose(answers(page).last()).innerText()).slice(0, 20).split("\n")[0]!;
  await page.reload();

  await expect(prose(answers(page).last())).toContainText(before);
  await finished(page, "complete|truncated");
  const whole = await prose(answers(page).last()).innerText();
  await answers(page).last().getByRole("button", { name: /^Usage/ }).click();
  await expect(page.getByRole("dialog", { name: "Usage" })).toContainText(/Output\d/);
  await page.reload();
  await expect(prose(answers(page).last())).toHaveText(whole, { useInnerText: true });
  expect(complaints).toEqual([]);
});

test("stop, regenerate with another model, switch versions, edit", async ({ page }) => {
  await scripted("fake-scribe", { text: treatise, interval_s: 0.02 });
  await begun(page, "fake-scribe");
  await ask(page, "Write at length.");
  await expect(prose(answers(page).last())).toContainText("Part 1");

  await page.getByRole("button", { name: "Stop" }).click();
  await finished(page, "stopped");
  await page.reload();
  await expect(page.locator("[data-state=stopped]")).toContainText("Stopped");

  await page.getByRole("button", { name: "Regenerate" }).first().click();
  await answers(page).last().getByRole("button", { name: "Stop" }).or(page.getByRole("button", { name: "Stop" })).click();
  await finished(page, "stopped");
  await answers(page).last().getByLabel("Answer actions").getByRole("button", { name: "Regenerate" }).click();
  await page.getByRole("menuitem", { name: "fake-echo" }).click();
  await finished(page);
  await expect(page.locator("[data-versions]")).toHaveText("3 / 3");
  await expect(prose(answers(page).last())).toHaveText("Write at length.");
  const top = await questions(page).evaluate((turn) => turn.getBoundingClientRect().top);
  await page.getByRole("button", { name: "Previous version" }).click();
  await expect(page.locator("[data-versions]")).toHaveText("2 / 3");
  await page.getByRole("button", { name: "Previous version" }).click();
  await expect(page.locator("[data-versions]")).toHaveText("1 / 3");
  expect(await questions(page).evaluate((turn) => turn.getBoundingClientRect().top)).toBeCloseTo(top, 0);

  await questions(page).hover();
  await page.getByRole("button", { name: "Edit message" }).click();
  await page.getByLabel("Edit your message").fill("Say this instead.");
  await page.getByLabel("Edit your message").press("Enter");
  await expect(questions(page).locator("[data-versions]")).toHaveText("2 / 2");
  await finished(page);
});

test("rename, delete and undo; a draft survives a reload and another chat", async ({ page }) => {
  await begun(page, "fake-echo");
  await ask(page, "Say something short.");
  await finished(page);
  await chats(page).first().focus();
  await page.keyboard.press("F2");
  await page.getByLabel("Conversation name").fill("My renamed chat");
  await page.keyboard.press("Enter");
  await expect(chats(page).first()).toBeFocused();
  await expect(chats(page).first()).toHaveText("My renamed chat");

  await composer(page).fill("half a thought");
  await page.getByRole("button", { name: /^New chat/ }).click();
  await expect(composer(page)).toHaveValue("");
  await chats(page).first().click();
  await expect(composer(page)).toHaveValue("half a thought");
  await page.reload();
  await expect(composer(page)).toHaveValue("half a thought");
  await expect(chats(page).first()).toHaveText("My renamed chat");

  const address = page.url();
  await page.getByRole("button", { name: "Conversation options" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await expect(page).not.toHaveURL(address);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page).toHaveURL(address);
  await chats(page).first().focus();
  await page.keyboard.press("Delete");
  await expect(chats(page)).toHaveCount(0);
  await page.reload();
  await expect(page.getByText("Your chats appear here")).toBeVisible();
});

test("the first answer gives the chat a better name than its first words", async ({ page }) => {
  await begun(page, "fake-echo");
  await ask(page, "I would like to see the sea. Name this: A week in Lisbon");
  await finished(page);

  await expect(chats(page).first()).toHaveText("A week in Lisbon");
  await expect(page).toHaveTitle("A week in Lisbon · Parley");
});

test("sign out, and in again", async ({ page }) => {
  const email = await registered(page.context());
  await page.goto("/");
  await page.getByRole("button", { name: /account and settings/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/login/);

  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password", { exact: true }).fill("not the password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("The e-mail address or the password is wrong.")).toBeVisible();
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Ada");
});
