import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import type { ReactNode } from "react";
import type { Call } from "../../api/answers";
import { Copyable } from "../../feedback/Copyable";
import { exactMoney, nanos } from "../../format/money";
import { count, duration, plural } from "../../format/numbers";
import { absolute, clock } from "../../format/times";
import { Course } from "./Course";
import { callerOf, useTeamNames, Way } from "./callColumns";

function Group({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Box component="section" sx={{ mt: 5, "&:first-of-type": { mt: 0 } }}>
      <Typography variant="h3" component="h3" sx={{ mb: 1.5 }}>
        {title}
      </Typography>
      <Box component="dl" sx={{ m: 0 }}>
        {children}
      </Box>
    </Box>
  );
}

interface FactProps {
  readonly name: string;
  readonly children: ReactNode;
  readonly strong?: boolean;
  readonly part?: boolean;
}

function Fact({ name, children, strong, part }: FactProps) {
  return (
    <Box
      sx={{
        display: "flex",
        gap: 4,
        justifyContent: "space-between",
        alignItems: "center",
        minHeight: 32,
        borderTop: 1,
        borderColor: "divider",
        fontSize: "0.8125rem",
        fontWeight: strong ? 600 : 400,
        "&:first-of-type": { borderTop: 0 },
      }}
    >
      <Box component="dt" sx={{ color: strong ? "text.primary" : "text.secondary", pl: part ? 4 : 0 }}>
        {name}
      </Box>
      <Box component="dd" className="number" sx={{ m: 0, textAlign: "right", overflowWrap: "anywhere", minWidth: 0 }}>
        {children}
      </Box>
    </Box>
  );
}

const reasons: Readonly<Record<Call["outcome"], string | null>> = {
  ok: null,
  error: "The provider failed, or refused the request.",
  client_closed: "The client went away before the answer was complete. What was said until then is charged.",
  recovered: "The answer was cut off when a service stopped, and was closed with what it had.",
  refused: "The call was refused before it reached a provider.",
};

/** Everything that the books know about a call. */
export function CallFacts({ call }: { readonly call: Call }) {
  const reason = reasons[call.outcome];
  const teams = useTeamNames();
  const fresh = call.input_tokens - call.cached_tokens - call.cache_write_tokens;
  return (
    <>
      {reason !== null && (
        <Box sx={{ mb: 5, p: 3, borderRadius: "10px", bgcolor: "surface.two", fontSize: "0.8125rem" }}>
          {reason}
          {call.error_code !== null && (
            <Box sx={{ color: "text.secondary", mt: 1 }}>
              Kind: <code>{call.error_code}</code>
            </Box>
          )}
        </Box>
      )}
      <Course call={call} />
      <Group title="Cost and tokens">
        <Fact name="Cost" strong>
          {exactMoney(nanos(call.cost_nano_usd))}
        </Fact>
        <Fact name="Input">{count(call.input_tokens)}</Fact>
        {call.cached_tokens + call.cache_write_tokens > 0 && (
          <>
            <Fact name="fresh" part>
              {count(fresh)}
            </Fact>
            <Fact name="read from the cache" part>
              {count(call.cached_tokens)}
            </Fact>
            <Fact name="written to the cache" part>
              {count(call.cache_write_tokens)}
            </Fact>
          </>
        )}
        <Fact name="Output">{count(call.output_tokens)}</Fact>
        {call.reasoning_tokens > 0 && (
          <Fact name="of it thinking" part>
            {count(call.reasoning_tokens)}
          </Fact>
        )}
        <Fact name="Counted by">{call.estimated ? "Parley, about: the provider gave no count" : "the provider"}</Fact>
      </Group>
      <Group title="Who">
        <Fact name="Account">{callerOf(call, teams)}</Fact>
        <Fact name="Through">
          <Way call={call} />
        </Fact>
      </Group>
      <Group title="Where it went">
        <Fact name="Provider">{call.provider}</Fact>
        <Fact name="Provider's model">{call.upstream}</Fact>
        <Fact name="Answer">{call.stream ? "Streamed" : "Whole"}</Fact>
      </Group>
      <Group title="When">
        <Fact name="Began">
          {absolute(call.at).replace(/\d\d:\d\d UTC$/, "")}
          {clock(call.at)} UTC
        </Fact>
        <Fact name="First token">{duration(call.first_token_ms)}</Fact>
        <Fact name="All of it">{duration(call.latency_ms)}</Fact>
        <Fact name="Request">
          <Copyable text={call.id} what="request id" />
        </Fact>
      </Group>
      <Typography variant="caption" component="p" sx={{ color: "text.secondary", mt: 4 }}>
        {`${plural(call.input_tokens + call.output_tokens, "token")} in all. The price was fixed when the call was made.`}
      </Typography>
    </>
  );
}
