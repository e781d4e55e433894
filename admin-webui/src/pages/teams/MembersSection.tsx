import Box from "@mui/material/Box";
import IconButton from "@mui/material/IconButton";
import Link from "@mui/material/Link";
import MenuItem from "@mui/material/MenuItem";
import Popover from "@mui/material/Popover";
import TextField from "@mui/material/TextField";
import Tooltip from "@mui/material/Tooltip";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { UserPlus, X } from "lucide-react";
import { useState } from "react";
import { Link as RouterLink } from "react-router";
import type { Member, TeamAccess } from "../../api/answers";
import { answer, client } from "../../api/client";
import { teamWith } from "../../api/queries";
import { Group } from "../../detail/Facts";
import { ProblemNote } from "../../feedback/ProblemNote";
import { Finder } from "../../palette/Finder";
import { usePeopleAndKeys } from "../../palette/people";
import { useMayChange } from "../../session/session";
import { Guarded } from "../../tables/Guarded";

type Role = Member["role"];

const roles: readonly (readonly [Role, string])[] = [
  ["member", "Member"],
  ["manager", "Manager"],
];

/** Puts somebody into a team or out of it; `role` is `null` for out. */
function useMembership(team: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ user, role }: { readonly user: string; readonly role: Role | null }) => {
      const params = { path: { team_id: team, user_id: user } };
      return role === null
        ? answer(client.DELETE("/admin/api/teams/{team_id}/members/{user_id}", { params }))
        : answer(client.PUT("/admin/api/teams/{team_id}/members/{user_id}", { params, body: { role } }));
    },
    onSuccess: async (saved) => {
      queries.setQueryData(teamWith(team).queryKey, saved);
      await queries.invalidateQueries({ queryKey: ["teams"] });
      await queries.invalidateQueries({ queryKey: ["user"] });
    },
  });
}

function AddMember({
  members,
  onAdd,
}: {
  readonly members: readonly Member[];
  readonly onAdd: (user: string) => void;
}) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [text, setText] = useState("");
  const { found, busy, error } = usePeopleAndKeys(text);
  const there = new Set(members.map(({ user_id }) => user_id));
  const close = (): void => {
    setAnchor(null);
    setText("");
  };
  return (
    <>
      <Guarded
        size="small"
        variant="outlined"
        color="inherit"
        startIcon={<UserPlus size={14} aria-hidden="true" />}
        aria-haspopup="dialog"
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        Add a member
      </Guarded>
      <Popover
        open={anchor !== null}
        anchorEl={anchor}
        onClose={close}
        anchorOrigin={{ vertical: "bottom", horizontal: "right" }}
        transformOrigin={{ vertical: "top", horizontal: "right" }}
        slotProps={{
          paper: {
            role: "dialog",
            "aria-label": "Add a member",
            sx: { width: 360, maxWidth: "calc(100vw - 32px)", border: 1, borderColor: "divider", borderRadius: "10px" },
          },
        }}
      >
        <Finder
          label="Search users"
          text={text}
          found={found.filter(({ kind, id }) => kind === "user" && !there.has(id))}
          busy={busy}
          error={error}
          empty={
            text.trim() === "" ? "Type a part of the name or of the address." : "Nobody else has a name like this."
          }
          onText={setText}
          onChoose={({ id }) => {
            close();
            onAdd(id);
          }}
        />
      </Popover>
    </>
  );
}

/** Who is in a team, and as what. */
export function MembersSection({ team }: { readonly team: TeamAccess }) {
  const membership = useMembership(team.id);
  const { allowed } = useMayChange();
  return (
    <Group
      title="Members"
      action={<AddMember members={team.members} onAdd={(user) => membership.mutate({ user, role: "member" })} />}
    >
      {membership.isError && <ProblemNote error={membership.error} />}
      {team.members.length === 0 && (
        <Box sx={{ fontSize: "0.8125rem", color: "text.secondary" }}>
          Nobody yet. Keys of the team work all the same.
        </Box>
      )}
      <Box component="ul" aria-label="Members" sx={{ listStyle: "none", m: 0, p: 0 }}>
        {team.members.map(({ user_id, role, name, email }) => {
          const told = email ?? user_id;
          return (
            <Box
              component="li"
              key={user_id}
              sx={{
                display: "flex",
                alignItems: "center",
                gap: 2,
                py: 1.5,
                fontSize: "0.8125rem",
                borderTop: 1,
                borderColor: "divider",
                "&:first-of-type": { borderTop: 0 },
              }}
            >
              <Box sx={{ flex: 1, minWidth: 0, overflowWrap: "anywhere" }}>
                <Link component={RouterLink} to={`/users?user=${user_id}`} sx={{ color: "text.primary" }}>
                  {name ?? "Somebody who is gone"}
                </Link>
                <Box sx={{ color: "text.secondary", fontSize: "0.75rem" }}>{told}</Box>
              </Box>
              <TextField
                select
                size="small"
                value={role}
                disabled={!allowed || membership.isPending}
                slotProps={{ select: { SelectDisplayProps: { "aria-label": `Role of ${told}` } } }}
                sx={{ width: 124 }}
                onChange={(event) => membership.mutate({ user: user_id, role: event.target.value as Role })}
              >
                {roles.map(([value, label]) => (
                  <MenuItem key={value} value={value}>
                    {label}
                  </MenuItem>
                ))}
              </TextField>
              <Tooltip title="Take out of the team">
                <span>
                  <IconButton
                    aria-label={`Take ${told} out of the team`}
                    disabled={!allowed || membership.isPending}
                    onClick={() => membership.mutate({ user: user_id, role: null })}
                  >
                    <X size={16} aria-hidden="true" />
                  </IconButton>
                </span>
              </Tooltip>
            </Box>
          );
        })}
      </Box>
    </Group>
  );
}
