import mermaid from "mermaid";
import type { DiagramRequest } from "../src/artifacts/protocol";

let drawing: Promise<unknown> = Promise.resolve();
let number = 0;

/** One after the other: a drawing has one look, and looks are set for all. */
export function draw(request: DiagramRequest): Promise<{ svg: string; width: number; height: number }> {
  const done = drawing.then(() => drawn(request));
  drawing = done.catch(() => undefined);
  return done;
}

async function drawn({ code, dark, colours }: DiagramRequest) {
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: "strict",
    htmlLabels: false,
    suppressErrorRendering: true,
    maxTextSize: 50_000,
    fontFamily: "system-ui, sans-serif",
    theme: "base",
    themeVariables: {
      darkMode: dark,
      background: colours.bg,
      primaryColor: colours.soft,
      primaryTextColor: colours.text,
      primaryBorderColor: colours.accent,
      lineColor: colours.line,
      secondaryColor: colours.surface,
      tertiaryColor: colours.surface,
      noteBkgColor: colours.surface,
      noteTextColor: colours.text,
      noteBorderColor: colours.line,
    },
  });
  number += 1;
  const { svg } = await mermaid.render(`diagram-${number}`, code);
  const box = /viewBox="[-\d.]+ [-\d.]+ ([\d.]+) ([\d.]+)"/.exec(svg);
  const width = Math.ceil(Number(box?.[1] ?? 600));
  const height = Math.ceil(Number(box?.[2] ?? 400));
  // As a picture it needs a size of its own.
  return { svg: svg.replace(/^<svg([^>]*?) width="[^"]*"/, `<svg$1 width="${width}" height="${height}"`), width, height };
}
