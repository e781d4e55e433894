import { useQuery } from "@tanstack/react-query";
import { library } from "../api/library";
import { queries } from "../conversations/data";

const key = ["prompts"] as const;

export const usePrompts = () => useQuery({ queryKey: key, queryFn: library.prompts, staleTime: 60_000 });
export const refreshPrompts = () => queries.invalidateQueries({ queryKey: key });
