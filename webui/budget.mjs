// Gzip size of what each route loads, against its budget. Run after `npm run build`.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const dist = new URL("./dist/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", dist), "utf8"));
const budgets = [
  ["login", ["index.html"], 120],
  ["shell", ["index.html", "src/shell/shell.tsx"], 205],
  ["conversation", ["index.html", "src/shell/shell.tsx", "src/chat/chat-page.tsx"], 255],
];

function files(entries) {
  const seen = new Set();
  const visit = (key) => {
    if (seen.has(key)) return;
    seen.add(key);
    for (const imported of manifest[key].imports ?? []) visit(imported);
  };
  entries.forEach(visit);
  return [...seen].map((key) => manifest[key].file);
}

let over = false;
for (const [name, entries, budget] of budgets) {
  const size = files(entries).reduce((sum, file) => sum + gzipSync(readFileSync(new URL(file, dist))).length, 0) / 1000;
  over ||= size > budget;
  console.log(`${size > budget ? "OVER" : "ok  "} ${name.padEnd(13)} ${size.toFixed(1).padStart(6)} kB of ${budget} kB`);
}
process.exit(over ? 1 : 0);
