import Box from "@mui/material/Box";
import InputBase from "@mui/material/InputBase";
import { FileText, KeyRound, type LucideIcon, Search, User, UsersRound } from "lucide-react";
import { type KeyboardEvent, useId, useState } from "react";
import { ProblemNote } from "../feedback/ProblemNote";
import type { Found, FoundKind } from "./found";

const icons: Readonly<Record<FoundKind, LucideIcon>> = {
  page: FileText,
  user: User,
  team: UsersRound,
  key: KeyRound,
};

interface Props {
  readonly label: string;
  readonly text: string;
  readonly found: readonly Found[];
  readonly busy: boolean;
  readonly error: unknown;
  /** What is said while nothing is found. */
  readonly empty: string;
  readonly onText: (text: string) => void;
  readonly onChoose: (found: Found) => void;
}

/** A field and what its text finds; the focus stays in the field, the arrows choose. */
export function Finder({ label, text, found, busy, error, empty, onText, onChoose }: Props) {
  const id = useId();
  const [chosen, choose] = useState(0);
  const place = Math.min(chosen, found.length - 1);
  const move = (event: KeyboardEvent): void => {
    const item = found[place];
    if (event.key === "Enter" && item !== undefined && !event.nativeEvent.isComposing) {
      event.preventDefault();
      onChoose(item);
    }
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by === undefined || found.length === 0) return;
    event.preventDefault();
    event.stopPropagation();
    choose((place + by + found.length) % found.length);
  };
  return (
    <Box>
      <Box sx={{ display: "flex", alignItems: "center", gap: 3, px: 4, borderBottom: 1, borderColor: "divider" }}>
        <Box component={Search} size={18} aria-hidden="true" sx={{ color: "text.disabled", flexShrink: 0 }} />
        <InputBase
          autoFocus
          fullWidth
          value={text}
          placeholder={label}
          sx={{ minHeight: 48, fontSize: "1rem" }}
          slotProps={{
            input: {
              role: "combobox",
              "aria-label": label,
              "aria-expanded": found.length > 0,
              "aria-controls": `${id}-list`,
              "aria-autocomplete": "list",
              ...(found.length === 0 ? {} : { "aria-activedescendant": `${id}-${place}` }),
              autoComplete: "off",
              spellCheck: false,
            },
          }}
          onKeyDown={move}
          onChange={(event) => {
            choose(0);
            onText(event.target.value);
          }}
        />
      </Box>
      {error !== null && (
        <Box sx={{ p: 3 }}>
          <ProblemNote error={error} />
        </Box>
      )}
      <Box
        component="ul"
        role="listbox"
        id={`${id}-list`}
        aria-label="Found"
        aria-busy={busy}
        sx={{ listStyle: "none", m: 0, p: found.length === 0 ? 0 : 2, maxHeight: 380, overflowY: "auto" }}
      >
        {found.map((item, number) => {
          const Icon = icons[item.kind];
          return (
            <Box
              component="li"
              role="option"
              id={`${id}-${number}`}
              key={`${item.kind} ${item.id}`}
              aria-selected={number === place}
              ref={(element: HTMLElement | null) => {
                if (number === place) element?.scrollIntoView({ block: "nearest" });
              }}
              onMouseMove={() => choose(number)}
              onClick={() => onChoose(item)}
              sx={{
                display: "flex",
                alignItems: "center",
                gap: 3,
                minHeight: 38,
                px: 3,
                borderRadius: 1,
                cursor: "pointer",
                "&[aria-selected=true]": { bgcolor: "soft.accent", outline: "1px solid transparent" },
                "@media (pointer: coarse)": { minHeight: 44 },
              }}
            >
              <Box component={Icon} size={16} aria-hidden="true" sx={{ color: "text.secondary", flexShrink: 0 }} />
              <Box sx={{ flex: 1, minWidth: 0, overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" }}>
                {item.name}
              </Box>
              <Box sx={{ fontSize: "0.75rem", color: "text.secondary", whiteSpace: "nowrap" }}>{item.hint}</Box>
            </Box>
          );
        })}
      </Box>
      <Box role="status" sx={{ px: 4, py: found.length === 0 ? 4 : 0, color: "text.secondary", fontSize: "0.8125rem" }}>
        {found.length === 0 && error === null ? (busy ? "Searching…" : empty) : ""}
      </Box>
    </Box>
  );
}
