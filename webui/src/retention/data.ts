import { useQuery } from "@tanstack/react-query";
import { own, type Retention } from "../api/own";
import { queries } from "../conversations/data";

const key = ["retention"] as const;

export const useRetention = () => useQuery({ queryKey: key, queryFn: own.retention, staleTime: 300_000 });

export const showRetention = (found: Retention) => queries.setQueryData(key, found);
