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
  // As src/languages/languages.ts chooses, which tests hold against this.
  var languages = ["en", "de", "fr", "es", "zh", "ja"];
  var asked = Array.prototype.map.call(navigator.languages || [], function (tag) {
    return tag.toLowerCase().split("-")[0];
  });
  root.lang = [read("parley:language")].concat(asked, "en").find(function (name) {
    return languages.includes(name);
  });
  root.dir = /^(ar|dv|fa|he|ps|ug|ur|yi)$/.test(root.lang) ? "rtl" : "ltr";
})();
