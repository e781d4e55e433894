import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const chat = process.env.PARLEY_CHAT_URL ?? "http://127.0.0.1:3080";

export default defineConfig({
  plugins: [react(), tailwindcss()],
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
  test: { include: ["src/**/*.test.{ts,tsx}"], environment: "node" },
});
