import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import type { UseMutationResult } from "@tanstack/react-query";
import type { FormEvent, ReactNode } from "react";
import { ProblemNote } from "../feedback/ProblemNote";

export interface Given {
  readonly password: string;
  readonly code: string;
}

interface Props<Found> {
  readonly act: UseMutationResult<Found, Error, Given>;
  readonly verb: string;
  readonly dangerous?: boolean;
  readonly onCancel?: (() => void) | undefined;
  readonly children: ReactNode;
}

/** A password, a code, or both, and what is done with them. */
export function AskForm<Found>({ act, verb, dangerous = false, onCancel, children }: Props<Found>) {
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const entered = new FormData(event.currentTarget);
    const said = (name: string): string => String(entered.get(name) ?? "");
    act.mutate({ password: said("password"), code: said("code").trim() });
  };
  return (
    <Box component="form" onSubmit={submit} sx={{ display: "flex", flexDirection: "column", gap: 4, pt: 2 }}>
      {act.error !== null && <ProblemNote error={act.error} />}
      {children}
      <Box sx={{ display: "flex", justifyContent: "flex-end", gap: 2 }}>
        {onCancel !== undefined && (
          <Button color="inherit" variant="outlined" onClick={onCancel}>
            Cancel
          </Button>
        )}
        <Button type="submit" variant="contained" color={dangerous ? "error" : "primary"} loading={act.isPending}>
          {verb}
        </Button>
      </Box>
    </Box>
  );
}
