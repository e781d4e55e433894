import { defineConfig } from "@playwright/test";

const real = process.env.E2E_BASE_URL;
const port = process.env.MOCK_PORT ?? "4179";

/** Against a running Parley when E2E_BASE_URL says where; else against the mock in e2e/mock, which serves dist/. */
export default defineConfig({
  testDir: "e2e",
  timeout: 120_000,
  expect: { timeout: 20_000 },
  workers: 1,
  reporter: "list",
  use: {
    baseURL: real ?? `http://127.0.0.1:${port}`,
    ignoreHTTPSErrors: true,
    launchOptions: { executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] },
  },
  ...(real ? {} : { webServer: { command: "node e2e/mock/server.mjs", port: Number(port), env: { MOCK_PORT: port } } }),
});
