import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const service = process.env.PARLEY_ADMIN_URL ?? "http://127.0.0.1:5001";

export default defineConfig({
  base: "/admin/",
  plugins: [react()],
  build: {
    target: "es2022",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    manifest: true,
    reportCompressedSize: false,
  },
  server: {
    host: "127.0.0.1",
    proxy: {
      "/admin/api": service,
      "/admin/socket.io": { target: service, ws: true },
    },
  },
  // A process for each file would take longer than all that is tried in it: no file leaves anything behind.
  test: { include: ["src/**/*.test.ts"], environment: "node", pool: "threads", isolate: false },
});
