import Alert from "@mui/material/Alert";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { asProblem } from "../api/problem";

/** What went wrong as a sentence, the request to quote to an operator, and one way on. */
export function ProblemNote({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) {
  const problem = asProblem(error);
  return (
    <Alert
      severity="error"
      action={
        onRetry === undefined ? null : (
          <Button color="inherit" size="small" onClick={onRetry}>
            Retry
          </Button>
        )
      }
    >
      {problem.message}
      {problem.requestId !== null && problem.status >= 500 && (
        <Typography variant="caption" component="div" sx={{ color: "text.secondary", overflowWrap: "anywhere" }}>
          Request {problem.requestId}
        </Typography>
      )}
    </Alert>
  );
}
