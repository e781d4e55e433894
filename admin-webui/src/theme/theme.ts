import { createTheme, type Shadows, type Theme } from "@mui/material/styles";
import { componentStyles } from "./components";
import { paletteOf } from "./palette";
import { dark, light } from "./tokens";

const menu = "var(--mui-palette-depth-menu)";
const dialog = "var(--mui-palette-depth-dialog)";
const shadows = Array.from({ length: 25 }, (_, step) => (step === 0 ? "none" : step <= 8 ? menu : dialog)) as Shadows;

const sans = '"Inter Variable", system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';
export const mono = 'ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace';

export const theme: Theme = createTheme({
  cssVariables: { colorSchemeSelector: "data-theme" },
  colorSchemes: { light: { palette: paletteOf(light) }, dark: { palette: paletteOf(dark) } },
  spacing: 4,
  shape: { borderRadius: 6 },
  shadows,
  breakpoints: { values: { xs: 0, sm: 600, md: 768, lg: 1280, xl: 1920 } },
  typography: {
    fontFamily: sans,
    fontSize: 13,
    fontWeightMedium: 500,
    fontWeightBold: 600,
    h1: { fontSize: "1.5rem", lineHeight: "2rem", fontWeight: 600, letterSpacing: "-0.015em" },
    h2: { fontSize: "0.9375rem", lineHeight: "1.375rem", fontWeight: 600 },
    h3: { fontSize: "0.875rem", lineHeight: "1.25rem", fontWeight: 600 },
    body1: { fontSize: "0.875rem", lineHeight: "1.25rem" },
    body2: { fontSize: "0.8125rem", lineHeight: "1.125rem" },
    caption: { fontSize: "0.75rem", lineHeight: "1rem" },
    button: { textTransform: "none", fontWeight: 500, fontSize: "0.8125rem" },
  },
  transitions: {
    duration: {
      shortest: 90,
      shorter: 90,
      short: 160,
      standard: 160,
      complex: 220,
      enteringScreen: 220,
      leavingScreen: 154,
    },
  },
  components: componentStyles,
});
