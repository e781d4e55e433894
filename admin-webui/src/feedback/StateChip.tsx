import Box from "@mui/material/Box";
import { Ban, CircleCheck, CircleSlash, Clock, LogOut, type LucideIcon, RotateCcw, TriangleAlert } from "lucide-react";

type Tone = "ok" | "warn" | "danger" | "quiet";

const looks: Readonly<Record<string, readonly [string, Tone, LucideIcon]>> = {
  active: ["Active", "ok", CircleCheck],
  disabled: ["Disabled", "danger", Ban],
  revoked: ["Revoked", "danger", Ban],
  expired: ["Expired", "quiet", Clock],
  ok: ["OK", "ok", CircleCheck],
  error: ["Error", "danger", TriangleAlert],
  client_closed: ["Client left", "quiet", LogOut],
  recovered: ["Recovered", "warn", RotateCcw],
  refused: ["Refused", "warn", CircleSlash],
};

const colours: Readonly<Record<Tone, { readonly bgcolor: string; readonly color: string }>> = {
  ok: { bgcolor: "soft.ok", color: "success.main" },
  warn: { bgcolor: "soft.warn", color: "warning.main" },
  danger: { bgcolor: "soft.danger", color: "error.main" },
  quiet: { bgcolor: "surface.two", color: "text.secondary" },
};

/** A state is always an icon, a word and a colour. */
export function StateChip({ state }: { readonly state: string }) {
  const [label, tone, Icon] = looks[state] ?? [state, "quiet", Clock];
  return (
    <Box
      component="span"
      sx={{
        display: "inline-flex",
        alignItems: "center",
        gap: 1,
        px: 2,
        height: 22,
        borderRadius: 99,
        fontSize: "0.75rem",
        fontWeight: 500,
        whiteSpace: "nowrap",
        border: "1px solid transparent",
        ...colours[tone],
      }}
    >
      <Icon size={13} aria-hidden="true" />
      {label}
    </Box>
  );
}
