import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { allTeams, keysWhere, usersMatching } from "../api/queries";
import { useSettled } from "../format/settled";
import { type Found, foundOf, mostOfAKind } from "./found";

/** The users, teams and keys whose names hold a text; nothing while there is none. */
export function usePeopleAndKeys(text: string) {
  const settled = useSettled(text).trim();
  const enabled = settled !== "";
  const users = useQuery({ ...usersMatching(settled, null, mostOfAKind), enabled });
  const teams = useQuery({ ...allTeams, enabled });
  const keys = useQuery({ ...keysWhere({ search: settled, limit: mostOfAKind }), enabled });
  const found = useMemo(
    () =>
      enabled
        ? foundOf(settled, users.data?.items ?? [], teams.data?.items ?? [], keys.data?.items ?? [])
        : ([] as readonly Found[]),
    [enabled, settled, users.data, teams.data, keys.data],
  );
  const parts = [users, teams, keys];
  return {
    found,
    busy: text.trim() !== settled || (enabled && parts.some(({ isFetching }) => isFetching)),
    error: parts.find(({ error }) => error !== null)?.error ?? null,
  };
}
