import { amountProblem } from "../../allowances/draft";
import type { AlertRule, AlertRuleBody } from "../../api/answers";
import type { Facts } from "../../changes/facts";

type Condition = AlertRule["condition"];
export type Kind = Condition["kind"];
export type ScopeKind = NonNullable<Condition["scope"]>["kind"] & string;

export const kinds: readonly (readonly [Kind, string])[] = [
  ["budget_used", "A budget is used"],
  ["spend_above", "Spending is above an amount"],
  ["error_share", "Too many calls fail"],
  ["provider_down", "A provider is down"],
  ["silence", "Nobody calls"],
  ["journal_behind", "The books are behind"],
];

const scopeWords: Readonly<Record<ScopeKind, string>> = {
  all: "Everything together",
  key: "Each key",
  user: "Each user",
  team: "Each team",
  model: "Each model",
  provider: "Each provider",
};

const scopesOf: Readonly<Record<Kind, readonly ScopeKind[]>> = {
  budget_used: ["all", "user", "key", "team", "model"],
  spend_above: ["all", "user", "key", "team", "model"],
  error_share: ["provider", "model", "all"],
  provider_down: ["provider"],
  silence: ["all", "model", "provider"],
  journal_behind: ["all"],
};

export function scopes(kind: Kind): readonly (readonly [ScopeKind, string])[] {
  return scopesOf[kind].map((each) => [
    each,
    each === "all" && kind === "budget_used" ? "Whoever has a budget" : scopeWords[each],
  ]);
}

/** A rule as it is being typed. */
export interface Draft {
  readonly name: string;
  readonly kind: Kind;
  readonly scope: ScopeKind;
  readonly id: string;
  readonly percent: string;
  readonly window: "hour" | "day";
  readonly amount: string;
  readonly minutes: string;
  readonly calls: string;
  readonly seconds: string;
  readonly mail: string;
  readonly webhooks: readonly string[];
  readonly again: string;
  readonly on: boolean;
}

export const newRule: Draft = {
  name: "",
  kind: "spend_above",
  scope: "all",
  id: "",
  percent: "80",
  window: "day",
  amount: "",
  minutes: "5",
  calls: "20",
  seconds: "60",
  mail: "",
  webhooks: [],
  again: "24",
  on: true,
};

const shown = (value: number | undefined, usual: string): string => (value ? String(value) : usual);

export function draftOf({ name, condition, told, is_on }: AlertRule): Draft {
  return {
    name,
    kind: condition.kind,
    scope: condition.scope?.kind ?? "all",
    id: condition.scope?.id ?? "",
    percent: shown(condition.percent, newRule.percent),
    window: condition.window ?? "day",
    amount: condition.limit_usd === "0" ? "" : (condition.limit_usd ?? ""),
    minutes: shown(condition.minutes, newRule.minutes),
    calls: shown(condition.least_calls, newRule.calls),
    seconds: shown(condition.seconds, newRule.seconds),
    mail: (told?.mail ?? []).join("\n"),
    webhooks: told?.webhooks ?? [],
    again: String(told?.again_hours ?? 24),
    on: is_on ?? true,
  };
}

/** Another kind of condition, with a scope that it may have. */
export function ofKind(draft: Draft, kind: Kind): Draft {
  const possible = scopesOf[kind];
  const scope = possible.includes(draft.scope) ? draft.scope : (possible[0] ?? "all");
  return { ...draft, kind, scope, id: scope === draft.scope ? draft.id : "" };
}

const needed: Readonly<Record<Kind, readonly (keyof Draft)[]>> = {
  budget_used: ["percent"],
  spend_above: ["window", "amount"],
  error_share: ["percent", "minutes", "calls"],
  provider_down: [],
  silence: ["minutes"],
  journal_behind: ["seconds"],
};

export function needs(kind: Kind, field: keyof Draft): boolean {
  return needed[kind].includes(field);
}

const most: Readonly<Partial<Record<keyof Draft, number>>> = {
  percent: 1000,
  minutes: 1440,
  calls: 1_000_000,
  seconds: 86_400,
};

export function addresses(text: string): readonly string[] {
  return text.split(/[\s,;]+/).filter((each) => each !== "");
}

/** What is wrong, as sentences, by the field's name. */
export function problemsOf(draft: Draft): ReadonlyMap<keyof Draft, string> {
  const problems = new Map<keyof Draft, string>();
  if (draft.name.trim() === "") problems.set("name", "Give it a name, by which you know it in a letter.");
  for (const field of ["percent", "minutes", "calls", "seconds"] as const) {
    if (!needs(draft.kind, field)) continue;
    const largest = field === "percent" && draft.kind === "error_share" ? 100 : (most[field] ?? 0);
    const number = Number(draft[field]);
    if (!/^\d+$/.test(draft[field].trim()) || number < 1 || number > largest) {
      problems.set(field, `A whole number from 1 to ${largest.toLocaleString("en-US")}.`);
    }
  }
  if (needs(draft.kind, "amount")) {
    const problem =
      amountProblem(draft.amount) ?? (Number(draft.amount.replace(/[$,\s]/g, "")) > 0 ? null : "More than nothing.");
    if (problem !== null) problems.set("amount", problem);
  }
  if (draft.kind === "silence" && draft.scope !== "all" && draft.id.trim() === "") {
    problems.set("id", "Say which one: others may be silent for good.");
  }
  const bad = addresses(draft.mail).find((each) => !/^[^@\s]+@[^@\s]+$/.test(each));
  if (bad !== undefined) problems.set("mail", `“${bad}” is no e-mail address.`);
  if (!/^\d{1,3}$/.test(draft.again.trim()) || Number(draft.again) > 720) {
    problems.set("again", "A whole number from 0 to 720.");
  }
  return problems;
}

/** What is sent of a draft without problems. */
export function bodyOf(draft: Draft): AlertRuleBody {
  const { kind } = draft;
  const number = (field: "percent" | "minutes" | "calls" | "seconds") =>
    needs(kind, field) ? Number(draft[field].trim()) : 0;
  return {
    name: draft.name.trim(),
    condition: {
      kind,
      scope: { kind: draft.scope, id: draft.scope === "all" ? "" : draft.id.trim() },
      percent: number("percent"),
      window: draft.window,
      limit_usd: needs(kind, "amount") ? draft.amount.replace(/[$,\s]/g, "") : "0",
      minutes: number("minutes"),
      least_calls: number("calls"),
      seconds: number("seconds"),
    },
    told: { mail: [...addresses(draft.mail)], webhooks: [...draft.webhooks], again_hours: Number(draft.again) },
    is_on: draft.on,
  };
}

/** The condition as people say it. */
export function conditionTold(draft: Draft): string {
  const whom = draft.id.trim() === "" ? "" : ` of ${draft.id.trim()}`;
  const scope = scopes(draft.kind).find(([kind]) => kind === draft.scope)?.[1] ?? "";
  switch (draft.kind) {
    case "budget_used":
      return `${draft.percent} % of a budget${whom} are used (${scope.toLowerCase()})`;
    case "spend_above":
      return `more than $${draft.amount}${whom} in ${draft.window === "hour" ? "an hour" : "a day"} (${scope.toLowerCase()})`;
    case "error_share":
      return `${draft.percent} % of at least ${draft.calls} calls${whom} fail within ${draft.minutes} minutes (${scope.toLowerCase()})`;
    case "provider_down":
      return `a provider${whom} fails again and again`;
    case "silence":
      return `no call${whom} for ${draft.minutes} minutes`;
    case "journal_behind":
      return `calls wait ${draft.seconds} seconds for the books`;
  }
}

/** What a rule says, field by field. */
export function factsOf(draft: Draft, hooks: ReadonlyMap<string, string>): Facts {
  return new Map([
    ["Name", draft.name.trim()],
    ["When", conditionTold(draft)],
    ["Mail", addresses(draft.mail).join(", ") || "nobody"],
    ["Webhooks", draft.webhooks.map((id) => hooks.get(id) ?? id).join(", ") || "none"],
    ["Again after", Number(draft.again) === 0 ? "never" : `${draft.again.trim()} hours`],
    ["On", draft.on ? "yes" : "no"],
  ]);
}
