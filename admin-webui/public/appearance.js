// Runs before the first paint, as a file because the content security policy refuses inline scripts: no theme flash.
(() => {
  const read = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  const mode = read("parley-admin-mode") ?? "system";
  const dark = mode === "dark" || (mode === "system" && matchMedia("(prefers-color-scheme: dark)").matches);
  const contrast = read("parley-admin-contrast") ?? "system";
  const more = contrast === "more" || (contrast === "system" && matchMedia("(prefers-contrast: more)").matches);
  const root = document.documentElement;
  root.dataset.theme = dark ? "dark" : "light";
  root.style.colorScheme = dark ? "dark" : "light";
  if (more) root.dataset.contrast = "more";
})();
