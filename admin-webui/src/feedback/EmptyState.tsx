import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import type { ReactNode } from "react";

interface Props {
  readonly title: string;
  readonly text: ReactNode;
  readonly children?: ReactNode;
  readonly height?: number;
  /** When it is the whole page, its title is the page's. */
  readonly isPage?: boolean;
}

export function EmptyState({ title, text, children, height, isPage = false }: Props) {
  return (
    <Box
      sx={{
        minHeight: height ?? 220,
        display: "flex",
        flexDirection: "column",
        alignItems: "center",
        justifyContent: "center",
        textAlign: "center",
        gap: 2,
        px: 4,
        py: 6,
      }}
    >
      <Typography component={isPage ? "h1" : "p"} variant={isPage ? "h1" : "h3"}>
        {title}
      </Typography>
      <Typography sx={{ color: "text.secondary", maxWidth: 440 }}>{text}</Typography>
      {children !== undefined && (
        <Box sx={{ mt: 2, display: "flex", gap: 2, flexWrap: "wrap", justifyContent: "center" }}>{children}</Box>
      )}
    </Box>
  );
}
