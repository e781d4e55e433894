import Link from "@mui/material/Link";
import type { ReactNode } from "react";
import { Link as RouterLink, useSearchParams } from "react-router";
import { changed } from "../app/address";

/** The address at which one thing is open, which keeps what else the page shows. */
export function useAddressOf(name: string): (id: string | null) => string {
  const [search] = useSearchParams();
  return (id) => `?${changed(search.toString(), { [name]: id })}`;
}

interface Props {
  readonly name: string;
  readonly id: string;
  readonly children: ReactNode;
}

/** The first cell of a row, which opens it. */
export function OpenLink({ name, id, children }: Props) {
  const addressOf = useAddressOf(name);
  return (
    <Link
      component={RouterLink}
      to={addressOf(id)}
      replace
      underline="hover"
      sx={{ color: "text.primary", fontWeight: 500, overflowWrap: "anywhere" }}
    >
      {children}
    </Link>
  );
}
