// Runs before the first paint, as a file because the content security policy forbids inline scripts.
(function () {
  var root = document.documentElement;
  function read(key) {
    try {
      return localStorage.getItem(key) || "system";
    } catch {
      return "system";
    }
  }
  var theme = read("parley:theme");
  var contrast = read("parley:contrast");
  var dark = theme === "dark" || (theme === "system" && matchMedia("(prefers-color-scheme: dark)").matches);
  var more = contrast === "more" || (contrast === "system" && matchMedia("(prefers-contrast: more)").matches);
  root.dataset.theme = dark ? "dark" : "light";
  root.dataset.contrast = more ? "more" : "standard";
})();
