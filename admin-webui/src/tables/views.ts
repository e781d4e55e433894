import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { TableName, TableView, TableViews } from "../api/answers";
import { answer, client } from "../api/client";
import { notify } from "../feedback/notices";

const ownViews = queryOptions({
  queryKey: ["views"],
  queryFn: ({ signal }) => answer(client.GET("/admin/api/me/views", { signal })),
  staleTime: 5 * 60_000,
});

/** What a page forgets when its filter is saved: where in the list it stands, and what is open. */
const passing = ["cursor", "user", "key", "call", "entry"] as const;

/** The filter that an address holds. Of names that are filters on some pages, the page says which pass here. */
export function filterOf(search: string, opened: string): string {
  const kept = new URLSearchParams(search);
  for (const name of passing) if (name === "cursor" || name === opened) kept.delete(name);
  kept.sort();
  return kept.toString();
}

export function withColumn(hidden: readonly string[], column: string): readonly string[] {
  return hidden.includes(column) ? hidden.filter((each) => each !== column) : [...hidden, column];
}

/** With one more filter; one of the same name is replaced. */
export function withFilter(filters: TableView["filters"], name: string, query: string): TableView["filters"] {
  return [...filters.filter((each) => each.name !== name), { name, query }];
}

/** How the administrator likes to look at a table: which columns are hidden, and filters under names. */
export function useView(table: TableName, usuallyHidden: readonly string[]) {
  const queries = useQueryClient();
  const known = useQuery(ownViews).data?.tables[table];
  const view: TableView = known ?? { hidden: null, filters: [] };
  const save = useMutation({
    mutationFn: (next: TableView) =>
      answer(client.PUT("/admin/api/me/views/{table}", { params: { path: { table } }, body: next })),
    onMutate: async (next) => {
      await queries.cancelQueries(ownViews);
      queries.setQueryData<TableViews>(ownViews.queryKey, (all) => ({
        tables: { ...all?.tables, [table]: next },
      }));
    },
    onError: async () => {
      notify("error", "This could not be saved");
      await queries.invalidateQueries(ownViews);
    },
  });
  const hidden = view.hidden ?? usuallyHidden;
  const filters = view.filters;
  return {
    hidden,
    filters,
    toggle: (column: string): void => save.mutate({ ...view, hidden: [...withColumn(hidden, column)] }),
    keep: (name: string, query: string): void => save.mutate({ ...view, filters: withFilter(filters, name, query) }),
    forget: (name: string): void => save.mutate({ ...view, filters: filters.filter((each) => each.name !== name) }),
  };
}
