import { expect, test, type Page } from "@playwright/test";
import { canary, inName, payloads, watched } from "./payloads";
import { answers, begun, chats, questions } from "./person";

const site = process.env.E2E_BASE_URL ?? "";

/** What this person says to the service by hand. */
async function caller(page: Page) {
  const reply = await page.request.post("/api/auth/refresh", { headers: { origin: site } });
  const { access_token } = (await reply.json()) as { access_token: string };
  const headers = { authorization: `Bearer ${access_token}` };
  return async (path: string, data: object, method = "POST") => {
    const answer = await page.request.fetch(path, { method, data, headers });
    expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true);
    return (await answer.json().catch(() => ({}))) as Record<string, string>;
  };
}

test("SEC-24: what would be carried out as a page is text, in every place that people write in", async ({ page }) => {
  const x = await canary();
  const every = payloads(x.url);
  expect(every.length).toBeGreaterThan(100);
  const carriedOut = await watched(page);
  await begun(page, "fake-echo");
  const call = await caller(page);

  const project = await call("/api/projects", { name: inName, instructions: every[0] });
  const chat = await call("/api/conversations", { model: "fake-echo", project_id: project["id"] });
  let parent: string | null = null;
  const perMessage = 30;
  for (let from = 0; from < every.length; from += perMessage) {
    const text = every.slice(from, from + perMessage).join("\n\n");
    const sent = (await call(`/api/conversations/${chat["id"]}/messages`, { text, parent_id: parent })) as unknown as { answer: { id: string }; generation_id: string };
    parent = sent.answer.id;
    await call(`/api/generations/${sent.generation_id}/events`, {}, "GET");
  }
  await call(`/api/conversations/${chat["id"]}`, { title: inName, tags: ["<svg onload=1>"] }, "PATCH");
  await call("/api/agents", { name: inName, description: inName, model: "fake-echo", instructions: every[1], starters: [inName] });
  await call("/api/prompts", { name: inName, command: "evil", text: every.slice(0, 5).join("\n") });
  await call("/api/presets", { name: inName, model: "fake-echo" });
  await call("/api/memory", { is_on: true }, "PUT");
  await call("/api/memory/facts", { text: inName });
  await call("/api/keys", { name: inName });
  await call("/api/files", { name: `${inName}.html`, size: 3 });
  await call("/api/me", { name: inName }, "PATCH");
  const link = await call(`/api/conversations/${chat["id"]}/links`, {});

  await page.goto(`/c/${chat["id"]}`);
  await expect(answers(page)).toHaveCount(Math.ceil(every.length / perMessage));
  await expect(chats(page).filter({ hasText: "<img src=x" })).toHaveCount(1);
  await questions(page).first().scrollIntoViewIfNeeded();
  for (const link of await page.locator("article a[href]").all()) {
    expect(await link.getAttribute("href")).toMatch(/^(https?:|mailto:|#|\/)/);
  }
  for (const button of await page.getByRole("button", { name: /^Open / }).all()) await button.click();
  await page.keyboard.press("Escape");
  expect(await carriedOut(), "the thread").toEqual([]);
  for (const path of ["/agents", "/prompts", "/files", "/settings/keys", "/settings", "/usage", `/p/${project["id"]}`, `/share/${link["id"]}`]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
    expect(await carriedOut(), path).toEqual([]);
  }

  expect(await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]))).not.toMatch(/eyJ|refresh|sk-parley/);
  expect(x.heard).toEqual([]);
  x.server.close();
});
