import { OctagonAlert, TriangleAlert, X } from "lucide-react";
import { atom, useAtom } from "jotai";
import { useEffect } from "react";
import { Link } from "react-router";
import { onAnswerEnded } from "../chat/thread-data";
import { t } from "../languages/speaking";
import { read, write } from "../stored/storage";
import { IconButton } from "../ui/button";
import { refreshBudgets, useBudgets, warning } from "./budget";

const place = "parley:budget-notice";
const dismissedAtom = atom(read(place) ?? "");

/** Above the composer, before a budget is reached and when it is; put away until it gets worse or begins anew. */
export function BudgetLine() {
  const budgets = useBudgets();
  const [dismissed, setDismissed] = useAtom(dismissedAtom);
  useEffect(() => onAnswerEnded(() => void refreshBudgets()), []);
  const told = warning(budgets.data?.budgets ?? []);
  if (!told || told.key === dismissed) return null;
  const used = told.standing === "used";
  const Icon = used ? OctagonAlert : TriangleAlert;
  return (
    <div role="status" className={`mb-2 flex items-center gap-3 rounded-card py-1 ps-3 pe-1 ${used ? "bg-danger-soft" : "bg-warn-soft"}`}>
      <Icon aria-hidden className={`size-4 shrink-0 ${used ? "text-danger" : "text-warn"}`} />
      <p className="min-w-0 flex-1 py-1">{told.text} <Link to="/usage" className="text-link underline underline-offset-2">{t("Usage")}</Link></p>
      <IconButton label={t("Put this notice away")} onClick={() => { write(place, told.key); setDismissed(told.key); }}><X aria-hidden className="size-4" /></IconButton>
    </div>
  );
}
