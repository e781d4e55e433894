import { t } from "../languages/speaking";
import { Button } from "../ui/button";
import { useLinks } from "./addresses";
import { LinkRow } from "./link-row";

/** Everything of one's own that everybody can read. */
export function Links() {
  const list = useLinks();
  if (list.isPending) return <div role="status" aria-label={t("Loading your links")} className="skeleton h-12 w-full" />;
  if (list.isError) return <Button onClick={() => void list.refetch()}>{t("Load your links")}</Button>;
  if (list.data.items.length === 0) return <p className="text-text-2">{t("You share nothing. Open a chat and press Share to make a link to it.")}</p>;
  return (
    <>
      <p className="pb-2 text-text-2">{t("Whoever has one of these addresses can read a copy of that chat, as it was when you shared it.")}</p>
      <ul aria-label={t("Your links")} className="divide-y divide-border border-y border-border">{list.data.items.map((link) => <LinkRow key={link.id} link={link} />)}</ul>
    </>
  );
}
