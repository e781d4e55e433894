import { expect, test, type Page } from "@playwright/test";
import { answers, begun, chats, finished } from "./person";

/** Many messages without a model: copies of a small chat, as the service makes them. */
async function api(page: Page): Promise<(path: string, data: unknown) => Promise<Record<string, string>>> {
  const site = process.env.E2E_BASE_URL ?? "";
  const refreshed = await page.context().request.post("/api/auth/refresh", { headers: { origin: site } });
  const { access_token } = (await refreshed.json()) as { access_token: string };
  return async (path, data) => {
    const reply = await page.context().request.post(path, { data, headers: { authorization: `Bearer ${access_token}`, origin: site } });
    expect(reply.ok(), `${path} ${reply.status()}`).toBe(true);
    return (await reply.json()) as Record<string, string>;
  };
}

test("a list of many chats comes page by page as one scrolls", async ({ page }) => {
  test.slow();
  await begun(page, "fake-echo");
  const post = await api(page);
  for (let batch = 0; batch < 6; batch += 1) {
    await Promise.all(Array.from({ length: 20 }, () => post("/api/conversations", { model: "fake-echo" })));
  }
  await page.reload();
  await expect(chats(page).first()).toBeVisible();
  const list = page.getByRole("navigation", { name: "Chats" });

  await expect(async () => {
    await list.evaluate((element) => element.scrollTo(0, element.scrollHeight));
    expect(await chats(page).count()).toBe(120);
  }).toPass({ timeout: 30_000 });
});

test("a long thread is read upwards and down again without a jump", async ({ page }) => {
  test.slow();
  await begun(page, "fake-echo");
  const post = await api(page);
  const { id } = await post("/api/conversations", { model: "fake-echo" });
  let parent: string | null = null;
  for (let turn = 0; turn < 32; turn += 1) {
    const text = `Question ${turn}. ${"A few more words. ".repeat((turn % 5) * 6)}`;
    for (;;) {
      const reply = await page.context().request.get(`/api/conversations/${id}/messages`, { headers: await authorised(page) });
      const { messages } = (await reply.json()) as { messages: { id: string; state: string }[] };
      parent = messages.at(-1)?.id ?? null;
      if (!messages.length || messages.at(-1)?.state !== "streaming") break;
    }
    await post(`/api/conversations/${id}/messages`, { text, parent_id: parent });
  }
  await page.goto(`/c/${id}`);
  await finished(page);
  await expect(answers(page).last()).toContainText("Question 31");
  const thread = page.locator("[data-region=thread]");
  const turns = () => page.locator("[data-turn]").count();
  expect(await turns()).toBe(50);

  // Whatever is loaded above, the turn that is read stays where it is.
  await thread.hover();
  for (let step = 0; (await turns()) < 64; step += 1) {
    expect(step).toBeLessThan(80);
    await page.mouse.wheel(0, -600);
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    const before = await anchor(page);
    await page.waitForTimeout(150);
    const after = await anchor(page, before.turn);
    expect(Math.abs(after.top - before.top)).toBeLessThanOrEqual(1);
  }
  await page.getByRole("button", { name: "Jump to latest" }).click();
  await expect(answers(page).last()).toContainText("Question 31");
  await expect(answers(page).last()).toBeInViewport();
});

async function anchor(page: Page, turn?: string): Promise<{ turn: string; top: number }> {
  return page.evaluate((wanted) => {
    const all = [...document.querySelectorAll<HTMLElement>("[data-turn]")];
    const found = all.find((each) => (wanted ? each.dataset.turn === wanted : each.getBoundingClientRect().bottom > 200))!;
    return { turn: found.dataset.turn!, top: found.getBoundingClientRect().top };
  }, turn);
}

async function authorised(page: Page): Promise<Record<string, string>> {
  const site = process.env.E2E_BASE_URL ?? "";
  const refreshed = await page.context().request.post("/api/auth/refresh", { headers: { origin: site } });
  return { authorization: `Bearer ${((await refreshed.json()) as { access_token: string }).access_token}` };
}
