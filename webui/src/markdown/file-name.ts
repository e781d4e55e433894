const endings: Record<string, string> = {
  bash: "sh", c: "c", cpp: "cpp", csharp: "cs", css: "css", diff: "diff", go: "go", html: "html", java: "java", javascript: "js", js: "js",
  json: "json", jsx: "jsx", kotlin: "kt", markdown: "md", md: "md", php: "php", python: "py", py: "py", ruby: "rb", rust: "rs", shell: "sh",
  sh: "sh", sql: "sql", swift: "swift", toml: "toml", ts: "ts", tsx: "tsx", typescript: "ts", xml: "xml", yaml: "yaml", yml: "yml",
};

/** What a downloaded block of code is called. */
export const fileNameFor = (language: string | null) => `code.${endings[language?.toLowerCase() ?? ""] ?? "txt"}`;
