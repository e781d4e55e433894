import Box from "@mui/material/Box";
import { exactMoney, money } from "./money";
import { useNow } from "./now";
import { absolute, ago } from "./times";

/** A relative time whose absolute form is one hover, and one machine reading, away. */
export function Time({ at, none }: { readonly at: string | null | undefined; readonly none: string }) {
  const now = useNow();
  if (at === null || at === undefined)
    return (
      <Box component="span" sx={{ color: "text.disabled" }}>
        {none}
      </Box>
    );
  return (
    <Box component="time" dateTime={at} title={absolute(at)} sx={{ whiteSpace: "nowrap" }}>
      {ago(at, now)}
    </Box>
  );
}

export function Money({
  value,
  show = money,
}: {
  readonly value: bigint | null;
  readonly show?: (value: bigint | null) => string;
}) {
  return (
    <span className="number" title={exactMoney(value)}>
      {show(value)}
    </span>
  );
}
