import Box from "@mui/material/Box";
import ToggleButton from "@mui/material/ToggleButton";
import ToggleButtonGroup from "@mui/material/ToggleButtonGroup";
import { useQuery } from "@tanstack/react-query";
import { overviewOf } from "../../api/queries";
import { useAddress } from "../../app/address";
import { PageHeader } from "../../feedback/PageHeader";
import { ProblemNote } from "../../feedback/ProblemNote";
import { spanFromAddress, spans } from "../../format/span";
import { AccountsPanel } from "./AccountsPanel";
import { CostPanel } from "./CostPanel";
import { LastCalls } from "./LastCalls";
import { Tiles } from "./Tiles";
import { RequestsPanel, TokensPanel } from "./TrafficPanel";

const refetchMs = 15_000;

/** Is it healthy, what does it cost, who drives it, and what happens right now. */
export default function OverviewPage() {
  const [search, change] = useAddress();
  const span = spanFromAddress(search);
  const summary = useQuery({ ...overviewOf(span.name), refetchInterval: refetchMs });
  const choose = (name: string): void => change({ span: name });
  const shown = {
    overview: summary.data,
    span,
    error: summary.error,
    busy: summary.isPlaceholderData,
    onRetry: () => void summary.refetch(),
  };

  return (
    <>
      <PageHeader title="Overview" text={`Compared with ${span.before}`}>
        <ToggleButtonGroup exclusive size="small" value={span.name} aria-label="Time range">
          {spans.map(({ name, label }) => (
            <ToggleButton key={name} value={name} onClick={() => choose(name)}>
              {label}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      </PageHeader>
      <Box sx={{ display: "flex", flexDirection: "column", gap: { xs: 3, md: 4 } }}>
        {summary.isError && summary.data === undefined ? (
          <ProblemNote error={summary.error} onRetry={shown.onRetry} />
        ) : (
          <Tiles overview={summary.data} span={span} />
        )}
        <CostPanel {...shown} />
        <Box
          sx={{
            display: "grid",
            gap: { xs: 3, md: 4 },
            gridTemplateColumns: {
              xs: "minmax(0, 1fr)",
              md: "repeat(2, minmax(0, 1fr))",
              lg: "repeat(3, minmax(0, 1fr))",
            },
            "& > :last-child": { gridColumn: { md: "1 / -1", lg: "auto" } },
          }}
        >
          <RequestsPanel {...shown} />
          <TokensPanel {...shown} />
          <AccountsPanel {...shown} />
        </Box>
        <LastCalls />
      </Box>
    </>
  );
}
