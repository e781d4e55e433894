import type { Definition } from "./offer";

export interface Place {
  readonly provider: string;
  readonly upstream: string;
  readonly weight: string;
}

/** A model as a person fills it in. `rest` is JSON: everything that has no field of its own. */
export interface ModelDraft {
  readonly name: string;
  readonly label: string;
  readonly provider: string;
  readonly upstream: string;
  readonly weight: string;
  readonly places: readonly Place[];
  readonly strategy: string;
  readonly contextTokens: string;
  readonly aliases: string;
  readonly fallbacks: string;
  readonly price: Readonly<Record<Rate, string>>;
  readonly isDefault: boolean;
  readonly unpriced: boolean;
  readonly rest: string;
}

export const rates = ["input", "output", "cache_read", "cache_write"] as const;
export type Rate = (typeof rates)[number];
export const strategies = {
  priority: "In their order",
  weighted: "Shared out by weight",
  least_busy: "The least busy",
  lowest_latency: "The quickest to begin",
  lowest_cost: "The cheapest",
} as const;

const noPrice: ModelDraft["price"] = { input: "", output: "", cache_read: "", cache_write: "" };

export const emptyModel: ModelDraft = {
  name: "",
  label: "",
  provider: "",
  upstream: "",
  weight: "1",
  places: [],
  strategy: "priority",
  contextTokens: "",
  aliases: "",
  fallbacks: "",
  price: noPrice,
  isDefault: false,
  unpriced: false,
  rest: "",
};

const text = (value: unknown): string => (typeof value === "string" || typeof value === "number" ? `${value}` : "");
const isTable = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const only = (table: Record<string, unknown>, names: readonly string[]): boolean =>
  Object.keys(table).every((name) => names.includes(name));
const lined = (value: unknown): string => (Array.isArray(value) ? value.map(text).join("\n") : "");

/** `null` for a price that four fields cannot hold, such as one of several versions. */
function simplePrice(value: unknown): ModelDraft["price"] | null {
  const versions = value === undefined ? [] : Array.isArray(value) ? (value as unknown[]) : [value];
  if (versions.length === 0) return noPrice;
  const [version] = versions;
  if (versions.length > 1 || !isTable(version) || !only(version, rates)) return null;
  return Object.fromEntries(rates.map((rate) => [rate, text(version[rate])])) as ModelDraft["price"];
}

/** `null` for places that say more than three fields can. */
function simplePlaces(value: unknown): readonly Place[] | null {
  const found = value === undefined ? [] : value;
  if (!Array.isArray(found)) return null;
  if (!found.every((each) => isTable(each) && only(each, ["provider", "upstream", "weight"]))) return null;
  return (found as Record<string, unknown>[]).map((each) => ({
    provider: text(each.provider),
    upstream: text(each.upstream),
    weight: text(each.weight ?? 1),
  }));
}

/** Whether the fields for it show all of it: what they cannot show stays in `rest`. */
export function hasOwn(rest: string, name: "price" | "deployments"): boolean {
  const found = restOf(rest);
  return found === null || !(name in found);
}

export function draftOf(definition: Definition): ModelDraft {
  const { name, label, provider, upstream, weight, strategy, aliases, fallbacks, context_tokens, ...others } =
    definition;
  const { default: isDefault, allow_unpriced, price, deployments, ...more } = others;
  const rates = simplePrice(price);
  const places = simplePlaces(deployments);
  const rest = {
    ...more,
    ...(rates === null ? { price } : {}),
    ...(places === null ? { deployments } : {}),
  };
  return {
    name: text(name),
    label: text(label),
    provider: text(provider),
    upstream: text(upstream),
    weight: text(weight ?? 1),
    places: places ?? [],
    strategy: text(strategy ?? "priority"),
    contextTokens: text(context_tokens),
    aliases: lined(aliases),
    fallbacks: lined(fallbacks),
    price: rates ?? noPrice,
    isDefault: isDefault === true,
    unpriced: allow_unpriced === true,
    rest: Object.keys(rest).length === 0 ? "" : JSON.stringify(rest, null, 2),
  };
}

function restOf(rest: string): Record<string, unknown> | null {
  if (rest.trim() === "") return {};
  try {
    const found: unknown = JSON.parse(rest);
    return isTable(found) ? found : null;
  } catch {
    return null;
  }
}

const lines = (value: string): string[] =>
  value
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
const isPriced = (draft: ModelDraft): boolean => rates.some((rate) => draft.price[rate].trim() !== "");

/** The model as `parley.toml` would have it; what is usual is left out. */
export function definitionOf(draft: ModelDraft): Definition {
  const given = (name: string, value: string) => (value.trim() === "" ? {} : { [name]: value.trim() });
  const several = (name: string, value: string) => (lines(value).length === 0 ? {} : { [name]: lines(value) });
  const share = (value: string) => (value.trim() === "" || value.trim() === "1" ? {} : { weight: Number(value) });
  const price = Object.fromEntries(rates.flatMap((rate) => Object.entries(given(rate, draft.price[rate]))));
  const places = draft.places.map(({ provider, upstream, weight }) => ({
    provider,
    ...given("upstream", upstream),
    ...share(weight),
  }));
  return {
    name: draft.name.trim(),
    provider: draft.provider,
    ...given("label", draft.label),
    ...given("upstream", draft.upstream),
    ...share(draft.weight),
    ...(draft.contextTokens.trim() === "" ? {} : { context_tokens: Number(draft.contextTokens) }),
    ...several("aliases", draft.aliases),
    ...several("fallbacks", draft.fallbacks),
    ...(isPriced(draft) ? { price: [price] } : {}),
    ...(places.length === 0 ? {} : { deployments: places }),
    ...(draft.strategy === "priority" ? {} : { strategy: draft.strategy }),
    ...(draft.isDefault ? { default: true } : {}),
    ...(draft.unpriced ? { allow_unpriced: true } : {}),
    ...(restOf(draft.rest) ?? {}),
  } as Definition;
}

const modelName = /^[A-Za-z0-9][\w.:/@+-]{0,127}$/;
const dollars = /^\d{1,9}(\.\d{1,9})?$/;
const isCount = (value: string, most: number): boolean => /^[1-9]\d*$/.test(value.trim()) && Number(value) <= most;

/** What is wrong, by field, in words. */
export function problemsOf(draft: ModelDraft): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  if (!modelName.test(draft.name.trim())) found.set("name", "Letters, digits and . : / @ + _ - without spaces");
  if (draft.provider === "") found.set("provider", "Choose who serves it");
  if (draft.contextTokens.trim() !== "" && !isCount(draft.contextTokens, 1e9))
    found.set("contextTokens", "A whole number");
  for (const rate of rates) {
    const value = draft.price[rate].trim();
    if (value !== "" && !dollars.test(value)) found.set(rate, "Dollars, such as 0.59");
    else if (isPriced(draft) && value === "" && (rate === "input" || rate === "output"))
      found.set(rate, "Needed beside the others");
  }
  if (!isCount(draft.weight, 1000)) found.set("weight", "From 1 to 1000");
  draft.places.forEach((place, index) => {
    if (place.provider === "") found.set(`places.${index}.provider`, "Choose who serves it");
    if (!isCount(place.weight, 1000)) found.set(`places.${index}.weight`, "From 1 to 1000");
  });
  if (restOf(draft.rest) === null) found.set("rest", "This is no JSON object");
  return found;
}
