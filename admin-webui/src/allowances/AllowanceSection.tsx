import Box from "@mui/material/Box";
import Skeleton from "@mui/material/Skeleton";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { allowanceOf as allowanceQuery, type Subject, standingOf } from "../api/queries";
import { Fact, Facts, Group } from "../detail/Facts";
import { ProblemNote } from "../feedback/ProblemNote";
import { nanos } from "../format/money";
import { Money } from "../format/Shown";
import { Guarded } from "../tables/Guarded";
import { AllowanceForm } from "./AllowanceForm";
import { GaugeBar } from "./GaugeBar";
import { gaugesOf } from "./gauges";

/** How much a key, a user or a team may use, how much of it is used now, and the form that changes it. */
export function AllowanceSection({ subject }: { readonly subject: Subject }) {
  const standing = useQuery(standingOf(subject));
  const allowance = useQuery(allowanceQuery(subject));
  const [editing, setEditing] = useState(false);
  const gauges = standing.data === undefined ? [] : gaugesOf(standing.data);
  const failed = standing.error ?? allowance.error;
  return (
    <>
      <Group title="Spent, by the books">
        {standing.data === undefined && standing.isPending && <Skeleton height={64} />}
        {standing.data !== undefined && (
          <Facts>
            <Fact name="Today (UTC)">
              <Money value={nanos(standing.data.spent_today_nano_usd)} />
            </Fact>
            <Fact name="This month (UTC)">
              <Money value={nanos(standing.data.spent_this_month_nano_usd)} />
            </Fact>
          </Facts>
        )}
      </Group>
      <Group
        title="Limits and budgets"
        action={
          !editing && (
            <Guarded
              size="small"
              variant="outlined"
              color="inherit"
              aria-label="Change the limits and budgets"
              disabled={allowance.data === undefined}
              onClick={() => setEditing(true)}
            >
              Change
            </Guarded>
          )
        }
      >
        {failed !== null && (
          <ProblemNote
            error={failed}
            onRetry={() => {
              void standing.refetch();
              void allowance.refetch();
            }}
          />
        )}
        {editing && allowance.data !== undefined ? (
          <AllowanceForm subject={subject} allowance={allowance.data} onDone={() => setEditing(false)} />
        ) : (
          <>
            {standing.isPending && <Skeleton height={96} />}
            {standing.isSuccess && gauges.length === 0 && (
              <Box sx={{ fontSize: "0.8125rem", color: "text.secondary" }}>
                None of its own. What holds for others who have a say still holds.
              </Box>
            )}
            <Box component="ul" aria-label="As it stands now" sx={{ listStyle: "none", m: 0, p: 0 }}>
              {gauges.map((gauge) => (
                <GaugeBar key={gauge.id} gauge={gauge} />
              ))}
            </Box>
          </>
        )}
      </Group>
    </>
  );
}
