// What each page loads, gzipped, against its budget in kB. Run after `npm run build`.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const dist = new URL("./dist/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", dist), "utf8"));
const pages = [
  ["sign-in", ["index"], 120],
  ["new chat", ["index", "shell"], 205],
  ["conversation", ["index", "shell", "chat-page"], 255],
  ["files", ["index", "shell", "files-page"], 205 + 30],
  ["settings", ["index", "shell", "chat-page", "settings-dialog"], 255 + 30],
];

/** The chunks that these need, by the names of their modules, with all that they import. */
function chunks(names) {
  const seen = new Set();
  const visit = (key) => {
    if (seen.has(key)) return;
    seen.add(key);
    for (const imported of manifest[key].imports ?? []) visit(imported);
  };
  for (const name of names) {
    const key = Object.keys(manifest).find((each) => manifest[each].name === name);
    if (!key) throw new Error(`no chunk is called ${name}`);
    visit(key);
  }
  return [...seen].map((key) => manifest[key]);
}

const kilobytes = (files, measure) => files.reduce((sum, file) => sum + measure(readFileSync(new URL(file, dist))).length, 0) / 1000;
const every = Object.values(manifest);
const rows = [
  ...pages.map(([name, names, budget]) => [name, kilobytes(chunks(names).map((chunk) => chunk.file), gzipSync), budget]),
  // Beside the page, for those who read another language than English.
  ["catalogue", Math.max(...["de", "fr", "es", "zh", "ja"].map((language) => kilobytes(chunks([language]).map((chunk) => chunk.file), gzipSync))), 32],
  ["styles", kilobytes([...new Set(every.flatMap((chunk) => chunk.css ?? []))], gzipSync), 22],
  // Other scripts' letters come only to those who read them.
  ["font", kilobytes([...new Set(every.flatMap((chunk) => chunk.assets ?? []))].filter((file) => /inter-latin-wght/.test(file)), (bytes) => bytes), 60],
];
for (const [name, size, budget] of rows) {
  console.log(`${size > budget || size === 0 ? "OVER" : "ok  "} ${name.padEnd(13)} ${size.toFixed(1).padStart(6)} kB of ${budget} kB`);
}
process.exit(rows.some(([, size, budget]) => size > budget || size === 0) ? 1 : 0);
