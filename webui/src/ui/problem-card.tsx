import { TriangleAlert } from "lucide-react";
import { sentenceOf } from "../api/problem";
import { t } from "../languages/speaking";
import { Button } from "./button";

export function ProblemCard({ error, onRetry, action }: { error: unknown; onRetry?: () => void; action?: React.ReactNode }) {
  return (
    <div role="alert" className="flex flex-wrap items-center gap-3 rounded-card border border-border bg-danger-soft px-4 py-3">
      <TriangleAlert aria-hidden className="size-4 shrink-0 text-danger" />
      <p className="me-auto min-w-40 flex-1">{sentenceOf(error)}</p>
      {onRetry ? <Button onClick={onRetry}>{t("Retry")}</Button> : null}
      {action}
    </div>
  );
}
