// Packs what was built for those who read gzip or brotli: `node deploy/nginx/pack.mjs webui/dist`. The gateway gives
// `packed/br/assets/x.js` in place of `assets/x.js`; what does not get smaller by a tenth is left out.
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const texts = new Set([".css", ".js", ".json", ".svg", ".ttf", ".wasm"]);
const least = 1024;
const packings = {
  br: (bytes) => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
  gzip: (bytes) => promisify(gzip)(bytes, { level: 9 }),
};

async function pack(file, dist) {
  const bytes = await readFile(file);
  if (bytes.length < least) return;
  for (const [name, packing] of Object.entries(packings)) {
    const packed = await packing(bytes);
    if (packed.length > bytes.length * 0.9) continue;
    const place = join(dist, "packed", name, "assets", basename(file));
    await mkdir(dirname(place), { recursive: true });
    await writeFile(place, packed);
  }
}

for (const dist of process.argv.slice(2)) {
  await rm(join(dist, "packed"), { recursive: true, force: true });
  const names = (await readdir(join(dist, "assets"))).filter((name) => texts.has(extname(name)));
  await Promise.all(names.map((name) => pack(join(dist, "assets", name), dist)));
}
