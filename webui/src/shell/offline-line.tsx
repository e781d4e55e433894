import { WifiOff } from "lucide-react";
import { useSyncExternalStore } from "react";
import { t } from "../languages/speaking";

function subscribe(tell: () => void): () => void {
  addEventListener("online", tell);
  addEventListener("offline", tell);
  return () => {
    removeEventListener("online", tell);
    removeEventListener("offline", tell);
  };
}

export function OfflineLine() {
  const online = useSyncExternalStore(subscribe, () => navigator.onLine);
  if (online) return null;
  return (
    <p role="status" className="flex items-center justify-center gap-2 bg-warn-soft px-4 py-1.5 text-warn">
      <WifiOff aria-hidden className="size-4" />
      {t("Offline. You can read what is loaded; messages wait and go when you are back.")}
    </p>
  );
}
