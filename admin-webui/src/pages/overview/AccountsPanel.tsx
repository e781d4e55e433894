import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import Skeleton from "@mui/material/Skeleton";
import { User, UsersRound } from "lucide-react";
import { Link as RouterLink } from "react-router";
import type { Account } from "../../api/answers";
import { ProblemNote } from "../../feedback/ProblemNote";
import { exactMoney, moneyColumn, nanos } from "../../format/money";
import { plural } from "../../format/numbers";
import { Panel } from "../../tables/Panel";
import { callsPath } from "../calls/callFilter";
import { NothingInSpan } from "./NothingInSpan";
import type { PanelProps } from "./panel";

function Row({
  account,
  largest,
  told,
}: {
  readonly account: Account;
  readonly largest: bigint;
  readonly told: (value: bigint | null) => string;
}) {
  const cost = nanos(account.cost_nano_usd) ?? 0n;
  const Icon = account.kind === "team" ? UsersRound : User;
  return (
    <Box component="li" sx={{ py: 1.25 }}>
      <Box sx={{ display: "flex", alignItems: "center", gap: 2, fontSize: "0.8125rem" }}>
        <Box
          component="span"
          title={account.kind === "team" ? "Team" : "User"}
          sx={{ display: "flex", color: "text.disabled" }}
        >
          <Icon size={14} aria-label={account.kind === "team" ? "Team" : "User"} />
        </Box>
        <Box sx={{ flex: 1, minWidth: 0, overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" }}>
          <Link
            component={RouterLink}
            to={callsPath(null, { [account.kind]: account.id })}
            underline="hover"
            sx={{ color: "text.primary" }}
          >
            {account.name}
          </Link>
        </Box>
        <Box className="number" sx={{ color: "text.secondary", fontSize: "0.75rem", whiteSpace: "nowrap" }}>
          {plural(account.requests, "call")}
        </Box>
        <Box className="number" title={exactMoney(cost)} sx={{ fontWeight: 500, minWidth: 56, textAlign: "right" }}>
          {told(cost)}
        </Box>
      </Box>
      <Box aria-hidden="true" sx={{ height: 4, mt: 1, borderRadius: "2px", bgcolor: "surface.two" }}>
        <Box
          sx={{
            height: "100%",
            borderRadius: "2px",
            bgcolor: "primary.main",
            width: largest === 0n ? 0 : `${Math.max(1, Number((cost * 1000n) / largest) / 10)}%`,
          }}
        />
      </Box>
    </Box>
  );
}

/** Who drives the cost: the users and teams that spent most. */
export function AccountsPanel({ overview, span, error, busy, onRetry }: PanelProps) {
  const costs = overview?.accounts.map((account) => nanos(account.cost_nano_usd) ?? 0n) ?? [];
  const told = moneyColumn(costs);
  return (
    <Panel title="Top spenders" subtitle="Users and teams, by cost" busy={busy}>
      <Box sx={{ px: 4, pb: 3, minHeight: 204 }}>
        {error !== null && overview === undefined && <ProblemNote error={error} onRetry={onRetry} />}
        {error === null && overview === undefined && <Skeleton height={190} />}
        {overview?.accounts.length === 0 && <NothingInSpan what="accounts" span={span} />}
        <Box component="ol" aria-label="Top spenders" sx={{ listStyle: "none", m: 0, p: 0 }}>
          {overview?.accounts.map((account) => (
            <Row key={account.id} account={account} largest={costs[0] ?? 0n} told={told} />
          ))}
        </Box>
      </Box>
    </Panel>
  );
}
