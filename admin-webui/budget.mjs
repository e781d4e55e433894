// Gzip size of what each route loads, in kB of 1000 bytes, against its budget. Run it after `npm run build`.
import { readFileSync } from "node:fs";
import process from "node:process";
import { gzipSync } from "node:zlib";

const dist = new URL("./dist/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", dist), "utf8"));
const page = (name) => `src/pages/${name.toLowerCase()}/${name}Page.tsx`;
const shell = ["index.html", "src/live/socket.ts"];
const drawing = "src/charts/StackDrawing.tsx";

const pages = [
  "Overview",
  "Calls",
  "Usage",
  "Users",
  "Teams",
  "Keys",
  "Budgets",
  "Audit",
  "Analytics",
  "Alerts",
  "Announcements",
];
const budgets = [
  ...pages.map((name) => ({ name: `shell, ${name}`, entries: [...shell, page(name)], budget: 270 })),
  { name: "charts", entries: [drawing], without: [...shell, page("Overview")], budget: 125 },
  { name: "styles", entries: ["index.html"], budget: 22, styles: true },
];

function filesOf(entries, styles = false) {
  const seen = new Set();
  const visit = (key) => {
    if (seen.has(key)) return;
    if (manifest[key] === undefined) throw new Error(`the build has no ${key}`);
    seen.add(key);
    for (const imported of manifest[key].imports ?? []) visit(imported);
  };
  entries.forEach(visit);
  return new Set([...seen].flatMap((key) => (styles ? (manifest[key].css ?? []) : [manifest[key].file])));
}

let over = false;
for (const { name, entries, without = [], budget, styles } of budgets) {
  const there = filesOf(without);
  const added = [...filesOf(entries, styles)].filter((file) => !there.has(file));
  const size = added.reduce((sum, file) => sum + gzipSync(readFileSync(new URL(file, dist))).length, 0) / 1000;
  over ||= size > budget;
  process.stdout.write(
    `${size > budget ? "OVER" : "ok  "} ${name.padEnd(16)} ${size.toFixed(1).padStart(6)} kB of ${budget} kB\n`,
  );
}
process.exitCode = over ? 1 : 0;
