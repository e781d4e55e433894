import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { type ReactNode, useEffect } from "react";

interface Props {
  readonly title: string;
  readonly text?: string;
  readonly children?: ReactNode;
}

export function PageHeader({ title, text, children }: Props) {
  useEffect(() => {
    document.title = `${title} · Parley administration`;
  }, [title]);
  return (
    <Box sx={{ display: "flex", flexWrap: "wrap", alignItems: "flex-end", columnGap: 3, rowGap: 4, mb: 5 }}>
      <Box sx={{ flex: "1 1 240px" }}>
        <Typography variant="h1">{title}</Typography>
        {text !== undefined && <Typography sx={{ color: "text.secondary", mt: 1 }}>{text}</Typography>}
      </Box>
      {children}
    </Box>
  );
}
