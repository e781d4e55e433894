import Box from "@mui/material/Box";
import { PageHeader } from "../../feedback/PageHeader";
import { FiredPanel } from "./FiredPanel";
import { RulesPanel } from "./RulesPanel";
import { WebhooksPanel } from "./WebhooksPanel";

/** What went wrong, what there is to be told of, and who else is told. */
export default function AlertsPage() {
  return (
    <>
      <PageHeader title="Alerts" text="What goes wrong, and who is told of it" />
      <Box sx={{ display: "flex", flexDirection: "column", gap: 5 }}>
        <FiredPanel />
        <RulesPanel />
        <WebhooksPanel />
      </Box>
    </>
  );
}
