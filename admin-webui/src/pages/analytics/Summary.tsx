import Box from "@mui/material/Box";
import Skeleton from "@mui/material/Skeleton";
import type { Analysis } from "../../api/answers";
import { deltaOf } from "../../format/delta";
import { exactMoney, money, nanos } from "../../format/money";
import { count, duration, percent, short } from "../../format/numbers";
import { shortDay } from "../../format/times";

interface Figure {
  readonly name: string;
  readonly value: string;
  readonly exact?: string;
  readonly note: string;
}

function changed(now: bigint, before: bigint): string {
  const { direction, text } = deltaOf(now, before);
  if (direction === "same" || text === "none before") return text;
  return `${text} ${direction === "up" ? "more" : "less"}`;
}

function figuresOf({ now, before, forecast }: Analysis): readonly Figure[] {
  const cost = nanos(now.cost_nano_usd) ?? 0n;
  const saved = nanos(now.saved_nano_usd) ?? 0n;
  const atEnd = nanos(forecast.at_end_nano_usd) ?? 0n;
  return [
    {
      name: "Cost",
      value: money(cost),
      exact: exactMoney(cost),
      note: changed(cost, nanos(before.cost_nano_usd) ?? 0n),
    },
    {
      name: "Requests",
      value: short(now.requests),
      exact: count(now.requests),
      note: changed(BigInt(now.requests), BigInt(before.requests)),
    },
    {
      name: `Forecast to ${shortDay(forecast.ends)}`,
      value: money(atEnd),
      exact: exactMoney(atEnd),
      note: `${money(nanos(forecast.spent_nano_usd))} so far`,
    },
    {
      name: "Saved by caches",
      value: money(saved),
      exact: exactMoney(saved),
      note: `${percent(now.cached_tokens, now.input_tokens)} of input`,
    },
    {
      name: "Time of an answer",
      value: duration(now.p50_ms),
      note: now.p50_ms === null ? "" : `95%: ${duration(now.p95_ms)}, 99%: ${duration(now.p99_ms)}`,
    },
  ];
}

const names = ["Cost", "Requests", "Forecast", "Saved by caches", "Time of an answer"];

/** The figures of the whole range, each beside that of the time before. */
export function Summary({ analysis }: { readonly analysis: Analysis | undefined }) {
  const figures = analysis === undefined ? names.map((name) => ({ name, value: "", note: "" })) : figuresOf(analysis);
  return (
    <Box
      component="dl"
      aria-label="In all"
      sx={{
        m: 0,
        display: "grid",
        gridTemplateColumns: { xs: "repeat(2, minmax(0, 1fr))", lg: "repeat(5, minmax(0, 1fr))" },
        gap: "1px",
        bgcolor: "divider",
        border: 1,
        borderColor: "divider",
        borderRadius: "10px",
        overflow: "hidden",
        "& > :first-of-type": { gridColumn: { xs: "1 / -1", lg: "auto" } },
      }}
    >
      {figures.map((figure: Figure) => (
        <Box key={figure.name} sx={{ bgcolor: "background.paper", px: 4, py: 3, minWidth: 0 }}>
          <Box component="dt" sx={{ fontSize: "0.8125rem", color: "text.secondary", fontWeight: 500 }}>
            {figure.name}
          </Box>
          <Box component="dd" className="number" sx={{ m: 0 }}>
            {analysis === undefined ? (
              <Skeleton width={88} height={24} sx={{ my: 1 }} />
            ) : (
              <>
                <Box
                  {...(figure.exact === undefined ? {} : { title: figure.exact })}
                  sx={{ fontSize: "1.375rem", lineHeight: "2rem", fontWeight: 600, letterSpacing: "-0.02em" }}
                >
                  {figure.value}
                </Box>
                <Box sx={{ fontSize: "0.75rem", color: "text.secondary" }}>{figure.note}</Box>
              </>
            )}
          </Box>
        </Box>
      ))}
    </Box>
  );
}
