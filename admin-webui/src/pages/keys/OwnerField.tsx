import Box from "@mui/material/Box";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import ToggleButton from "@mui/material/ToggleButton";
import ToggleButtonGroup from "@mui/material/ToggleButtonGroup";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { allTeams, usersMatching } from "../../api/queries";
import { ProblemNote } from "../../feedback/ProblemNote";
import { useSettled } from "../../format/settled";

export interface Owner {
  readonly kind: "team" | "user";
  readonly id: string;
}

interface Props {
  readonly owner: Owner;
  readonly onChange: (owner: Owner) => void;
}

const most = 20;

function TeamField({ owner, onChange }: Props) {
  const teams = useQuery(allTeams);
  const found = teams.data?.items ?? [];
  return (
    <>
      <TextField
        select
        label="Team"
        value={found.some(({ id }) => id === owner.id) ? owner.id : ""}
        disabled={found.length === 0}
        helperText={teams.isSuccess && found.length === 0 ? "There is no team yet: create one first." : undefined}
        onChange={(event) => onChange({ kind: "team", id: event.target.value })}
      >
        {found.map(({ id, name }) => (
          <MenuItem key={id} value={id}>
            {name}
          </MenuItem>
        ))}
      </TextField>
      {teams.isError && <ProblemNote error={teams.error} onRetry={() => void teams.refetch()} />}
    </>
  );
}

function UserField({ owner, onChange }: Props) {
  const [text, setText] = useState("");
  const users = useQuery(usersMatching(useSettled(text), null, most));
  const found = (users.data?.items ?? []).filter(({ state }) => state === "active");
  return (
    <>
      <TextField
        label="Search users"
        value={text}
        helperText="By a part of the name or the address"
        onChange={(event) => setText(event.target.value)}
      />
      <TextField
        select
        label="User"
        value={found.some(({ id }) => id === owner.id) ? owner.id : ""}
        disabled={found.length === 0}
        helperText={users.isSuccess && found.length === 0 ? "No active user matches." : undefined}
        onChange={(event) => onChange({ kind: "user", id: event.target.value })}
      >
        {found.map(({ id, email }) => (
          <MenuItem key={id} value={id}>
            {email}
          </MenuItem>
        ))}
      </TextField>
      {users.isError && <ProblemNote error={users.error} onRetry={() => void users.refetch()} />}
    </>
  );
}

/** On whose account the calls of a key run. */
export function OwnerField({ owner, onChange }: Props) {
  return (
    <Box sx={{ display: "flex", flexDirection: "column", gap: 4 }}>
      <ToggleButtonGroup
        exclusive
        size="small"
        value={owner.kind}
        aria-label="Owner"
        onChange={(_event, kind: Owner["kind"] | null) => kind !== null && onChange({ kind, id: "" })}
      >
        <ToggleButton value="team">A team</ToggleButton>
        <ToggleButton value="user">A user</ToggleButton>
      </ToggleButtonGroup>
      {owner.kind === "team" ? (
        <TeamField owner={owner} onChange={onChange} />
      ) : (
        <UserField owner={owner} onChange={onChange} />
      )}
    </Box>
  );
}
