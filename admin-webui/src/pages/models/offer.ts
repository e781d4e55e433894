import type { Assortment, Offer, OfferBody } from "../../api/answers";

export type Settings = OfferBody["providers"][string]["settings"];
export type Definition = OfferBody["models"][number];

/** One change to the offer, made to the newest one there is, so that what others changed stays. */
export type Change = (offer: Offer) => OfferBody;

/** What a form is about, by its name when it was opened. */
export interface About {
  readonly kind: "models" | "providers";
  readonly name: string;
}

/** Whether that is in both offers the same, or in none of them. */
export function isSame(seen: Offer, now: Offer, { kind, name }: About): boolean {
  const said = (offer: Offer): string | undefined =>
    JSON.stringify(kind === "models" ? offer.models.find((each) => nameOf(each) === name) : offer.providers[name]);
  return said(seen) === said(now);
}

/** The offer as it is sent back: keys stay where they are as long as none is given. */
export function asSent(offer: Offer): OfferBody {
  const providers = Object.entries(offer.providers).map(([name, { settings }]) => [name, { settings }] as const);
  return {
    version: offer.version,
    providers: Object.fromEntries(providers),
    models: offer.models,
    removed: offer.removed,
    own_keys: offer.own_keys,
  };
}

/** Whether people may use keys of their own at a provider. */
export function withOwnKeys(provider: string, allowed: boolean): Change {
  return (offer) => {
    const others = offer.own_keys.filter((each) => each !== provider);
    return { ...asSent(offer), own_keys: allowed ? [...others, provider] : others };
  };
}

const nameOf = (definition: Definition): unknown => definition.name;

/** `was` is the name under which the model was known; it may get another. */
export function withModel(definition: Definition, was: string | null): Change {
  return (offer) => {
    const sent = asSent(offer);
    const place = sent.models.findIndex((each) => nameOf(each) === (was ?? nameOf(definition)));
    const models = place < 0 ? [...sent.models, definition] : sent.models.with(place, definition);
    return { ...sent, models, removed: sent.removed.filter((name) => name !== nameOf(definition)) };
  };
}

/** What the operator says of a model of this name holds again, if he says anything. */
export function withoutModel(name: string): Change {
  return (offer) => {
    const sent = asSent(offer);
    return { ...sent, models: sent.models.filter((each) => nameOf(each) !== name) };
  };
}

export function onOffer(name: string, wanted: boolean): Change {
  return (offer) => {
    const sent = asSent(offer);
    const others = sent.removed.filter((each) => each !== name);
    return { ...sent, removed: wanted ? others : [...others, name] };
  };
}

/** Without a key the one that is known stays, as long as it leads to the same place. */
export function withProvider(name: string, settings: Settings, key: string): Change {
  return (offer) => {
    const sent = asSent(offer);
    return {
      ...sent,
      providers: { ...sent.providers, [name]: { settings, ...(key === "" ? {} : { api_key: key }) } },
    };
  };
}

export function withoutProvider(name: string): Change {
  return (offer) => {
    const sent = asSent(offer);
    return {
      ...sent,
      providers: Object.fromEntries(Object.entries(sent.providers).filter(([each]) => each !== name)),
      own_keys: offer.own_keys.filter((each) => each !== name),
    };
  };
}

/** The models that would be without a place if this provider were gone. */
export function servedBy(found: Assortment, provider: string): readonly string[] {
  return found.models
    .filter(({ places }) => places.some((place) => place.provider === provider))
    .map(({ name }) => name);
}
