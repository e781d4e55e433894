import Button from "@mui/material/Button";
import { Link } from "react-router";
import { EmptyState } from "../../feedback/EmptyState";
import type { Span } from "../../format/span";
import { height } from "./panel";

const text = {
  cost: ["Nothing was spent", "The calls of this time were free, or there were none."],
  requests: ["No requests in this time", "Each chat answer and each call of /v1 is one."],
  accounts: ["Nobody called", "Users and teams appear here with what they spent."],
} as const;

export function NothingInSpan({ what, span }: { readonly what: keyof typeof text; readonly span: Span }) {
  const [title, explanation] = text[what];
  return (
    <EmptyState title={title} text={explanation} height={height}>
      {span.name !== "30d" && (
        <Button component={Link} to="/?span=30d" variant="outlined" color="inherit" size="small">
          Show 30 days
        </Button>
      )}
    </EmptyState>
  );
}
