import type { Colleague } from "../../api/answers";

type Role = Colleague["role"];

export const roles: readonly (readonly [Role, string, string])[] = [
  ["root", "Root", "Changes everything, administrators too"],
  ["admin", "Admin", "Changes everything but administrators; does not read the audit log"],
  ["auditor", "Auditor", "Looks at everything, and changes nothing"],
];

export function roleTold(role: Role): string {
  return roles.find(([each]) => each === role)?.[1] ?? role;
}

/** Whether nobody else could change administrators after them. */
export function isLastRoot(who: Colleague, all: readonly Colleague[]): boolean {
  const acts = ({ role, state }: Colleague): boolean => role === "root" && state === "active";
  return acts(who) && !all.some((each) => each.id !== who.id && acts(each));
}
