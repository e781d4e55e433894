import { useMutation } from "@tanstack/react-query";
import { LogIn } from "lucide-react";
import { identities, type Provider } from "../api/identities";
import { t } from "../languages/speaking";
import { Button } from "../ui/button";
import { leaveFor } from "./at-provider";
import { Refusal } from "./refusal";

type Props = { providers: readonly Provider[]; from: string; invitation?: string };

/** One for each that says who people are; the browser goes there and comes back. */
export function ProviderButtons({ providers, from, invitation = "" }: Props) {
  const begin = useMutation({
    mutationFn: identities.begin,
    onSuccess: ({ address }) => leaveFor(address, { linking: false, from, invitation }),
  });
  if (providers.length === 0) return null;
  return (
    <div className="space-y-3">
      {begin.error ? <Refusal problem={begin.error} /> : null}
      {providers.map(({ name, label }) => (
        <Button key={name} className="min-h-11 w-full" busy={begin.isPending && begin.variables === name} onClick={() => begin.mutate(name)}>
          <LogIn aria-hidden className="size-4" />{t("Continue with {name}", { name: label })}
        </Button>
      ))}
    </div>
  );
}
