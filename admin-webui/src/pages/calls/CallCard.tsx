import Box from "@mui/material/Box";
import type { Call } from "../../api/answers";
import { OpenLink } from "../../detail/opened";
import { StateChip } from "../../feedback/StateChip";
import { nanos } from "../../format/money";
import { duration, short } from "../../format/numbers";
import { Money, Time } from "../../format/Shown";
import { callerOf, useTeamNames, Way } from "./callColumns";

/** A call on a phone: the model and its cost, who, and how it went. */
export function CallCard({ call }: { readonly call: Call }) {
  const teams = useTeamNames();
  const tokens = call.input_tokens + call.output_tokens;
  return (
    <Box sx={{ display: "flex", flexDirection: "column", gap: 1 }}>
      <Box sx={{ display: "flex", gap: 3, fontWeight: 500 }}>
        <Box sx={{ flex: 1, minWidth: 0 }}>
          <OpenLink name="call" id={call.id}>
            {call.model}
          </OpenLink>
        </Box>
        <Money value={nanos(call.cost_nano_usd)} />
      </Box>
      <Box sx={{ display: "flex", gap: 3, fontSize: "0.8125rem", color: "text.secondary" }}>
        <Box sx={{ flex: 1, minWidth: 0, overflowWrap: "anywhere" }}>{callerOf(call, teams)}</Box>
        <Way call={call} />
      </Box>
      <Box
        className="number"
        sx={{ display: "flex", alignItems: "center", gap: 3, fontSize: "0.8125rem", color: "text.secondary" }}
      >
        <StateChip state={call.outcome} quiet />
        <Time at={call.at} none="-" />
        <Box sx={{ flex: 1 }} />
        <span>{`${short(tokens)} tokens`}</span>
        <span>{duration(call.latency_ms)}</span>
      </Box>
    </Box>
  );
}
