import type { User } from "../../api/answers";

export type Ban = NonNullable<User["ban"]>;

/** A ban that has ended says nothing any more. */
export function stateOf({ state, ban }: User): string {
  return state === "active" && ban?.holds === true ? "banned" : state;
}

/** The end of the day (UTC) that was chosen; nothing: until it is lifted. */
export function endOf(day: string): string | null {
  return day === "" ? null : `${day}T23:59:59Z`;
}
