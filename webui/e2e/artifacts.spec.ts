import { createSocket } from "node:dgram";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import AxeBuilder from "@axe-core/playwright";
import { expect, test, type Page } from "@playwright/test";
import { answers, ask, begun, finished } from "./person";

const fenced = (language: string, code: string) => `\`\`\`${language}\n${code}\n\`\`\``;
const panel = (page: Page) => page.getByRole("complementary", { name: "Artifact" });
const inside = (page: Page) => page.frameLocator("[data-artifact-frame]");

async function said(page: Page, text: string): Promise<void> {
  const before = await answers(page).count();
  await ask(page, text);
  await expect(answers(page)).toHaveCount(before + 1);
  await finished(page);
}

/** Everything a program could try, each under a name that says whether it came through. */
const attempts = (x: string, udp: number) => `
  const found = {};
  const tried = (name, act) => { try { found[name] = String(act()); } catch (error) { found[name] = error.name; } };
  tried("cookie", () => document.cookie);
  tried("parent", () => parent.document.title);
  tried("opened", () => window.open("${x}/open"));
  tried("rtc", () => typeof RTCPeerConnection);
  const made = document.createElement("div");
  made.innerHTML = "<IFRAME srcdoc='x'></IFRAME>";
  document.body.append(made, document.createElement("iframe"));
  tried("frames", () => window.length);
  tried("written", () => document.write("<iframe>"));
  tried("parsed", () => new DOMParser().parseFromString("<a/>", "text/xml"));
  tried("beacon", () => navigator.sendBeacon("${x}/beacon", "x"));
  tried("socket", () => new WebSocket("${x.replace("http", "ws")}/socket"));
  tried("worker", () => new Worker(URL.createObjectURL(new Blob(["fetch('${x}/worker')"]))));
  new Image().src = "${x}/image";
  for (const rel of ["preconnect", "prefetch", "preload", "dns-prefetch", "stylesheet", "manifest"]) {
    const link = document.createElement("link");
    Object.assign(link, { rel, href: "${x}/" + rel, as: "script" });
    document.head.append(link);
  }
  const style = document.createElement("style");
  style.textContent = "@import '${x}/css'; body { background: url(${x}/background) }";
  document.head.append(style);
  try { const peer = new RTCPeerConnection({ iceServers: [{ urls: "stun:127.0.0.1:${udp}" }] }); peer.createDataChannel("x"); peer.createOffer().then((offer) => peer.setLocalDescription(offer)); } catch {}
  parent.postMessage({ parley: "failed", reason: "<img src=x onerror=alert(1)>" }, "*");
  fetch("${x}/fetch").then(() => "answered", (error) => error.name).then((fetched) => {
    parent.postMessage({ parley: "failed", reason: "found " + JSON.stringify({ ...found, fetched }) }, "*");
    const form = document.createElement("form");
    form.action = "${x}/form";
    document.body.append(form);
    form.submit();
    location.href = "javascript:document.body.append('ran')";
    setTimeout(() => { location.href = "${x}/moved"; }, 50);
  });`;

test("SEC-25: an artifact reaches neither the network nor a cookie nor the page around it", async ({ page }) => {
  const heard: string[] = [];
  const server = createServer((request, response) => { heard.push(`${request.method} ${request.url}`); response.end(); }).listen(0, "127.0.0.1");
  const packets = createSocket("udp4").on("message", () => heard.push("udp"));
  await new Promise<void>((done) => packets.bind(0, "127.0.0.1", done));
  const x = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await begun(page, "fake-echo");

  await said(page, fenced("html", `<html>\n<title>Attempts</title>\n<body><iframe src="${x}/frame"></iframe><img src="${x}/picture"><p id="found"></p>\n<script src="${x}/script"></script><script>${attempts(x, packets.address().port)}</script></body></html>`));
  await page.getByRole("button", { name: "Open Attempts" }).click();

  // It moved itself away, which its page forbade: what it found is told before.
  await expect(panel(page).getByText("<img src=x onerror=alert(1)>")).toBeVisible();
  await expect(panel(page).getByText(/artifacts have no network/)).toBeVisible();
  const found = JSON.parse(/found (\{.*?\})/.exec(await panel(page).innerText())?.[1] ?? "{}") as unknown;
  expect(found).toMatchObject({ cookie: "SecurityError", parent: "SecurityError", opened: "null", rtc: "undefined", frames: "0", written: "Error", parsed: "Error", fetched: "TypeError" });
  await expect.poll(() => page.frames().some((frame) => frame.url().startsWith("chrome-error:"))).toBe(true);
  expect(heard).toEqual([]);
  expect(page.frames().filter((frame) => frame.url().startsWith(x))).toEqual([]);
  await expect(page).toHaveURL(/\/c\//);
  server.close();
  packets.close();
});

test("a component, a drawing and a document open beside the thread; versions, code and download are there", async ({ page }) => {
  await begun(page, "fake-echo");
  const counter = (step: number) => fenced("jsx", `import { useState } from "react";\nimport { Plus } from "lucide-react";\nexport default function ClickCounter() {\n  const [count, setCount] = useState(0);\n  return <button className="rounded bg-blue-700 p-4 text-white" onClick={() => setCount(count + ${step})}><Plus /> Clicked {count}</button>;\n}`);
  await said(page, counter(1));
  await page.getByRole("button", { name: "Open Click Counter" }).click();
  const button = inside(page).getByRole("button", { name: "Clicked" });
  await button.click();
  await expect(button).toHaveText(/Clicked 1/);
  await expect(button).toHaveCSS("padding", "16px");

  await said(page, counter(5));
  await expect(panel(page).getByText("Version 2 of 2")).toBeVisible();
  await button.click();
  await expect(button).toHaveText(/Clicked 5/);
  await panel(page).getByRole("button", { name: "Older version" }).click();
  await expect(panel(page).getByText("Version 1 of 2")).toBeVisible();
  await panel(page).getByRole("tab", { name: "Code" }).click();
  await expect(panel(page).getByRole("group", { name: "jsx code" })).toContainText("setCount(count + 1)");
  const download = page.waitForEvent("download");
  await panel(page).getByRole("toolbar").or(panel(page)).getByRole("button", { name: "Download", exact: true }).first().click();
  expect((await download).suggestedFilename()).toBe("click-counter.jsx");
  await page.keyboard.press("Escape");
  await expect(panel(page)).toBeHidden();

  await said(page, `${fenced("svg", '<svg aria-label="A dot" viewBox="0 0 10 10" width="100"><circle cx="5" cy="5" r="4"/></svg>')}\n\n${fenced("markdown", "# The plan\n\n1. one\n2. two\n\n**Go**, \\(a^2\\)")}`);
  await page.getByRole("button", { name: "Open The plan" }).click();
  await expect(panel(page).getByRole("heading", { name: "The plan", level: 3 })).toBeVisible();
  await expect(panel(page).locator(".katex").first()).toBeAttached();
  expect((await new AxeBuilder({ page }).setLegacyMode(true).analyze()).violations).toEqual([]);
  await page.setViewportSize({ width: 360, height: 740 });
  await expect(page.getByRole("dialog", { name: "Artifact" })).toBeVisible();
  await page.getByRole("button", { name: "Close the artifact" }).click();
  await page.getByRole("button", { name: "Open A dot" }).click();
  await expect(inside(page).locator("circle")).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
});

test("diagrams are drawn, a wrong one shows its source, and formulas are set", async ({ page }) => {
  await begun(page, "fake-echo");
  await said(page, `${fenced("mermaid", "flowchart LR\n  A[Start] --> B[\"<img src=x onerror=alert(1)>\"]")}\n\nEuler: \\(e^{i\\pi} = -1\\), for $5 or $6.\n\n\\[\n\\int_0^1 x^2\\,dx = \\frac{1}{3}\n\\]\n\n${fenced("mermaid", "flowchart LR\n  A --> --> B")}`);

  const picture = page.getByRole("img", { name: "Flowchart" });
  await expect(picture).toBeVisible();
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(50);
  await expect(page.getByText(/could not be drawn/)).toBeVisible();
  await expect(page.getByRole("group", { name: "mermaid code" })).toContainText("--> -->");
  await expect(page.getByRole("group", { name: "Formula" }).locator(".katex-display")).toBeVisible();
  await expect(page.locator("article .katex")).toHaveCount(2);
  const light = await picture.getAttribute("src");
  await page.evaluate(() => { document.documentElement.dataset.theme = document.documentElement.dataset.theme === "dark" ? "light" : "dark"; });
  await expect(picture).not.toHaveAttribute("src", light ?? "");
});
