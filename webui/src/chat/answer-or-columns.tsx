import { lazy, Suspense, type ComponentProps } from "react";
import type { Message } from "../api/types";
import { useColumns } from "../beside/shown";
import { t } from "../languages/speaking";
import { AnswerTurn } from "./answer-turn";

const Columns = lazy(() => import("../beside/columns").then((module) => ({ default: module.Columns })));

type Props = ComponentProps<typeof AnswerTurn> & { onKeep: (answer: Message) => void };

export function AnswerOrColumns({ onKeep, ...turn }: Props) {
  const ids = useColumns(turn.message);
  if (!ids) return <AnswerTurn {...turn} />;
  return <Suspense fallback={<div role="status" aria-label={t("Loading")} className="skeleton h-24 w-full" />}><Columns ids={ids} message={turn.message} models={turn.models} onKeep={onKeep} /></Suspense>;
}
