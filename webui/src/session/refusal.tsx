import { CircleAlert } from "lucide-react";
import { Problem, sentenceOf } from "../api/problem";

export function Refusal({ problem }: { problem: unknown }) {
  return (
    <p role="alert" className="flex gap-2 rounded-control bg-danger-soft px-3 py-2">
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-danger" />
      <span>
        {sentenceOf(problem)}
        {problem instanceof Problem && problem.retryAfterS ? ` Try again in ${problem.retryAfterS} s.` : ""}
      </span>
    </p>
  );
}
