import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { TableName, TableView, TableViews } from "../api/answers";
import { answer, client } from "../api/client";
import { notify } from "../feedback/notices";
import { withColumn, withFilter } from "./views";

const ownViews = queryOptions({
  queryKey: ["views"],
  queryFn: ({ signal }) => answer(client.GET("/admin/api/me/views", { signal })),
  staleTime: 5 * 60_000,
});

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
