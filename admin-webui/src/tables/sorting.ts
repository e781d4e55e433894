import { useAddress } from "../app/address";

export interface Sort {
  readonly id: string;
  readonly desc: boolean;
}

export interface Sorting {
  readonly sort: Sort;
  readonly choose: (sort: Sort) => void;
}

/** `cost.desc`, `day.asc`: the order of a table in its address. */
export function sortFrom(search: URLSearchParams, otherwise: Sort): Sort {
  const [id, order] = (search.get("sort") ?? "").split(".");
  if (id === undefined || id === "" || (order !== "asc" && order !== "desc")) return otherwise;
  return { id, desc: order === "desc" };
}

export function useSorting(otherwise: Sort): Sorting {
  const [search, change] = useAddress();
  return {
    sort: sortFrom(search, otherwise),
    choose: ({ id, desc }) => change({ sort: `${id}.${desc ? "desc" : "asc"}` }, { replace: true }),
  };
}
