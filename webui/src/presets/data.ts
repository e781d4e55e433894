import { useQuery } from "@tanstack/react-query";
import { library } from "../api/library";
import { queries } from "../conversations/data";

const key = ["presets"] as const;

export const usePresets = () => useQuery({ queryKey: key, queryFn: library.presets, staleTime: 60_000 });
export const refreshPresets = () => queries.invalidateQueries({ queryKey: key });
