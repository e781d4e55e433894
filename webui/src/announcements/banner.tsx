/** What administrators say, above the page: it comes by itself within seconds, and goes for good when it is dismissed. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { Info, OctagonAlert, TriangleAlert, X, type LucideIcon } from "lucide-react";
import { lazy, Suspense } from "react";
import { announcements, type Announcement } from "../api/announcements";
import { queries } from "../conversations/data";
import { t } from "../languages/speaking";
import { IconButton } from "../ui/button";

const Markdown = lazy(() => import("../markdown/markdown").then((module) => ({ default: module.Markdown })));

const key = ["announcements"] as const;
const everyMs = 5_000;

const looks: Record<Announcement["level"], { icon: LucideIcon; look: string }> = {
  info: { icon: Info, look: "bg-accent-soft text-text" },
  warning: { icon: TriangleAlert, look: "bg-warn-soft text-warn" },
  urgent: { icon: OctagonAlert, look: "bg-danger-soft text-danger" },
};

export function Announcements() {
  const { data } = useQuery({ queryKey: key, queryFn: announcements.read, refetchInterval: everyMs, retry: false });
  const shown = data?.items ?? [];
  if (shown.length === 0) return null;
  return (
    <section aria-label={t("Announcements")} className="max-h-[40dvh] shrink-0 overflow-y-auto">
      {shown.map((each) => <Banner key={`${each.id} ${each.revision}`} said={each} />)}
    </section>
  );
}

function Banner({ said }: { said: Announcement }) {
  const { icon: Icon, look } = looks[said.level];
  const dismiss = useMutation({
    mutationFn: () => announcements.dismiss(said.id, said.revision),
    onMutate: async () => {
      await queries.cancelQueries({ queryKey: key });
      queries.setQueryData<{ items: Announcement[] }>(key, (known) => known && { items: known.items.filter((each) => each.id !== said.id) });
    },
    onError: () => void queries.invalidateQueries({ queryKey: key }),
  });
  return (
    <div role={said.level === "urgent" ? "alert" : "status"} className={`flex items-start gap-3 border-b border-border px-4 py-2 ${look}`}>
      <Icon aria-hidden className="mt-1 size-4 shrink-0" />
      <div className="min-w-0 flex-1 wrap-anywhere">
        <p className="font-semibold">{said.title}</p>
        {said.text ? <Suspense fallback={<p>{said.text}</p>}><div className="text-sm text-text"><Markdown text={said.text} writing={false} /></div></Suspense> : null}
      </div>
      <IconButton label={t("Dismiss “{title}”", { title: said.title })} onClick={() => dismiss.mutate()} className="-my-1 shrink-0"><X aria-hidden className="size-4" /></IconButton>
    </div>
  );
}
