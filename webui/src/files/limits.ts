import { useQuery } from "@tanstack/react-query";
import { chat } from "../api/client";
import type { FileLimits } from "../api/types";

/** Undefined until they are known: the service checks them too. */
export const useFileLimits = (): FileLimits | undefined =>
  useQuery({ queryKey: ["file-limits"], queryFn: chat.fileLimits, staleTime: Infinity }).data;
