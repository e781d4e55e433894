import Alert from "@mui/material/Alert";
import Button from "@mui/material/Button";
import { useState } from "react";
import { SecondFactorDialog } from "./SecondFactorDialog";
import { useSession } from "./session";

const putAway = "parley-admin-unprotected-seen";

/** Where a second factor is not required it is offered, until it is there or the offer is put away. */
export function Unprotected() {
  const isUnprotected = useSession((session) => session.administrator?.has_second_factor === false);
  const [seen, setSeen] = useState(() => localStorage.getItem(putAway) !== null);
  const [protecting, setProtecting] = useState(false);
  const later = (): void => {
    localStorage.setItem(putAway, "yes");
    setSeen(true);
  };
  if (!protecting && (seen || !isUnprotected)) return null;
  return (
    <>
      <Alert
        severity="info"
        role="note"
        sx={{ mb: 4, flexWrap: "wrap" }}
        action={
          <>
            <Button color="inherit" size="small" onClick={() => setProtecting(true)}>
              Set it up
            </Button>
            <Button color="inherit" size="small" onClick={later}>
              Not now
            </Button>
          </>
        }
      >
        Your password alone opens this administration. Two-step sign-in protects it better.
      </Alert>
      {protecting && <SecondFactorDialog onClose={() => setProtecting(false)} />}
    </>
  );
}
