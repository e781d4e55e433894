import Box from "@mui/material/Box";
import Collapse from "@mui/material/Collapse";
import { ChevronDown } from "lucide-react";
import { type ReactNode, useId, useState } from "react";

interface Props {
  readonly title: string;
  /** What holds while it is closed, in a few words. */
  readonly summary: string;
  readonly children: ReactNode;
}

/** What not everybody needs, one click away. */
export function Disclosure({ title, summary, children }: Props) {
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <Box sx={{ border: 1, borderColor: "divider", borderRadius: "10px" }}>
      <Box
        component="button"
        type="button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
        sx={{
          all: "unset",
          boxSizing: "border-box",
          width: "100%",
          display: "flex",
          alignItems: "center",
          gap: 2,
          minHeight: 44,
          px: 3,
          borderRadius: "10px",
          cursor: "pointer",
          fontSize: "0.8125rem",
          "&:focus-visible": { outline: "2px solid var(--mui-palette-outline-focus)", outlineOffset: "2px" },
        }}
      >
        <Box component="span" sx={{ fontWeight: 600 }}>
          {title}
        </Box>
        <Box
          component="span"
          sx={{ flex: 1, minWidth: 0, color: "text.secondary", textAlign: "right", overflowWrap: "anywhere" }}
        >
          {summary}
        </Box>
        <Box
          component={ChevronDown}
          size={16}
          aria-hidden="true"
          sx={{ flexShrink: 0, transform: open ? "rotate(180deg)" : "none" }}
        />
      </Box>
      <Collapse in={open} id={id} unmountOnExit>
        <Box sx={{ p: 3, pt: 2 }}>{children}</Box>
      </Collapse>
    </Box>
  );
}
