import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import Skeleton from "@mui/material/Skeleton";
import { useQuery } from "@tanstack/react-query";
import { Link as RouterLink } from "react-router";
import { keysWhere } from "../../api/queries";
import { Group } from "../../detail/Facts";
import { ProblemNote } from "../../feedback/ProblemNote";
import { StateChip } from "../../feedback/StateChip";
import { Time } from "../../format/Shown";

const most = 20;

/** The keys of a user or a team, the newest first. */
export function KeysOf({ owner }: { readonly owner: string }) {
  const keys = useQuery(keysWhere({ owner, limit: most }));
  const found = keys.data?.items ?? [];
  return (
    <Group title="Keys">
      {keys.isPending && <Skeleton height={40} />}
      {keys.isError && <ProblemNote error={keys.error} onRetry={() => void keys.refetch()} />}
      {keys.isSuccess && found.length === 0 && (
        <Box sx={{ fontSize: "0.8125rem", color: "text.secondary" }}>No key yet.</Box>
      )}
      <Box component="ul" aria-label="Keys" sx={{ listStyle: "none", m: 0, p: 0 }}>
        {found.map((key) => (
          <Box
            component="li"
            key={key.id}
            sx={{
              display: "flex",
              alignItems: "center",
              gap: 3,
              minHeight: 34,
              fontSize: "0.8125rem",
              borderTop: 1,
              borderColor: "divider",
              "&:first-of-type": { borderTop: 0 },
            }}
          >
            <Link
              component={RouterLink}
              to={`/keys?key=${key.id}`}
              sx={{ flex: 1, minWidth: 0, color: "text.primary", overflowWrap: "anywhere" }}
            >
              {key.name}
            </Link>
            <Box component="span" sx={{ color: "text.secondary" }}>
              <Time at={key.last_used_at} none="Never used" />
            </Box>
            <StateChip state={key.state} quiet />
          </Box>
        ))}
      </Box>
      {keys.data?.next_cursor != null && (
        <Box sx={{ fontSize: "0.75rem", color: "text.secondary", mt: 1 }}>{`The newest ${most} are shown.`}</Box>
      )}
    </Group>
  );
}
