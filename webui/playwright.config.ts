import { defineConfig } from "@playwright/test";

/** They tell the fake provider what to say, so only one of them may run at a time. */
const scripted = ["access", "beside", "journey", "own", "provider-keys", "sharing", "states", "streaming"].map((name) => `${name}.spec.ts`);

/** Against a whole running Parley: `python -m tests.journey` starts one and says where it is. */
export default defineConfig({
  testDir: "e2e",
  // tests/journey.py runs these beside each other.
  projects: [
    { name: "scripted", testMatch: scripted },
    { name: "unscripted", testIgnore: scripted },
  ],
  timeout: 60_000,
  expect: { timeout: 15_000 },
  // A busy machine misses a deadline now and then; such a test is named as flaky.
  retries: process.env.CI ? 2 : 0,
  workers: 1,
  reporter: "list",
  use: {
    baseURL: process.env.E2E_BASE_URL,
    contextOptions: { reducedMotion: "reduce" },
    ignoreHTTPSErrors: true,
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    },
  },
});
