/** The utility classes that models write, made in the page instead of fetched. */
import source from "@tailwindcss/browser?raw";

export function paint(): void {
  const script = document.createElement("script");
  script.nonce = "artifact";
  script.textContent = source;
  document.head.append(script);
}
