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
  function chosen(key, value, query) {
    return read(key) === value || (read(key) === "system" && matchMedia(query).matches);
  }
  root.dataset.theme = chosen("parley:theme", "dark", "(prefers-color-scheme: dark)") ? "dark" : "light";
  root.dataset.contrast = chosen("parley:contrast", "more", "(prefers-contrast: more)") ? "more" : "standard";
  root.dataset.text = read("parley:text");
  root.dataset.motion = read("parley:motion");
})();
