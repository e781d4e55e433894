import Box from "@mui/material/Box";
import Drawer from "@mui/material/Drawer";
import IconButton from "@mui/material/IconButton";
import Skeleton from "@mui/material/Skeleton";
import Tooltip from "@mui/material/Tooltip";
import Typography from "@mui/material/Typography";
import { useQuery } from "@tanstack/react-query";
import { ChevronDown, ChevronUp, X } from "lucide-react";
import type { KeyboardEvent } from "react";
import { useNavigate, useSearchParams } from "react-router";
import type { Call } from "../../api/answers";
import { callWith } from "../../api/queries";
import { ProblemNote } from "../../feedback/ProblemNote";
import { StateChip } from "../../feedback/StateChip";
import { CallFacts } from "./CallFacts";
import { useCallAddress } from "./callColumns";

interface Props {
  /** The calls that the list shows: Up and Down step through them. */
  readonly calls: readonly Call[];
}

/** The call that the address names, over whatever page shows the list. */
export function CallDrawer({ calls }: Props) {
  const [search] = useSearchParams();
  const addressOf = useCallAddress();
  const navigate = useNavigate();
  const id = search.get("call");
  const place = calls.findIndex((call) => call.id === id);
  const known = calls[place];
  const asked = useQuery({ ...callWith(id ?? ""), enabled: id !== null && known === undefined });
  const call = known ?? asked.data;
  const open = (to: Call | undefined): void => {
    if (to !== undefined) void navigate(addressOf(to.id), { replace: true });
  };
  const close = (): void => void navigate(addressOf(null), { replace: true });
  const step = (by: number) => calls[place + by];

  return (
    <Drawer
      anchor="right"
      open={id !== null}
      onClose={close}
      slotProps={{
        paper: {
          "aria-labelledby": "call-title",
          sx: { width: { xs: "100%", md: 520 }, borderLeft: 1, borderColor: "divider" },
          onKeyDown: (event: KeyboardEvent) => {
            if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
            event.preventDefault();
            if (place >= 0) open(step(event.key === "ArrowDown" ? 1 : -1));
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
          zIndex: 1,
        }}
      >
        <Box sx={{ flex: 1, minWidth: 0 }}>
          <Typography variant="caption" component="p" sx={{ m: 0, color: "text.secondary" }}>
            Call
          </Typography>
          <Typography variant="h2" id="call-title" sx={{ fontSize: "1.0625rem", overflowWrap: "anywhere" }}>
            {call?.model ?? "Call"}
          </Typography>
        </Box>
        {call !== undefined && <StateChip state={call.outcome} />}
        {place >= 0 && (
          <>
            <Tooltip title="The one above (Up)">
              <span>
                <IconButton
                  aria-label="The call above"
                  disabled={step(-1) === undefined}
                  onClick={() => open(step(-1))}
                >
                  <ChevronUp size={18} aria-hidden="true" />
                </IconButton>
              </span>
            </Tooltip>
            <Tooltip title="The one below (Down)">
              <span>
                <IconButton aria-label="The call below" disabled={step(1) === undefined} onClick={() => open(step(1))}>
                  <ChevronDown size={18} aria-hidden="true" />
                </IconButton>
              </span>
            </Tooltip>
          </>
        )}
        <IconButton aria-label="Close" onClick={close} autoFocus>
          <X size={18} aria-hidden="true" />
        </IconButton>
      </Box>
      <Box sx={{ p: 5 }}>
        {asked.isError && known === undefined && (
          <ProblemNote error={asked.error} onRetry={() => void asked.refetch()} />
        )}
        {call === undefined && !asked.isError && <Skeleton height={320} />}
        {call !== undefined && <CallFacts call={call} />}
      </Box>
    </Drawer>
  );
}
