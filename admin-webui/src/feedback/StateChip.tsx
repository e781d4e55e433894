import Box from "@mui/material/Box";
import {
  Ban,
  CircleCheck,
  CircleSlash,
  Clock,
  Eye,
  LogOut,
  type LucideIcon,
  RotateCcw,
  TriangleAlert,
} from "lucide-react";

type Tone = "ok" | "warn" | "danger" | "quiet";

const looks: Readonly<Record<string, readonly [string, Tone, LucideIcon]>> = {
  active: ["Active", "ok", CircleCheck],
  banned: ["Banned", "danger", Ban],
  disabled: ["Disabled", "danger", Ban],
  revoked: ["Revoked", "danger", Ban],
  expired: ["Expired", "quiet", Clock],
  ok: ["OK", "ok", CircleCheck],
  error: ["Error", "danger", TriangleAlert],
  client_closed: ["Client left", "quiet", LogOut],
  recovered: ["Recovered", "warn", RotateCcw],
  offered: ["On offer", "ok", CircleCheck],
  removed: ["Not on offer", "quiet", CircleSlash],
  refused: ["Refused", "warn", CircleSlash],
  firing: ["Firing", "danger", TriangleAlert],
  acknowledged: ["Acknowledged", "warn", Eye],
  resolved: ["Over", "ok", CircleCheck],
  scheduled: ["Scheduled", "quiet", Clock],
  shown: ["Shown", "ok", CircleCheck],
  ended: ["Ended", "quiet", Clock],
  withdrawn: ["Withdrawn", "quiet", CircleSlash],
  sent: ["Sent", "ok", CircleCheck],
  waiting: ["Waiting", "warn", Clock],
  on: ["On", "ok", CircleCheck],
  off: ["Off", "quiet", CircleSlash],
  reachable: ["Reachable", "ok", CircleCheck],
  away: ["Away", "danger", TriangleAlert],
  serving: ["Serving", "ok", CircleCheck],
  leaving: ["Leaving", "warn", LogOut],
  done: ["Done", "ok", CircleCheck],
  failed: ["Failed", "danger", TriangleAlert],
};

const colours: Readonly<Record<Tone, { readonly bgcolor: string; readonly color: string }>> = {
  ok: { bgcolor: "soft.ok", color: "success.main" },
  warn: { bgcolor: "soft.warn", color: "warning.main" },
  danger: { bgcolor: "soft.danger", color: "error.main" },
  quiet: { bgcolor: "surface.two", color: "text.secondary" },
};

/**
 * A state is always an icon, a word and a colour. In a long list of which most is well, `quiet` keeps what is well
 * without a ground, so that the exceptions stand out.
 */
export function StateChip({ state, quiet = false }: { readonly state: string; readonly quiet?: boolean }) {
  const [label, tone, Icon] = looks[state] ?? [state, "quiet", Clock];
  const plain = quiet && tone === "ok";
  const look = plain ? { color: "text.secondary" } : { ...colours[tone], px: 2 };
  return (
    <Box
      component="span"
      sx={{
        display: "inline-flex",
        alignItems: "center",
        gap: 1,
        height: 22,
        borderRadius: 99,
        fontSize: "0.75rem",
        fontWeight: 500,
        whiteSpace: "nowrap",
        border: "1px solid transparent",
        ...look,
      }}
    >
      <Box component={Icon} size={13} aria-hidden="true" sx={plain ? { color: "success.main" } : {}} />
      {label}
    </Box>
  );
}
