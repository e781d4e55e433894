/** One export on its way to the service, which reads it as it arrives: what is sent is what is done. */
import { bearer } from "../api/access";
import type { paths } from "../api/schema";
import { problemFrom, sentence, unreachable } from "../api/problem";
import { t } from "../languages/speaking";

export type Report = paths["/api/imports"]["post"]["responses"][200]["content"]["application/json"];

export async function sendExport(file: File, onProgress: (share: number) => void, signal: AbortSignal): Promise<Report> {
  const token = await bearer();
  return new Promise((resolve, reject) => {
    // A fetch does not say how much of a body is sent.
    const request = new XMLHttpRequest();
    request.open("POST", "/api/imports");
    if (token) request.setRequestHeader("authorization", `Bearer ${token}`);
    request.setRequestHeader("content-type", "application/octet-stream");
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => onProgress(total ? loaded / total : 0);
    request.onload = () => {
      if (request.status === 200) resolve(request.response as Report);
      else reject(problemFrom(request.response, request.status, Number(request.getResponseHeader("retry-after")) || null));
    };
    request.onerror = () => reject(unreachable());
    request.onabort = () => reject(new DOMException("The import was stopped.", "AbortError"));
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(file);
  });
}

/** What became of a file, as one sentence. */
export function summary({ imported, present, skipped }: Pick<Report, "imported" | "present" | "skipped">): string {
  const also = [present ? t("{count} chats were here already", { count: present }) : "", skipped ? t("{count} chats could not be read", { count: skipped }) : ""].filter(Boolean);
  const first = imported ? t("{count} chats are here now", { count: imported }) : t("Nothing new was added");
  return sentence([first, ...also].join("; "));
}
