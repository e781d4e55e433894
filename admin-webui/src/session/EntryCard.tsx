import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import type { ReactNode } from "react";
import { Brand } from "../app/Brand";

/** What every page looks like before one is in. */
export function EntryCard({
  title,
  below,
  children,
}: {
  readonly title: string;
  readonly below?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <Box component="main" sx={{ minHeight: "100%", display: "grid", placeItems: "center", px: 4, py: 8 }}>
      <Box sx={{ width: "100%", maxWidth: 380 }}>
        <Box sx={{ mb: 6 }}>
          <Brand narrow={false} />
        </Box>
        <Box
          sx={{
            display: "flex",
            flexDirection: "column",
            gap: 4,
            p: { xs: 5, sm: 7 },
            bgcolor: "background.paper",
            border: 1,
            borderColor: "divider",
            borderRadius: 2.5,
          }}
        >
          <Typography variant="h1" sx={{ fontSize: "1.25rem", lineHeight: "1.75rem" }}>
            {title}
          </Typography>
          {children}
        </Box>
        {below}
      </Box>
    </Box>
  );
}
