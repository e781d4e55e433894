import { useQuery } from "@tanstack/react-query";
import { answer, client } from "../../api/client";
import { asProblem } from "../../api/problem";

interface Discovered {
  readonly names: readonly string[];
  readonly loading: boolean;
  /** Why there is nothing to choose from. */
  readonly note: string | null;
}

/** The models that a provider says it has, to choose from; many have no such list. */
export function useDiscovered(provider: string): Discovered {
  const asked = useQuery({
    queryKey: ["discovered", provider],
    queryFn: ({ signal }) => answer(client.POST("/admin/api/offer/discover", { body: { name: provider }, signal })),
    enabled: provider !== "",
    retry: false,
    staleTime: 60_000,
  });
  return {
    names: asked.data?.models ?? [],
    loading: asked.isFetching,
    note: asked.isError ? `It lists no models: ${asProblem(asked.error).message}` : null,
  };
}
