import Box from "@mui/material/Box";
import { styled } from "@mui/material/styles";
import Tooltip from "@mui/material/Tooltip";
import Typography from "@mui/material/Typography";
import { NavLink } from "react-router";
import { useSession } from "../session/session";
import { navigationFor } from "./navigation";

const Destination = styled(NavLink)(({ theme }) => ({
  display: "flex",
  alignItems: "center",
  gap: 12,
  minHeight: 36,
  paddingInline: 12,
  borderRadius: 6,
  fontSize: "0.875rem",
  fontWeight: 500,
  textDecoration: "none",
  color: theme.vars.palette.text.secondary,
  "@media (pointer: coarse)": { minHeight: 44 },
  "&:hover": { backgroundColor: theme.vars.palette.surface.two, color: theme.vars.palette.text.primary },
  "&.active": { backgroundColor: theme.vars.palette.soft.accent, color: theme.vars.palette.text.primary },
  "&.active svg": { color: theme.vars.palette.primary.main },
}));

/** With `narrow` only the icons show; their names stay for screen readers and in tooltips. */
export function Navigation({ narrow, onChoose }: { readonly narrow: boolean; readonly onChoose?: () => void }) {
  const role = useSession((session) => session.administrator?.role);
  return (
    <Box
      component="nav"
      aria-label="Administration"
      sx={{ display: "flex", flexDirection: "column", gap: 4, px: 3, py: 3 }}
    >
      {navigationFor(role).map((group) => (
        <Box key={group.label ?? "first"} sx={{ display: "flex", flexDirection: "column", gap: 0.5 }}>
          {group.label !== null && !narrow && (
            <Typography variant="caption" sx={{ px: 3, pb: 1, color: "text.disabled", fontWeight: 500 }}>
              {group.label}
            </Typography>
          )}
          {group.destinations.map(({ path, label, icon: Icon }) => (
            <Tooltip key={path} title={narrow ? label : ""} placement="right" disableInteractive>
              <Destination
                to={path}
                end={path === "/"}
                {...(onChoose === undefined ? {} : { onClick: onChoose })}
                {...(narrow ? { "aria-label": label } : {})}
              >
                <Icon size={18} aria-hidden="true" />
                {!narrow && label}
              </Destination>
            </Tooltip>
          ))}
        </Box>
      ))}
    </Box>
  );
}
