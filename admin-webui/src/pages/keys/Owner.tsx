import Box from "@mui/material/Box";
import { User, UsersRound } from "lucide-react";
import type { Key } from "../../api/answers";

/** Whose a key is: the icon says whether a team or a user. */
export function OwnerName({ owner }: { readonly owner: Key["owner"] }) {
  const Icon = owner.kind === "team" ? UsersRound : User;
  return (
    <Box component="span" sx={{ display: "inline-flex", alignItems: "center", gap: 1.5 }}>
      <Box
        component={Icon}
        size={14}
        role="img"
        aria-label={owner.kind === "team" ? "Team" : "User"}
        sx={{ color: "text.disabled", flexShrink: 0 }}
      />
      {owner.name}
    </Box>
  );
}
