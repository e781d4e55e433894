import { File, FileCode, FileSpreadsheet, FileText, Image, Presentation } from "lucide-react";
import type { StoredFile } from "../api/types";

const icons: [RegExp, typeof File][] = [
  [/\.(png|jpe?g|gif|webp|svg)$/i, Image],
  [/\.(xlsx?|csv|tsv|ods)$/i, FileSpreadsheet],
  [/\.(pptx?|odp)$/i, Presentation],
  [/\.(py|js|ts|tsx|jsx|rs|go|c|h|cpp|java|rb|sh|css|html?|json|ya?ml|toml|xml|sql)$/i, FileCode],
  [/\.(pdf|docx?|md|txt|rtf|odt)$/i, FileText],
];

/** By its name, as people know it; only what it is shown as depends on that. */
export function FileIcon({ name, kind, className }: { name: string; kind?: StoredFile["kind"] | undefined; className: string }) {
  const Icon = kind === "picture" ? Image : (icons.find(([ending]) => ending.test(name))?.[1] ?? (kind === "document" ? FileText : File));
  return <Icon aria-hidden className={className} />;
}
