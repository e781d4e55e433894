import Button, { type ButtonProps } from "@mui/material/Button";
import Tooltip from "@mui/material/Tooltip";
import { useMayChange } from "../session/session";

/** A button for a change: visible but disabled, with the reason, for who may only read. */
export function Guarded(props: ButtonProps) {
  const { allowed, reason } = useMayChange();
  if (allowed) return <Button {...props} />;
  return (
    <Tooltip title={reason}>
      <span>
        <Button {...props} disabled />
      </span>
    </Tooltip>
  );
}
