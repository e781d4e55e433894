/** What a form says, by the names of its fields, in words for people. */
export type Facts = ReadonlyMap<string, string>;

export interface Difference {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

const nothing = "-";

/** What `after` says otherwise than `before`, in the order of the fields. */
export function differences(before: Facts, after: Facts): readonly Difference[] {
  const names = [...new Set([...before.keys(), ...after.keys()])];
  return names
    .map((name) => ({ name, before: before.get(name) ?? nothing, after: after.get(name) ?? nothing }))
    .filter((each) => each.before !== each.after);
}
