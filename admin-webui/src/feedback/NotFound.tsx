import Button from "@mui/material/Button";
import { Link } from "react-router";
import { EmptyState } from "./EmptyState";

export function NotFound() {
  return (
    <EmptyState isPage title="There is no page at this address" text="It may have moved, or the address is incomplete.">
      <Button component={Link} to="/" variant="contained">
        Go to the overview
      </Button>
    </EmptyState>
  );
}
