import Box from "@mui/material/Box";
import { CircleAlert, OctagonAlert } from "lucide-react";
import { percent } from "../format/numbers";
import { Time } from "../format/Shown";
import type { Edge, Gauge } from "./gauges";

const colours: Readonly<Record<Edge, string>> = { calm: "primary.main", near: "warning.main", over: "error.main" };

const words = {
  calm: null,
  near: { text: "Near the edge", Icon: CircleAlert, colour: "warning.main" },
  over: { text: "Used up", Icon: OctagonAlert, colour: "error.main" },
} as const;

/** The part that is taken, to scale; said in words beside it. */
export function Bar({ permille, edge }: { readonly permille: number; readonly edge: Edge }) {
  return (
    <Box
      aria-hidden="true"
      sx={{
        height: 6,
        borderRadius: "3px",
        bgcolor: "divider",
        overflow: "hidden",
        outline: "1px solid transparent",
      }}
    >
      <Box
        sx={{
          height: "100%",
          borderRadius: "3px",
          bgcolor: colours[edge],
          width: `${permille === 0 ? 0 : Math.min(100, Math.max(1, permille / 10))}%`,
        }}
      />
    </Box>
  );
}

/** An icon and a word, where there is something to say. */
export function EdgeWord({ edge }: { readonly edge: Edge }) {
  const word = words[edge];
  if (word === null) return null;
  return (
    <Box
      component="span"
      sx={{ display: "inline-flex", alignItems: "center", gap: 1, fontWeight: 500, whiteSpace: "nowrap" }}
    >
      <Box component={word.Icon} size={14} aria-hidden="true" sx={{ color: word.colour }} />
      {word.text}
    </Box>
  );
}

export function GaugeBar({ gauge }: { readonly gauge: Gauge }) {
  const { name, used, limit, permille, edge, held, endsAt, resetS } = gauge;
  return (
    <Box component="li" sx={{ py: 2, fontSize: "0.8125rem" }}>
      <Box sx={{ display: "flex", flexWrap: "wrap", columnGap: 3, mb: 1 }}>
        <Box sx={{ flex: "1 1 160px", minWidth: 0, overflowWrap: "anywhere" }}>{name}</Box>
        <Box className="number">
          <Box component="span" sx={{ fontWeight: 600 }}>
            {used}
          </Box>
          {` of ${limit}`}
        </Box>
      </Box>
      <Bar permille={permille} edge={edge} />
      <Box
        sx={{ display: "flex", flexWrap: "wrap", columnGap: 3, mt: 1, fontSize: "0.75rem", color: "text.secondary" }}
      >
        <Box component="span" className="number" sx={{ minWidth: 44 }}>
          {percent(permille, 1000)}
        </Box>
        <EdgeWord edge={edge} />
        {held !== null && <span>{`${held} held for calls under way`}</span>}
        <Box component="span" sx={{ ml: "auto" }}>
          {endsAt !== null && (
            <>
              Begins anew <Time at={endsAt} none="" />
            </>
          )}
          {resetS !== null && `Free again in ${resetS} s`}
        </Box>
      </Box>
    </Box>
  );
}
