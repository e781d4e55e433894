import Box from "@mui/material/Box";
import Skeleton from "@mui/material/Skeleton";
import { ArrowDownRight, ArrowRight, ArrowUpRight } from "lucide-react";
import { Sparkline } from "../../charts/Sparkline";
import type { Delta } from "../../format/delta";

/** Whether more of it is good, bad, or just more. */
export type Meaning = "good" | "bad" | "neutral";

export interface Figure {
  readonly title: string;
  readonly value: string;
  /** Every digit, where the value leaves some out. */
  readonly exact?: string;
  readonly note?: string;
  readonly delta: Delta;
  readonly meaning: Meaning;
  readonly trend: readonly number[];
}

const icons = { up: ArrowUpRight, down: ArrowDownRight, same: ArrowRight };

function colourOf({ delta, meaning }: Figure): string {
  if (meaning === "neutral" || delta.direction === "same") return "text.secondary";
  return (delta.direction === "up") === (meaning === "good") ? "success.main" : "error.main";
}

function Change({ figure, before }: { readonly figure: Figure; readonly before: string }) {
  const { direction, text } = figure.delta;
  const Icon = icons[direction];
  const word = direction === "same" ? "" : direction === "up" ? " more" : " less";
  const told = text === "none before" ? text : `${text}${word}`;
  return (
    <Box
      component="span"
      title={`Compared with ${before}`}
      sx={{
        display: "inline-flex",
        alignItems: "center",
        gap: 1,
        color: colourOf(figure),
        fontSize: "0.75rem",
        fontWeight: 500,
        whiteSpace: "nowrap",
      }}
    >
      <Icon size={14} aria-hidden="true" />
      <span>{told}</span>
    </Box>
  );
}

const frame = {
  bgcolor: "background.paper",
  border: 1,
  borderColor: "divider",
  borderRadius: "10px",
  overflow: "hidden",
  minWidth: 0,
  display: "flex",
  flexDirection: "column",
} as const;

/** One figure, how it compares with the time before, and its course. */
export function Tile({ figure, before }: { readonly figure: Figure; readonly before: string }) {
  const { title, value, exact, note, trend } = figure;
  return (
    <Box component="li" sx={frame}>
      <Box sx={{ px: 4, pt: 3, pb: 1, display: "flex", flexDirection: "column", flex: 1 }}>
        <Box component="h2" sx={{ m: 0, fontSize: "0.8125rem", fontWeight: 500, color: "text.secondary" }}>
          {title}
        </Box>
        <Box sx={{ display: "flex", alignItems: "baseline", flexWrap: "wrap", columnGap: 2, mt: 0.5 }}>
          <Box
            component="span"
            className="number"
            {...(exact === undefined ? {} : { title: exact })}
            sx={{ fontSize: "1.625rem", lineHeight: "2.125rem", fontWeight: 600, letterSpacing: "-0.02em" }}
          >
            {value}
          </Box>
          {note !== undefined && (
            <Box component="span" className="number" sx={{ fontSize: "0.75rem", color: "text.secondary" }}>
              {note}
            </Box>
          )}
        </Box>
        <Box sx={{ mt: 0.5, minHeight: 18 }}>
          <Change figure={figure} before={before} />
        </Box>
      </Box>
      <Sparkline values={trend} colour={figure.meaning === "bad" ? "error.main" : "primary.main"} />
    </Box>
  );
}

export function TileSkeleton() {
  return (
    <Box component="li" sx={{ ...frame, p: 4, gap: 2, height: 142 }}>
      <Skeleton width="45%" height={16} />
      <Skeleton width="60%" height={30} />
      <Skeleton width="35%" height={14} />
      <Skeleton height={22} sx={{ mt: "auto" }} />
    </Box>
  );
}
