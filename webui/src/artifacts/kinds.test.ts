import { describe, expect, test } from "vitest";
import type { Message } from "../api/types";
import { artifactsIn, versionsOf } from "./found";
import { artifactOf, fileNameOf } from "./kinds";

const page = (title: string, body = "") => `<html>\n<title>${title}</title>\n<body>\n${body}\n</body></html>`;
const said = (...texts: string[]) => texts.map((text) => ({ role: "assistant", parts: [{ type: "text", text }] }) as unknown as Message);
const fenced = (language: string, code: string) => `Here it is:\n\n\`\`\`${language}\n${code}\n\`\`\`\n`;

describe("what can be opened", () => {
  test.each([
    ["html", page("A clock"), "html", "A clock"],
    ["svg", '<svg aria-label="A cat"></svg>', "svg", "A cat"],
    ["xml", "<?xml version='1.0'?>\n<svg></svg>", "svg", "Drawing"],
    ["tsx", "export default function TodoList() { return <p/> }", "react", "Todo List"],
    ["jsx", "const App = () => <p/>", "react", "App"],
    ["mermaid", "sequenceDiagram\n A->>B: hi", "mermaid", "Sequence diagram"],
    ["markdown", "# The plan\n\n1\n2\n3\n4", "markdown", "The plan"],
  ])("%s code is a thing with a name", (language, code, kind, title) => {
    expect(artifactOf(language, code)).toEqual({ kind, title, code });
  });

  test.each([["python", "print(1)"], ["html", "<b>x</b>"], ["xml", "<rss/>"], ["jsx", "<Button/>"], ["md", "# short"], [null, page("x")]])("%s code that is only read stays code", (language, code) => {
    expect(artifactOf(language, code)).toBeNull();
  });

  test("its file is called after it", () => {
    expect(fileNameOf({ kind: "html", title: "Żółw & friends!", code: "" })).toBe("żółw-friends.html");
  });
});

describe("versions", () => {
  test("a thing that was written again is a version of the first", () => {
    const [one, two] = [page("Clock", "1"), page("Clock", "2")];
    const other = page("Calendar");
    const messages = said(fenced("html", one), fenced("html", other), fenced("html", two));

    expect(versionsOf(artifactOf("html", one)!, messages).map(({ code }) => code)).toEqual([one, two]);
  });

  test("said twice without a change it is one version", () => {
    const messages = said(fenced("html", page("Clock")), fenced("html", page("Clock")));

    expect(versionsOf(artifactOf("html", page("Clock"))!, messages)).toHaveLength(1);
  });

  test("a fence within a longer one, or one that never closed, is no thing of its own", () => {
    expect(artifactsIn(`\`\`\`\`markdown\n${fenced("html", page("x"))}1\n2\n\`\`\`\``).map(({ kind }) => kind)).toEqual(["markdown"]);
    expect(artifactsIn(`\`\`\`html\n${page("x")}`)).toEqual([]);
  });

  test("in a list it loses the list's indentation", () => {
    expect(artifactsIn("- look:\n\n  ```svg\n  <svg>\n    <g/>\n  </svg>\n  ```")[0]?.code).toBe("<svg>\n  <g/>\n</svg>");
  });
});
