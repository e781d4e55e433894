/** Pictures of the service: fetched with the token, shown from memory, let go when nobody shows them. */
import { ImageOff } from "lucide-react";
import { useEffect, useState } from "react";
import { authorisedFetch } from "../api/access";

type Size = "thumbnail" | "content";
type Held = { address: Promise<string>; users: number };

const heldPictures = new Map<string, Held>();
const shown = ["image/png", "image/jpeg", "image/gif", "image/webp"];
const letGoAfterMs = 30_000;

async function fetched(id: string, size: Size): Promise<string> {
  const reply = await authorisedFetch(new Request(new URL(`/api/files/${encodeURIComponent(id)}/${size}`, location.origin)));
  if (!reply.ok) throw new Error(`picture ${reply.status}`);
  const blob = await reply.blob();
  const type = shown.includes(blob.type) ? blob.type : ((await blob.slice(0, 2).text()).startsWith("\uFFFDP") ? "image/png" : "image/jpeg");
  return URL.createObjectURL(new Blob([blob], { type }));
}

function hold(key: string, id: string, size: Size): Promise<string> {
  const found = heldPictures.get(key) ?? { address: fetched(id, size), users: 0 };
  found.users += 1;
  heldPictures.set(key, found);
  return found.address;
}

function release(key: string): void {
  const found = heldPictures.get(key);
  if (!found) return;
  found.users -= 1;
  setTimeout(() => {
    if (found.users > 0 || heldPictures.get(key) !== found) return;
    heldPictures.delete(key);
    found.address.then((address) => URL.revokeObjectURL(address), () => {});
  }, letGoAfterMs);
}

/** Its address, null while it comes, "gone" when there is none. */
export function usePicture(id: string, size: Size): string | null {
  const key = `${size}:${id}`;
  const [found, setFound] = useState<{ key: string; address: string } | null>(null);
  useEffect(() => {
    let wanted = true;
    hold(key, id, size).then(
      (address) => { if (wanted) setFound({ key, address }); },
      () => { if (wanted) setFound({ key, address: "gone" }); },
    );
    return () => {
      wanted = false;
      release(key);
    };
  }, [key, id, size]);
  return found?.key === key ? found.address : null;
}

export function Thumbnail({ id, className, alt = "" }: { id: string; className: string; alt?: string }) {
  const address = usePicture(id, "thumbnail");
  if (address === "gone") return <ImageOff aria-hidden className="size-5" />;
  return address ? <img src={address} alt={alt} className={className} /> : <span className={`skeleton ${className}`} />;
}
