import CssBaseline from "@mui/material/CssBaseline";
import GlobalStyles from "@mui/material/GlobalStyles";
import { ThemeProvider } from "@mui/material/styles";
import type { ReactNode } from "react";
import { modeKey } from "./appearance";
import { paletteVariables } from "./palette";
import { theme } from "./theme";
import { darkHighContrast, lightHighContrast } from "./tokens";

const styles = (
  <GlobalStyles
    styles={{
      "[data-contrast=more][data-theme=light]": paletteVariables(lightHighContrast),
      "[data-contrast=more][data-theme=dark]": paletteVariables(darkHighContrast),
      "html, body, #root": { height: "100%" },
      body: { fontSize: "0.875rem", lineHeight: 1.45 },
      ":focus-visible": { outline: "2px solid var(--mui-palette-outline-focus)", outlineOffset: "2px" },
      ".number": { fontVariantNumeric: "tabular-nums" },
      ".visually-hidden": {
        position: "absolute",
        width: 1,
        height: 1,
        margin: -1,
        overflow: "hidden",
        clipPath: "inset(50%)",
        whiteSpace: "nowrap",
      },
      "@keyframes tint": {
        from: { backgroundColor: "var(--mui-palette-soft-accent)" },
        to: { backgroundColor: "transparent" },
      },
      "@media (prefers-reduced-motion: reduce)": {
        "*, *::before, *::after": {
          animationDuration: "0s !important",
          transitionDuration: "0s !important",
          scrollBehavior: "auto !important",
        },
      },
    }}
  />
);

export function Appearance({ children }: { readonly children: ReactNode }) {
  return (
    <ThemeProvider theme={theme} defaultMode="system" modeStorageKey={modeKey} disableTransitionOnChange>
      <CssBaseline enableColorScheme />
      {styles}
      {children}
    </ThemeProvider>
  );
}
