import Button from "@mui/material/Button";
import { ArrowRight } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "react-router";

/** From one thing to the list behind it. */
export function DrawerLink({ path, children }: { readonly path: string; readonly children: ReactNode }) {
  return (
    <Button
      component={Link}
      to={path}
      size="small"
      color="inherit"
      variant="outlined"
      endIcon={<ArrowRight size={14} aria-hidden="true" />}
    >
      {children}
    </Button>
  );
}
