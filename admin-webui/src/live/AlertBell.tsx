import Badge from "@mui/material/Badge";
import IconButton from "@mui/material/IconButton";
import Tooltip from "@mui/material/Tooltip";
import { useQuery } from "@tanstack/react-query";
import { Bell } from "lucide-react";
import { Link } from "react-router";
import { standingAlerts } from "../api/queries";
import { plural } from "../format/numbers";

/** How many alerts stand that nobody has acknowledged; a click shows them. */
export function AlertBell() {
  const { count = 0, names = [] } = useQuery(standingAlerts).data ?? {};
  const label = count === 0 ? "Alerts: all is well" : `${plural(count, "alert")}: ${names.join(", ")}`;
  return (
    <Tooltip title={label}>
      <IconButton component={Link} to="/alerts" aria-label={label}>
        <Badge badgeContent={count} color="error" max={99}>
          <Bell size={18} aria-hidden="true" />
        </Badge>
      </IconButton>
    </Tooltip>
  );
}
