import { queryOptions } from "@tanstack/react-query";
import { answer, client } from "../../api/client";

export const announcements = queryOptions({
  queryKey: ["announcements"],
  queryFn: ({ signal }) => answer(client.GET("/admin/api/announcements", { signal })),
});
