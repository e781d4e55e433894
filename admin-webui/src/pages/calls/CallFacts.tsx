import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import Skeleton from "@mui/material/Skeleton";
import type { ReactNode } from "react";
import { Link as RouterLink } from "react-router";
import type { Call, CallStory } from "../../api/answers";
import { Fact, Facts, Group } from "../../detail/Facts";
import { Copyable } from "../../feedback/Copyable";
import { exactMoney, nanos } from "../../format/money";
import { count, duration, plural } from "../../format/numbers";
import { absolute, clock } from "../../format/times";
import { Bill } from "./Bill";
import { Course } from "./Course";
import { callerOf, useTeamNames, Way } from "./callColumns";

const reasons: Readonly<Record<Call["outcome"], string | null>> = {
  ok: null,
  error: "The provider failed, or refused the request.",
  client_closed: "The client went away before the answer was complete. What was said until then is charged.",
  recovered: "The answer was cut off when a service stopped, and was closed with what it had.",
  refused: "The call was refused before it reached a provider.",
};

function To({ path, children }: { readonly path: string; readonly children: ReactNode }) {
  return (
    <Link component={RouterLink} to={path} sx={{ color: "text.primary" }}>
      {children}
    </Link>
  );
}

function Who({ call }: { readonly call: Call }) {
  const name = callerOf(call, useTeamNames());
  if (call.user !== null) return <To path={`/users?user=${call.user.id}`}>{name}</To>;
  return call.team_id === null ? name : <To path={`/teams?team=${call.team_id}`}>{name}</To>;
}

/** What was not counted in tokens, and what could not be carried. */
function Beside({ story }: { readonly story: CallStory }) {
  return (
    <Facts>
      {story.reasoning_tokens > 0 && <Fact name="Thinking, part of the output">{count(story.reasoning_tokens)}</Fact>}
      {story.images > 0 && <Fact name="Pictures made">{count(story.images)}</Fact>}
      {story.characters > 0 && <Fact name="Characters spoken">{count(story.characters)}</Fact>}
      {story.audio_ms > 0 && <Fact name="Listened to">{duration(story.audio_ms)}</Fact>}
      <Fact name="Counted by">{story.estimated ? "Parley, about: the provider gave no count" : "the provider"}</Fact>
    </Facts>
  );
}

/** What the request said and the provider's format has no place for. */
function Dropped({ paths }: { readonly paths: readonly string[] }) {
  return (
    <Group title={`Left out, ${plural(paths.length, "path")}`}>
      <Box sx={{ fontSize: "0.8125rem", color: "text.secondary", mb: 1 }}>
        The provider's format has no place for these parts of the request.
      </Box>
      <Box component="ul" sx={{ m: 0, pl: 4, fontSize: "0.75rem" }}>
        {paths.map((path) => (
          <Box component="li" key={path} sx={{ overflowWrap: "anywhere" }}>
            <code>{path}</code>
          </Box>
        ))}
      </Box>
    </Group>
  );
}

/** Who was asked in vain before, in their order. */
function Earlier({ attempts }: { readonly attempts: Call["earlier_attempts"] }) {
  return (
    <Group title="Asked before, in vain">
      <Box component="ol" sx={{ listStyle: "none", m: 0, p: 0, fontSize: "0.8125rem" }}>
        {attempts.map(({ model, provider, upstream, error_code, lasted_ms }, place) => (
          <Box
            component="li"
            key={place}
            sx={{
              display: "flex",
              gap: 3,
              py: 1.5,
              borderTop: 1,
              borderColor: "divider",
              "&:first-of-type": { borderTop: 0 },
            }}
          >
            <Box sx={{ flex: 1, minWidth: 0, overflowWrap: "anywhere" }}>
              {`${provider}, ${upstream}`}
              <Box sx={{ color: "text.secondary", fontSize: "0.75rem" }}>
                {`As ${model}: `}
                <code>{error_code}</code>
              </Box>
            </Box>
            <Box className="number" sx={{ color: "text.secondary" }}>
              {duration(lasted_ms)}
            </Box>
          </Box>
        ))}
      </Box>
    </Group>
  );
}

interface Props {
  readonly call: Call;
  /** All that the books know, once it is there. */
  readonly story: CallStory | undefined;
}

/** One call's story. */
export function CallFacts({ call, story }: Props) {
  const reason = reasons[call.outcome];
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
      <Box sx={{ mb: 6 }}>
        <Course call={call} />
      </Box>
      <Group title="Cost and tokens">
        {story === undefined ? (
          <>
            <Facts>
              <Fact name="Cost" strong>
                {exactMoney(nanos(call.cost_nano_usd))}
              </Fact>
            </Facts>
            <Skeleton height={120} />
          </>
        ) : (
          <>
            <Bill story={story} />
            <Box sx={{ mt: 3 }}>
              <Beside story={story} />
            </Box>
          </>
        )}
      </Group>
      {story !== undefined && story.dropped.length > 0 && <Dropped paths={story.dropped} />}
      <Group title="Who">
        <Facts>
          <Fact name="Account">
            <Who call={call} />
          </Fact>
          <Fact name="Through">
            {call.key === null ? (
              <Way call={call} />
            ) : (
              <To path={`/keys?key=${call.key.id}`}>{`Key ${call.key.name}`}</To>
            )}
          </Fact>
        </Facts>
      </Group>
      <Group title="Where it went">
        <Facts>
          <Fact name="Provider">{call.provider}</Fact>
          <Fact name="Provider's model">{call.upstream}</Fact>
          <Fact name="Tool">{call.client === "" ? "Did not tell" : call.client}</Fact>
          <Fact name="Answer">{call.stream ? "Streamed" : "Whole"}</Fact>
          <Fact name="A provider was asked">{call.attempts === 0 ? "Never" : plural(call.attempts, "time")}</Fact>
        </Facts>
      </Group>
      {call.earlier_attempts.length > 0 && <Earlier attempts={call.earlier_attempts} />}
      <Group title="When">
        <Facts>
          <Fact name="Began">
            {absolute(call.at).replace(/\d\d:\d\d UTC$/, "")}
            {clock(call.at)} UTC
          </Fact>
          <Fact name="First token">{duration(call.first_token_ms)}</Fact>
          <Fact name="All of it">{duration(call.latency_ms)}</Fact>
          <Fact name="Request">
            <Copyable text={call.id} what="request id" />
          </Fact>
        </Facts>
      </Group>
    </>
  );
}
