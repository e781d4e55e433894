import { common, createLowlight } from "lowlight";

const lowlight = createLowlight(common);
export type HighlightRequest = { code: string; language: string };

addEventListener("message", ({ data }: MessageEvent<HighlightRequest>) => {
  const known = lowlight.registered(data.language);
  postMessage({ ...data, root: known ? lowlight.highlight(data.language, data.code) : null });
});
