import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Drawer from "@mui/material/Drawer";
import IconButton from "@mui/material/IconButton";
import Link from "@mui/material/Link";
import useMediaQuery from "@mui/material/useMediaQuery";
import { useQueryClient } from "@tanstack/react-query";
import { Menu } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { AlertBell } from "../live/AlertBell";
import { LiveState } from "../live/LiveState";
import { PaletteButton } from "../palette/PaletteButton";
import { useMayChange } from "../session/session";
import { Unprotected } from "../session/Unprotected";
import { AccountMenu } from "./AccountMenu";
import { Brand } from "./Brand";
import { Navigation } from "./Navigation";

/** Socket.io is fetched once the page has been painted. */
function useLiveConnection(): void {
  const queries = useQueryClient();
  useEffect(() => {
    let stop: (() => void) | null = null;
    let left = false;
    import("../live/socket").then(
      ({ follow }) => {
        if (!left) stop = follow(queries);
      },
      () => undefined,
    );
    return () => {
      left = true;
      stop?.();
    };
  }, [queries]);
}

export function Shell({ children }: { readonly children: ReactNode }) {
  const [menuOpen, setMenuOpen] = useState(false);
  const wide = useMediaQuery("(min-width:1280px)", { noSsr: true });
  const phone = useMediaQuery("(max-width:767.95px)", { noSsr: true });
  const { allowed, reason } = useMayChange();
  useLiveConnection();

  return (
    <Box sx={{ display: "flex", minHeight: "100%" }}>
      <Link
        href="#content"
        sx={{
          position: "absolute",
          left: 8,
          top: -60,
          zIndex: 60,
          p: 2,
          bgcolor: "background.paper",
          "&:focus": { top: 8 },
        }}
      >
        Skip to the content
      </Link>
      {!phone && (
        <Box
          component="aside"
          aria-label="Sections"
          sx={{
            width: wide ? 232 : 66,
            flexShrink: 0,
            bgcolor: "surface.one",
            borderRight: 1,
            borderColor: "divider",
            position: "sticky",
            top: 0,
            height: "100vh",
            overflowY: "auto",
          }}
        >
          <Box sx={{ height: 56, display: "flex", alignItems: "center", px: wide ? 5 : 4 }}>
            <Brand narrow={!wide} />
          </Box>
          <Navigation narrow={!wide} />
        </Box>
      )}
      <Box sx={{ flex: 1, minWidth: 0, display: "flex", flexDirection: "column" }}>
        <Box
          component="header"
          sx={{
            height: 56,
            position: "sticky",
            top: 0,
            zIndex: 10,
            display: "flex",
            alignItems: "center",
            gap: 2,
            px: { xs: 2, md: 6 },
            bgcolor: "background.default",
            borderBottom: 1,
            borderColor: "divider",
          }}
        >
          {phone && (
            <>
              <IconButton aria-label="Open the navigation" onClick={() => setMenuOpen(true)}>
                <Menu size={20} aria-hidden="true" />
              </IconButton>
              <Box sx={{ "@media (max-width: 339px)": { display: "none" } }}>
                <Brand narrow />
              </Box>
            </>
          )}
          {!phone && <PaletteButton narrow={false} />}
          <Box sx={{ flex: 1 }} />
          {phone && <PaletteButton narrow />}
          <AlertBell />
          <LiveState />
          <AccountMenu />
        </Box>
        <Box
          component="main"
          id="content"
          tabIndex={-1}
          sx={{
            flex: 1,
            width: "100%",
            maxWidth: 1600,
            mx: "auto",
            px: { xs: 4, md: 6 },
            py: { xs: 4, md: 6 },
            outline: "none",
          }}
        >
          {!allowed && (
            <Alert severity="info" sx={{ mb: 4 }}>
              {reason}
            </Alert>
          )}
          <Unprotected />
          {children}
        </Box>
      </Box>
      <Drawer
        anchor="bottom"
        open={menuOpen && phone}
        onClose={() => setMenuOpen(false)}
        slotProps={{
          paper: {
            "aria-label": "Navigation",
            sx: { borderRadius: "16px 16px 0 0", pb: "env(safe-area-inset-bottom)" },
          },
        }}
      >
        <Navigation narrow={false} onChoose={() => setMenuOpen(false)} />
      </Drawer>
    </Box>
  );
}
