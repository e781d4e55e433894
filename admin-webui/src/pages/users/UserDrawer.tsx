import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import Skeleton from "@mui/material/Skeleton";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link as RouterLink, useSearchParams } from "react-router";
import { ModelsSection } from "../../access/ModelsSection";
import { AllowanceSection } from "../../allowances/AllowanceSection";
import type { User, UserDetail } from "../../api/answers";
import { answer, client } from "../../api/client";
import { userWith } from "../../api/queries";
import { DetailDrawer } from "../../detail/DetailDrawer";
import { DrawerLink } from "../../detail/DrawerLink";
import { Fact, Facts, Group } from "../../detail/Facts";
import { ProblemNote } from "../../feedback/ProblemNote";
import { StateChip } from "../../feedback/StateChip";
import { Time } from "../../format/Shown";
import { Guarded } from "../../tables/Guarded";
import { callsPath } from "../calls/callFilter";
import { KeysOf } from "../keys/KeysOf";
import { stateOf } from "./ban";
import { BanNote, ChangeBan } from "./ChangeBan";
import { ChangeState } from "./ChangeState";
import { ResetSecondFactor } from "./ResetSecondFactor";

function Story({ user }: { readonly user: UserDetail }) {
  const queries = useQueryClient();
  const grant = async (models: string[], before: string[]): Promise<void> => {
    const path = { user_id: user.id };
    await answer(client.PUT("/admin/api/users/{user_id}/models", { params: { path }, body: { models, before } }));
    await queries.invalidateQueries({ queryKey: ["user", user.id] });
  };
  return (
    <>
      <Group title="Account">
        <Facts>
          <Fact name="E-mail">{user.email}</Fact>
          <Fact name="Signed up">
            <Time at={user.created_at} none="-" />
          </Fact>
          <Fact name="Last seen">
            <Time at={user.last_seen_at} none="Never" />
          </Fact>
          <Fact name="Two-step sign-in">{user.has_second_factor ? "On" : "Off"}</Fact>
          <Fact name="Teams">
            {user.teams.length === 0
              ? "None"
              : user.teams.map(({ id, name, role }, place) => (
                  <span key={id}>
                    {place > 0 && ", "}
                    <Link component={RouterLink} to={`/teams?team=${id}`} sx={{ color: "text.primary" }}>
                      {name}
                    </Link>
                    {role === "manager" && " (manager)"}
                  </span>
                ))}
          </Fact>
        </Facts>
      </Group>
      <AllowanceSection subject={{ kind: "user", id: user.id }} />
      <ModelsSection
        models={user.models}
        save={grant}
        reload={async () => (await queries.fetchQuery({ ...userWith(user.id), staleTime: 0 })).models}
      />
      <KeysOf owner={user.id} />
    </>
  );
}

/** The user that the address names, over the list. */
export function UserDrawer({ users }: { readonly users: readonly User[] }) {
  const [search] = useSearchParams();
  const id = search.get("user");
  const asked = useQuery({ ...userWith(id ?? ""), enabled: id !== null });
  const known: User | undefined = asked.data ?? users.find((user) => user.id === id);
  const [resetting, setResetting] = useState(false);
  const [changing, setChanging] = useState(false);
  const [banning, setBanning] = useState(false);
  return (
    <DetailDrawer
      name="user"
      id={id}
      kind="User"
      title={known?.name ?? "User"}
      state={known !== undefined && <StateChip state={stateOf(known)} />}
      listed={users.map((user) => user.id)}
    >
      {asked.isError && <ProblemNote error={asked.error} onRetry={() => void asked.refetch()} />}
      {asked.isPending && id !== null && <Skeleton height={320} />}
      {asked.data !== undefined && (
        <>
          <Box sx={{ display: "flex", flexWrap: "wrap", gap: 2, mb: 5 }}>
            <DrawerLink path={callsPath(null, { user: asked.data.id })}>Their calls</DrawerLink>
            <Guarded
              size="small"
              variant="outlined"
              color={asked.data.state === "active" ? "error" : "primary"}
              onClick={() => setChanging(true)}
            >
              {asked.data.state === "active" ? "Disable" : "Enable"}
            </Guarded>
            {asked.data.has_second_factor && (
              <Guarded size="small" variant="outlined" color="inherit" onClick={() => setResetting(true)}>
                Reset two-step sign-in
              </Guarded>
            )}
            <Guarded
              size="small"
              variant="outlined"
              color={asked.data.ban === null ? "error" : "primary"}
              onClick={() => setBanning(true)}
            >
              {asked.data.ban === null ? "Ban" : "Lift the ban"}
            </Guarded>
          </Box>
          {asked.data.ban !== null && <BanNote ban={asked.data.ban} />}
          <Story key={asked.data.id} user={asked.data} />
          {resetting && <ResetSecondFactor user={asked.data} onDone={() => setResetting(false)} />}
          {changing && <ChangeState user={asked.data} onDone={() => setChanging(false)} />}
          {banning && <ChangeBan user={asked.data} onDone={() => setBanning(false)} />}
        </>
      )}
    </DetailDrawer>
  );
}
