import Box from "@mui/material/Box";
import Drawer from "@mui/material/Drawer";
import IconButton from "@mui/material/IconButton";
import Tooltip from "@mui/material/Tooltip";
import Typography from "@mui/material/Typography";
import { ChevronDown, ChevronUp, X } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useId } from "react";
import { useNavigate } from "react-router";
import { useAddressOf } from "./opened";

interface Props {
  /** The name in the address that says which one is open: `call`, `key`, `user` or `team`. */
  readonly name: string;
  readonly id: string | null;
  readonly kind: string;
  readonly title: string;
  readonly state?: ReactNode;
  /** The ids that the list shows: Up and Down step through them. */
  readonly listed: readonly string[];
  readonly children: ReactNode;
}

/** In a field the arrows move the caret, in a choice they choose. */
function isTaken(event: KeyboardEvent): boolean {
  return event.target instanceof Element && event.target.closest("input, textarea, [role=combobox]") !== null;
}

/** One thing out of a list, over the list, at an address of its own. */
export function DetailDrawer({ name, id, kind, title, state, listed, children }: Props) {
  const titleId = useId();
  const addressOf = useAddressOf(name);
  const navigate = useNavigate();
  const place = id === null ? -1 : listed.indexOf(id);
  const open = (to: string | null | undefined): void => {
    if (to !== undefined) void navigate(addressOf(to), { replace: true });
  };
  const step = (by: number) => listed[place + by];
  const steps = [
    { by: -1, label: `The ${kind.toLowerCase()} above`, hint: "The one above (Up)", Icon: ChevronUp },
    { by: 1, label: `The ${kind.toLowerCase()} below`, hint: "The one below (Down)", Icon: ChevronDown },
  ] as const;

  return (
    <Drawer
      anchor="right"
      open={id !== null}
      onClose={() => open(null)}
      slotProps={{
        paper: {
          "aria-labelledby": titleId,
          sx: { width: { xs: "100%", md: 560 }, borderLeft: { md: 1 }, borderColor: { md: "divider" } },
          onKeyDown: (event: KeyboardEvent) => {
            if ((event.key !== "ArrowDown" && event.key !== "ArrowUp") || place < 0 || isTaken(event)) return;
            event.preventDefault();
            open(step(event.key === "ArrowDown" ? 1 : -1));
          },
        },
      }}
    >
      <Box
        sx={{
          display: "flex",
          alignItems: "center",
          gap: 1,
          px: 5,
          py: 3,
          borderBottom: 1,
          borderColor: "divider",
          position: "sticky",
          top: 0,
          bgcolor: "background.paper",
          zIndex: 2,
        }}
      >
        <Box sx={{ flex: 1, minWidth: 0 }}>
          <Typography variant="caption" component="p" sx={{ m: 0, color: "text.secondary" }}>
            {kind}
          </Typography>
          <Typography variant="h2" id={titleId} sx={{ fontSize: "1.0625rem", overflowWrap: "anywhere" }}>
            {title}
          </Typography>
        </Box>
        {state}
        {place >= 0 &&
          steps.map(({ by, label, hint, Icon }) => (
            <Tooltip key={label} title={hint}>
              <span>
                <IconButton aria-label={label} disabled={step(by) === undefined} onClick={() => open(step(by))}>
                  <Icon size={18} aria-hidden="true" />
                </IconButton>
              </span>
            </Tooltip>
          ))}
        <IconButton aria-label="Close" onClick={() => open(null)} autoFocus>
          <X size={18} aria-hidden="true" />
        </IconButton>
      </Box>
      <Box sx={{ p: 5, display: "flex", flexDirection: "column" }}>{children}</Box>
    </Drawer>
  );
}
