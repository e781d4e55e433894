import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import IconButton from "@mui/material/IconButton";
import { Search } from "lucide-react";
import { lazy, Suspense, useEffect, useState } from "react";

const Palette = lazy(() => import("./Palette"));

/** Opens what goes anywhere by name; so does Ctrl+K (Cmd on a Mac), wherever the focus is. */
export function PaletteButton({ narrow }: { readonly narrow: boolean }) {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey)
        return;
      event.preventDefault();
      setOpen((before) => !before);
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
  return (
    <>
      {narrow ? (
        <IconButton aria-label="Go to" aria-haspopup="dialog" onClick={() => setOpen(true)}>
          <Search size={20} aria-hidden="true" />
        </IconButton>
      ) : (
        <Button
          color="inherit"
          variant="outlined"
          aria-haspopup="dialog"
          aria-keyshortcuts="Control+K Meta+K"
          onClick={() => setOpen(true)}
          startIcon={<Search size={16} aria-hidden="true" />}
          sx={{ width: { md: 220, lg: 300 }, justifyContent: "flex-start", color: "text.secondary", fontWeight: 400 }}
        >
          <Box component="span" sx={{ flex: 1, textAlign: "left" }}>
            Go to
          </Box>
          <Box component="kbd" aria-hidden="true" sx={{ fontFamily: "inherit", fontSize: "0.75rem" }}>
            Ctrl K
          </Box>
        </Button>
      )}
      {open && (
        <Suspense fallback={null}>
          <Palette onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
