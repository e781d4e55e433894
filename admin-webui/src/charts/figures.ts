import type { Cell } from "../format/csv";
import { type Stack, totalOf } from "./series";

/** The same as a drawing, for its table and its file. */
export interface Figures {
  readonly header: readonly string[];
  /** What the table shows. */
  readonly shown: readonly (readonly string[])[];
  /** What the file holds: exact. */
  readonly exact: readonly (readonly Cell[])[];
}

export function figuresOf(
  slotName: string,
  stacks: readonly Stack[],
  names: readonly string[],
  slotText: (slot: string) => string,
  told: (value: bigint) => string,
): Figures {
  const several = names.length > 1;
  const valuesOf = (stack: Stack): readonly bigint[] => [
    ...names.map((name) => stack.values.get(name) ?? 0n),
    ...(several ? [totalOf(stack)] : []),
  ];
  return {
    header: [slotName, ...names, ...(several ? ["Total"] : [])],
    shown: stacks.map((stack) => [slotText(stack.slot), ...valuesOf(stack).map(told)]),
    exact: stacks.map((stack) => [stack.slot, ...valuesOf(stack)]),
  };
}
