import Box from "@mui/material/Box";
import LinearProgress from "@mui/material/LinearProgress";
import Typography from "@mui/material/Typography";
import { type ReactNode, useId } from "react";

interface Props {
  readonly title?: string;
  readonly subtitle?: string;
  readonly actions?: ReactNode;
  readonly busy?: boolean;
  readonly children: ReactNode;
}

export function Panel({ title, subtitle, actions, busy, children }: Props) {
  const id = useId();
  return (
    <Box
      component="section"
      {...(title === undefined ? {} : { "aria-labelledby": id })}
      sx={{
        position: "relative",
        bgcolor: "background.paper",
        border: 1,
        borderColor: "divider",
        borderRadius: "10px",
        overflow: "hidden",
        minWidth: 0,
      }}
    >
      {busy && (
        <LinearProgress
          aria-label="Loading newer figures"
          sx={{ position: "absolute", insetInline: 0, top: 0, height: 2 }}
        />
      )}
      {title !== undefined && (
        <Box sx={{ display: "flex", flexWrap: "wrap", alignItems: "center", gap: 2, px: 4, pt: 3, pb: 2 }}>
          <Box sx={{ flex: "1 1 160px", minWidth: 0 }}>
            <Typography variant="h2" id={id}>
              {title}
            </Typography>
            {subtitle !== undefined && (
              <Typography variant="caption" component="p" sx={{ color: "text.secondary", m: 0 }}>
                {subtitle}
              </Typography>
            )}
          </Box>
          {actions}
        </Box>
      )}
      {children}
    </Box>
  );
}
