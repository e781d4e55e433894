import Skeleton from "@mui/material/Skeleton";
import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "react-router";
import type { Call } from "../../api/answers";
import { callWith } from "../../api/queries";
import { DetailDrawer } from "../../detail/DetailDrawer";
import { ProblemNote } from "../../feedback/ProblemNote";
import { StateChip } from "../../feedback/StateChip";
import { CallFacts } from "./CallFacts";

interface Props {
  /** The calls that the list shows: Up and Down step through them. */
  readonly calls: readonly Call[];
}

/** The call that the address names, over whatever page shows the list. */
export function CallDrawer({ calls }: Props) {
  const [search] = useSearchParams();
  const id = search.get("call");
  const known = calls.find((call) => call.id === id);
  const asked = useQuery({ ...callWith(id ?? ""), enabled: id !== null });
  const call = asked.data ?? known;
  return (
    <DetailDrawer
      name="call"
      id={id}
      kind="Call"
      title={call?.model ?? "Call"}
      state={call !== undefined && <StateChip state={call.outcome} />}
      listed={calls.map((each) => each.id)}
    >
      {asked.isError && <ProblemNote error={asked.error} onRetry={() => void asked.refetch()} />}
      {call === undefined && !asked.isError && <Skeleton height={320} />}
      {call !== undefined && <CallFacts call={call} story={asked.data} />}
    </DetailDrawer>
  );
}
