import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { type ReactNode, useId } from "react";

interface GroupProps {
  readonly title: string;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

/** A part of a drawer under a heading of its own. */
export function Group({ title, action, children }: GroupProps) {
  const id = useId();
  return (
    <Box component="section" aria-labelledby={id} sx={{ mt: 6, "&:first-of-type": { mt: 0 } }}>
      <Box sx={{ display: "flex", alignItems: "center", gap: 2, minHeight: 28, mb: 1 }}>
        <Typography variant="h3" component="h3" id={id} sx={{ flex: 1 }}>
          {title}
        </Typography>
        {action}
      </Box>
      {children}
    </Box>
  );
}

export function Facts({ children }: { readonly children: ReactNode }) {
  return (
    <Box component="dl" sx={{ m: 0 }}>
      {children}
    </Box>
  );
}

interface FactProps {
  readonly name: string;
  readonly children: ReactNode;
  readonly strong?: boolean;
  readonly part?: boolean;
}

export function Fact({ name, children, strong, part }: FactProps) {
  return (
    <Box
      sx={{
        display: "flex",
        gap: 4,
        justifyContent: "space-between",
        alignItems: "center",
        minHeight: 32,
        borderTop: 1,
        borderColor: "divider",
        fontSize: "0.8125rem",
        fontWeight: strong ? 600 : 400,
        "&:first-of-type": { borderTop: 0 },
      }}
    >
      <Box component="dt" sx={{ flexShrink: 0, color: strong ? "text.primary" : "text.secondary", pl: part ? 4 : 0 }}>
        {name}
      </Box>
      <Box component="dd" className="number" sx={{ m: 0, textAlign: "right", overflowWrap: "anywhere", minWidth: 0 }}>
        {children}
      </Box>
    </Box>
  );
}
