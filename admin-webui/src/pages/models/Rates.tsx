import type { KnownModel } from "../../api/answers";
import { money, nanos } from "../../format/money";

type Price = NonNullable<KnownModel["places"][number]["price"]>;

/** Dollars for a million tokens, in and out. */
export function Rates({ price }: { readonly price: Price | null }) {
  if (price === null) return <>No price</>;
  return (
    <>
      {money(nanos(price.input))} / {money(nanos(price.output))}
    </>
  );
}
