import { queryOptions } from "@tanstack/react-query";
import { answer, client } from "../../api/client";

export const path = "/admin/api/administrators";

export const colleagues = queryOptions({
  queryKey: ["administrators"],
  queryFn: ({ signal }) => answer(client.GET(path, { signal })),
});
