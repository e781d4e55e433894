import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { build } from "vite";
import { defineConfig } from "vitest/config";
import sandbox from "./sandbox/vite.config.ts";

const chat = process.env.PARLEY_CHAT_URL ?? "http://127.0.0.1:3080";

/** Where artifacts run is a site of its own; both are built by one command. */
const withSandbox = {
  name: "parley:sandbox",
  apply: "build" as const,
  async closeBundle() {
    await build(sandbox);
  },
};

export default defineConfig({
  plugins: [react(), tailwindcss(), withSandbox],
  server: { host: "127.0.0.1", proxy: { "/api": chat } },
  preview: { host: "127.0.0.1", proxy: { "/api": chat } },
  build: {
    // The content security policy allows neither inline scripts nor data URLs for code.
    assetsInlineLimit: 0,
    manifest: true,
    modulePreload: { polyfill: false },
    target: "es2023",
  },
  worker: { format: "es" },
  // A process for each file would take longer than all that is tried in it: no file leaves anything behind.
  test: { include: ["src/**/*.test.{ts,tsx}"], environment: "node", pool: "threads", isolate: false },
});
