import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { EmptyState } from "../feedback/EmptyState";
import { resume } from "./session";

export function Unreachable() {
  return (
    <Box component="main" sx={{ minHeight: "100%", display: "grid", placeItems: "center" }}>
      <EmptyState
        isPage
        title="The admin service cannot be reached"
        text="It may be starting, or your connection is down. Your session is kept."
      >
        <Button variant="contained" onClick={() => void resume()}>
          Try again
        </Button>
      </EmptyState>
    </Box>
  );
}
