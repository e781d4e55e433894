import { type UseMutationResult, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answer, client } from "../../api/client";
import { Problem } from "../../api/problem";
import { currentOffer } from "../../api/queries";
import { notify } from "../../feedback/notices";
import { type About, type Change, isSame } from "./offer";

function meanwhile(): Problem {
  return new Problem({
    status: 409,
    code: "conflict",
    message:
      "Somebody else changed this while you did. What you typed is still here; close the form and open it again to see theirs.",
  });
}

/** Makes a change to the newest offer; one that somebody else made meanwhile is kept (or 409 tells of it). */
/**
 * With `about`, a form that was opened before somebody else changed the same thing does not undo that.
 */
export function useChange(
  told: string,
  onSaved: () => void,
  about: About | null = null,
): UseMutationResult<void, Error, Change> {
  const queries = useQueryClient();
  const [seen] = useState(() =>
    about === null ? null : queries.fetchQuery({ ...currentOffer, staleTime: 0 }).catch(() => null),
  );
  return useMutation({
    mutationFn: async (change: Change) => {
      const before = await seen;
      const offer = await queries.fetchQuery({ ...currentOffer, staleTime: 0 });
      if (about !== null && before !== null && !isSame(before, offer, about)) throw meanwhile();
      await answer(client.PUT("/admin/api/offer", { body: change(offer) }));
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["offer"] });
      notify("success", told);
      onSaved();
    },
  });
}
