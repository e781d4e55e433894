import Box from "@mui/material/Box";
import Skeleton from "@mui/material/Skeleton";
import type { Usage } from "../../api/answers";
import { exactMoney, money, nanos } from "../../format/money";
import { count, percent, short } from "../../format/numbers";

/** The sums of the whole range, side by side. */
export function Totals({ usage }: { readonly usage: Usage | undefined }) {
  const totals = usage?.totals;
  const cost = nanos(totals?.cost_nano_usd);
  const figures = [
    { name: "Cost", value: money(cost), exact: exactMoney(cost), note: "" },
    { name: "Requests", value: short(totals?.requests ?? 0), exact: count(totals?.requests ?? 0), note: "" },
    {
      name: "Errors",
      value: count(totals?.errors ?? 0),
      exact: count(totals?.errors ?? 0),
      note: percent(totals?.errors ?? 0, totals?.requests ?? 0),
    },
    {
      name: "Input tokens",
      value: short(totals?.input_tokens ?? 0),
      exact: count(totals?.input_tokens ?? 0),
      note: `${percent(totals?.cached_tokens ?? 0, totals?.input_tokens ?? 0)} from cache`,
    },
    {
      name: "Output tokens",
      value: short(totals?.output_tokens ?? 0),
      exact: count(totals?.output_tokens ?? 0),
      note: "",
    },
  ];
  return (
    <Box
      component="dl"
      aria-label="In all"
      sx={{
        m: 0,
        display: "grid",
        gridTemplateColumns: { xs: "repeat(2, minmax(0, 1fr))", md: "repeat(5, minmax(0, 1fr))" },
        gap: "1px",
        bgcolor: "divider",
        border: 1,
        borderColor: "divider",
        borderRadius: "10px",
        overflow: "hidden",
        "& > :first-of-type": { gridColumn: { xs: "1 / -1", md: "auto" } },
      }}
    >
      {figures.map(({ name, value, exact, note }) => (
        <Box key={name} sx={{ bgcolor: "background.paper", px: 4, py: 3, minWidth: 0 }}>
          <Box component="dt" sx={{ fontSize: "0.8125rem", color: "text.secondary", fontWeight: 500 }}>
            {name}
          </Box>
          <Box
            component="dd"
            className="number"
            sx={{ m: 0, display: "flex", alignItems: "baseline", gap: 2, flexWrap: "wrap" }}
          >
            {totals === undefined ? (
              <Skeleton width={88} height={24} sx={{ my: 1 }} />
            ) : (
              <>
                <Box
                  component="span"
                  title={exact}
                  sx={{ fontSize: "1.375rem", lineHeight: "2rem", fontWeight: 600, letterSpacing: "-0.02em" }}
                >
                  {value}
                </Box>
                {note !== "" && (
                  <Box component="span" sx={{ fontSize: "0.75rem", color: "text.secondary" }}>
                    {note}
                  </Box>
                )}
              </>
            )}
          </Box>
        </Box>
      ))}
    </Box>
  );
}
