/** A React component from its source: compiled here, with the libraries that came along. */
import * as React from "react";
import * as jsx from "react/jsx-runtime";
import * as ReactDom from "react-dom";
import * as ReactDomClient from "react-dom/client";
import { transform } from "sucrase";

const libraries: Record<string, unknown> = { react: React, "react-dom": ReactDom, "react-dom/client": ReactDomClient, "react/jsx-runtime": jsx };

export async function prepared(source: string): Promise<{ run: () => void }> {
  if (/["']lucide-react["']/.test(source)) libraries["lucide-react"] = await import("lucide-react");
  const { code } = transform(source, { transforms: ["typescript", "jsx", "imports"], jsxRuntime: "classic", production: true });
  return { run: () => run(`${code}\n${exported(source)}`) };
}

/** Who forgot to export means the last component. */
function exported(source: string): string {
  if (/export\s+default|export\s*\{[^}]*default/.test(source)) return "";
  const names = [...source.matchAll(/^(?:export\s+)?(?:function|class|const|let)\s+([A-Z]\w*)/gm)].map((found) => found[1]);
  return names.length ? `exports.default = ${names.at(-1)};` : "";
}

function run(code: string): void {
  const module = { exports: {} as Record<string, unknown> };
  const require = (name: string) => {
    if (name in libraries) return libraries[name];
    throw new Error(`“${name}” is not here. An artifact has no network; it may import ${Object.keys(libraries).slice(0, 2).join(", ")} and lucide-react.`);
  };
  const root = document.createElement("div");
  document.body.append(root);
  // The whole page exists to run this; it has nothing that could be taken.
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call
  new Function("React", "require", "module", "exports", code)(React, require, module, module.exports);
  const component = module.exports.default;
  if (typeof component !== "function" && typeof component !== "object") throw new Error("There is no component here: export one as default.");
  ReactDomClient.createRoot(root).render(React.createElement(component as React.ComponentType));
}
