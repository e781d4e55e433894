// Opens every page and keeps what is seen. Told everything by its one argument.
import { createRequire } from "node:module";

const { chromium } = createRequire(`${process.cwd()}/package.json`)("@playwright/test");
const { site, place, person, administrator, chats, project, agent } = JSON.parse(process.argv[2]);
const doors = { "chat-sign-in": "/login", "chat-sign-up": "/register", "chat-forgotten": "/forgot" };
const pages = {
  "chat-new": "/", "chat-diagram": chats[0], "chat-artifact": chats[1], "chat-formula": chats[2], "chat-project": project, "chat-agents": "/agents", "chat-agent": agent,
  "chat-prompts": "/prompts", "chat-files": "/files", "chat-usage": "/usage", "chat-settings": "/settings", "chat-keys": "/settings/keys",
  "chat-links": "/settings/links", "chat-connections": "/settings/connections", "chat-import": "/settings/import",
};
const administration = Object.fromEntries(["", "calls", "usage", "users", "teams", "keys", "models", "budgets", "alerts", "announcements", "analytics", "administrators", "audit", "system"].map((name) => [`admin-${name || "overview"}`, `/admin/${name}`]));

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });

async function take(page, name) {
  // What loads is seen as it is in the end.
  await page.waitForLoadState("load");
  await page.waitForFunction(() => document.querySelector("main, [role=dialog], dialog") && !document.querySelector(".skeleton, .MuiSkeleton-root"), null, { timeout: 8000 }).catch(() => undefined);
  await page.waitForTimeout(400);
  await page.screenshot({ path: `${place}/${name}.png` });
}

for (const colorScheme of ["light", "dark"]) {
  for (const width of [360, 1280]) {
    const context = await browser.newContext({ colorScheme, viewport: { width, height: width === 360 ? 740 : 800 }, reducedMotion: "reduce", ignoreHTTPSErrors: true });
    const named = (name) => `${name}-${width}-${colorScheme}`;
    const page = await context.newPage();
    for (const [name, path] of Object.entries(doors)) {
      await page.goto(`${site}${path}`);
      await take(page, named(name));
    }
    await context.request.post(`${site}/api/auth/sign-in`, { data: { email: person.email, password: person.password }, headers: { origin: site } });
    for (const [name, path] of Object.entries(pages)) {
      await page.goto(`${site}${path}`);
      if (name === "chat-artifact") await page.getByRole("button", { name: "Open Tip calculator" }).click().catch(() => undefined);
      await take(page, named(name));
    }
    await page.goto(`${site}/admin/`);
    await page.getByLabel("E-mail").fill(administrator.email);
    await page.getByLabel("Password").fill(administrator.password);
    await take(page, named("admin-sign-in"));
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("button", { name: "Account and appearance" }).waitFor();
    for (const [name, path] of Object.entries(administration)) {
      await page.goto(`${site}${path}`);
      await take(page, named(name));
    }
    await context.close();
  }
}
await browser.close();
