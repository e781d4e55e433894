/** Lets the built application open without a network (public/service-worker.js). A browser may refuse; then it does not. */
export function keepForOffline(): void {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  const keep = () => void navigator.serviceWorker.register("/service-worker.js").catch(() => {});
  // The first page comes before what a later one may need.
  if (document.readyState === "complete") keep();
  else addEventListener("load", keep, { once: true });
}
