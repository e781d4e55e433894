import { type UseMutationResult, useMutation, useQueryClient } from "@tanstack/react-query";
import { answer, client } from "../../api/client";
import { currentOffer } from "../../api/queries";
import { notify } from "../../feedback/notices";
import type { Change } from "./offer";

/** Makes a change to the newest offer; one that somebody else made meanwhile is kept (or 409 tells of it). */
export function useChange(told: string, onSaved: () => void): UseMutationResult<void, Error, Change> {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (change: Change) => {
      const offer = await queries.fetchQuery({ ...currentOffer, staleTime: 0 });
      await answer(client.PUT("/admin/api/offer", { body: change(offer) }));
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["offer"] });
      notify("success", told);
      onSaved();
    },
  });
}
