import { CircleAlert } from "lucide-react";
import { Problem, sentenceOf, together } from "../api/problem";
import { t } from "../languages/speaking";

export function Refusal({ problem }: { problem: unknown }) {
  return (
    <p role="alert" className="flex gap-2 rounded-control bg-danger-soft px-3 py-2">
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-danger" />
      <span>
        {together(sentenceOf(problem), problem instanceof Problem && problem.retryAfterS ? t("Try again in {seconds} s.", { seconds: problem.retryAfterS }) : "")}
      </span>
    </p>
  );
}
