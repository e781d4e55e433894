import { fileURLToPath } from "node:url";
import type { InlineConfig } from "vite";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** What runs artifacts: a site of its own, served from another origin. Built together with the application. */
const config: InlineConfig = {
  configFile: false,
  root: here("."),
  base: "./",
  publicDir: false,
  define: { "process.env.NODE_ENV": '"production"' },
  build: {
    outDir: here("../dist/sandbox"),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: false,
    target: "es2023",
    chunkSizeWarningLimit: 4_000,
    rollupOptions: { input: here("frame.html") },
  },
};
export default config;
