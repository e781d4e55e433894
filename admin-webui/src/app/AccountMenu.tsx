import Box from "@mui/material/Box";
import Divider from "@mui/material/Divider";
import IconButton from "@mui/material/IconButton";
import ListItemIcon from "@mui/material/ListItemIcon";
import ListSubheader from "@mui/material/ListSubheader";
import Menu from "@mui/material/Menu";
import MenuItem from "@mui/material/MenuItem";
import { useColorScheme } from "@mui/material/styles";
import Tooltip from "@mui/material/Tooltip";
import Typography from "@mui/material/Typography";
import { Check, CircleUserRound, KeyRound, LogOut, ShieldCheck } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { asProblem } from "../api/problem";
import { notify } from "../feedback/notices";
import { SecondFactorDialog } from "../session/SecondFactorDialog";
import { signOut, useSession } from "../session/session";
import { type Contrast, contrasts, setContrast, useContrast } from "../theme/appearance";

const PasswordDialog = lazy(() => import("../session/PasswordDialog"));

const modes = [
  ["system", "System theme"],
  ["light", "Light"],
  ["dark", "Dark"],
] as const;

const contrastLabels: Readonly<Record<Contrast, string>> = {
  system: "System contrast",
  standard: "Standard",
  more: "High contrast",
};

function Choice({
  chosen,
  label,
  onChoose,
}: {
  readonly chosen: boolean;
  readonly label: string;
  readonly onChoose: () => void;
}) {
  return (
    <MenuItem role="menuitemradio" aria-checked={chosen} onClick={onChoose}>
      <ListItemIcon>{chosen && <Check size={16} aria-hidden="true" />}</ListItemIcon>
      {label}
    </MenuItem>
  );
}

export function AccountMenu() {
  const [protecting, setProtecting] = useState(false);
  const [changing, setChanging] = useState(false);
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const administrator = useSession((session) => session.administrator);
  const contrast = useContrast((state) => state.contrast);
  const { mode, setMode } = useColorScheme();
  const leave = (): void => {
    setAnchor(null);
    signOut().catch((error: unknown) => notify("error", asProblem(error).message));
  };

  return (
    <>
      <Tooltip title="Account and appearance">
        <IconButton
          aria-label="Account and appearance"
          aria-haspopup="menu"
          aria-expanded={anchor !== null}
          onClick={(event) => setAnchor(event.currentTarget)}
        >
          <CircleUserRound size={20} aria-hidden="true" />
        </IconButton>
      </Tooltip>
      <Menu
        anchorEl={anchor}
        open={anchor !== null}
        onClose={() => setAnchor(null)}
        anchorOrigin={{ vertical: "bottom", horizontal: "right" }}
        transformOrigin={{ vertical: "top", horizontal: "right" }}
        slotProps={{ paper: { role: "region", "aria-label": "Account and appearance" } }}
      >
        <Box component="li" role="presentation" sx={{ px: 4, py: 2, maxWidth: 280 }}>
          <Typography variant="body2" noWrap sx={{ fontWeight: 600 }}>
            {administrator?.name}
          </Typography>
          <Typography variant="caption" noWrap component="div" sx={{ color: "text.secondary" }}>
            {administrator?.email} · {administrator?.role}
          </Typography>
        </Box>
        <Divider role="presentation" />
        <ListSubheader role="presentation" sx={{ lineHeight: "28px", bgcolor: "transparent" }}>
          Theme
        </ListSubheader>
        {modes.map(([value, label]) => (
          <Choice key={value} chosen={mode === value} label={label} onChoose={() => setMode(value)} />
        ))}
        <ListSubheader role="presentation" sx={{ lineHeight: "28px", bgcolor: "transparent" }}>
          Contrast
        </ListSubheader>
        {contrasts.map((value) => (
          <Choice
            key={value}
            chosen={contrast === value}
            label={contrastLabels[value]}
            onChoose={() => setContrast(value)}
          />
        ))}
        <Divider role="presentation" />
        <MenuItem
          onClick={() => {
            setAnchor(null);
            setProtecting(true);
          }}
        >
          <ListItemIcon>
            <ShieldCheck size={16} aria-hidden="true" />
          </ListItemIcon>
          Two-step sign-in
        </MenuItem>
        <MenuItem
          onClick={() => {
            setAnchor(null);
            setChanging(true);
          }}
        >
          <ListItemIcon>
            <KeyRound size={16} aria-hidden="true" />
          </ListItemIcon>
          Change the password
        </MenuItem>
        <MenuItem onClick={leave}>
          <ListItemIcon>
            <LogOut size={16} aria-hidden="true" />
          </ListItemIcon>
          Sign out
        </MenuItem>
      </Menu>
      {changing && (
        <Suspense fallback={null}>
          <PasswordDialog onClose={() => setChanging(false)} />
        </Suspense>
      )}
      {protecting && <SecondFactorDialog onClose={() => setProtecting(false)} />}
    </>
  );
}
