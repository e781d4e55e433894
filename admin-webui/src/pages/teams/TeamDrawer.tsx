import Box from "@mui/material/Box";
import Skeleton from "@mui/material/Skeleton";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useSearchParams } from "react-router";
import { ModelsSection } from "../../access/ModelsSection";
import { AllowanceSection } from "../../allowances/AllowanceSection";
import type { Team, TeamAccess } from "../../api/answers";
import { answer, client } from "../../api/client";
import { teamWith } from "../../api/queries";
import { DetailDrawer } from "../../detail/DetailDrawer";
import { DrawerLink } from "../../detail/DrawerLink";
import { ProblemNote } from "../../feedback/ProblemNote";
import { callsPath } from "../calls/callFilter";
import { KeysOf } from "../keys/KeysOf";
import { MembersSection } from "./MembersSection";

function Story({ team }: { readonly team: TeamAccess }) {
  const queries = useQueryClient();
  const grant = async (models: string[], before: string[]): Promise<void> => {
    const path = { team_id: team.id };
    const saved = await answer(
      client.PUT("/admin/api/teams/{team_id}/models", { params: { path }, body: { models, before } }),
    );
    queries.setQueryData(teamWith(team.id).queryKey, saved);
  };
  return (
    <>
      <MembersSection team={team} />
      <AllowanceSection subject={{ kind: "team", id: team.id }} />
      <ModelsSection
        models={team.models}
        save={grant}
        reload={async () => (await queries.fetchQuery({ ...teamWith(team.id), staleTime: 0 })).models}
      />
      <KeysOf owner={team.id} />
    </>
  );
}

/** The team that the address names, over the list. */
export function TeamDrawer({ teams }: { readonly teams: readonly Team[] }) {
  const [search] = useSearchParams();
  const id = search.get("team");
  const asked = useQuery({ ...teamWith(id ?? ""), enabled: id !== null });
  const name = asked.data?.name ?? teams.find((team) => team.id === id)?.name ?? "Team";
  return (
    <DetailDrawer name="team" id={id} kind="Team" title={name} listed={teams.map((team) => team.id)}>
      {asked.isError && <ProblemNote error={asked.error} onRetry={() => void asked.refetch()} />}
      {asked.isPending && id !== null && <Skeleton height={320} />}
      {asked.data !== undefined && (
        <>
          <Box sx={{ display: "flex", flexWrap: "wrap", gap: 2, mb: 5 }}>
            <DrawerLink path={callsPath(null, { team: asked.data.id })}>Its calls</DrawerLink>
          </Box>
          <Story key={asked.data.id} team={asked.data} />
        </>
      )}
    </DetailDrawer>
  );
}
