import { defineConfig } from "@playwright/test";

/** Against a running Parley, of which `python -m tests.journey` says the address and the first credentials. */
export default defineConfig({
  testDir: "e2e",
  timeout: 120_000,
  expect: { timeout: 20_000 },
  // A busy machine misses a deadline now and then; such a test is named as flaky.
  retries: process.env.CI ? 2 : 0,
  workers: 2,
  reporter: "list",
  use: {
    contextOptions: { reducedMotion: "reduce" },
    baseURL: process.env.E2E_BASE_URL ?? "http://localhost:8080",
    ignoreHTTPSErrors: true,
    launchOptions: { executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] },
  },
});
