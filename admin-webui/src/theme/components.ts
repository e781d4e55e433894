import type { Components, Theme } from "@mui/material/styles";

const ring = { outline: "2px solid var(--mui-palette-outline-focus)", outlineOffset: "2px" };
const control = { minHeight: 34, "@media (pointer: coarse)": { minHeight: 44 } };

export const componentStyles: Components<Omit<Theme, "components">> = {
  MuiButtonBase: {
    defaultProps: { disableRipple: true },
    styleOverrides: { root: { "&.Mui-focusVisible": ring, "&:focus-visible": ring } },
  },
  MuiButton: {
    defaultProps: { disableElevation: true },
    styleOverrides: {
      root: ({ theme }) => ({
        ...control,
        paddingInline: 14,
        whiteSpace: "nowrap",
        variants: [
          {
            props: { size: "small" },
            style: { minHeight: 28, paddingBlock: 2, paddingInline: 10, fontSize: "0.75rem" },
          },
          {
            props: { variant: "outlined", color: "inherit" },
            style: {
              borderColor: theme.vars.palette.outline.strong,
              backgroundColor: theme.vars.palette.background.paper,
              "&:hover": { backgroundColor: theme.vars.palette.surface.two },
            },
          },
        ],
      }),
    },
  },
  MuiIconButton: { styleOverrides: { root: { borderRadius: 6, minWidth: 36, ...control } } },
  MuiPaper: { defaultProps: { elevation: 0 }, styleOverrides: { root: { backgroundImage: "none" } } },
  MuiDialog: {
    styleOverrides: {
      paper: ({ theme }) => ({
        borderRadius: 16,
        boxShadow: theme.vars.palette.depth.dialog,
        [theme.breakpoints.down("sm")]: { margin: 16, width: "calc(100% - 32px)" },
      }),
    },
  },
  MuiDialogTitle: { styleOverrides: { root: { fontSize: "1.125rem", fontWeight: 600, padding: "20px 24px 8px" } } },
  MuiDialogActions: { styleOverrides: { root: { padding: "12px 24px 20px", gap: 8 } } },
  MuiBackdrop: {
    styleOverrides: {
      root: ({ theme }) => ({ "&:not(.MuiBackdrop-invisible)": { backgroundColor: theme.vars.palette.depth.overlay } }),
    },
  },
  MuiMenu: {
    styleOverrides: { paper: ({ theme }) => ({ borderRadius: 10, border: `1px solid ${theme.vars.palette.divider}` }) },
  },
  MuiMenuItem: { styleOverrides: { root: { fontSize: "0.8125rem", ...control } } },
  MuiOutlinedInput: {
    styleOverrides: {
      root: ({ theme }) => ({
        ...control,
        backgroundColor: theme.vars.palette.background.paper,
        "@media (pointer: coarse)": { minHeight: 44, fontSize: "1rem" },
        "&:hover .MuiOutlinedInput-notchedOutline": { borderColor: theme.vars.palette.text.secondary },
        "&.Mui-focused .MuiOutlinedInput-notchedOutline": { borderColor: theme.vars.palette.outline.focus },
      }),
      notchedOutline: ({ theme }) => ({ borderColor: theme.vars.palette.outline.strong }),
    },
  },
  MuiInputLabel: {
    styleOverrides: {
      root: ({ theme }) => ({
        color: theme.vars.palette.text.secondary,
        "&.Mui-focused": { color: theme.vars.palette.text.primary },
      }),
    },
  },
  MuiFormHelperText: { styleOverrides: { root: { fontSize: "0.75rem", marginInline: 0 } } },
  MuiTable: { defaultProps: { size: "small" } },
  MuiTableCell: {
    styleOverrides: {
      root: ({ theme }) => ({
        borderColor: theme.vars.palette.divider,
        padding: "7px 12px",
        fontSize: "0.8125rem",
        lineHeight: "1.25rem",
      }),
      head: ({ theme }) => ({
        color: theme.vars.palette.text.secondary,
        fontWeight: 500,
        fontSize: "0.75rem",
        whiteSpace: "nowrap",
        backgroundColor: theme.vars.palette.background.paper,
      }),
    },
  },
  MuiTableSortLabel: {
    styleOverrides: { root: ({ theme }) => ({ "&.Mui-active": { color: theme.vars.palette.text.primary } }) },
  },
  MuiTooltip: {
    defaultProps: { enterDelay: 300 },
    styleOverrides: {
      tooltip: ({ theme }) => ({
        fontSize: "0.75rem",
        fontWeight: 400,
        backgroundColor: theme.vars.palette.text.primary,
        color: theme.vars.palette.background.default,
      }),
    },
  },
  MuiAlert: {
    styleOverrides: {
      root: ({ theme }) => ({
        borderRadius: 10,
        color: theme.vars.palette.text.primary,
        alignItems: "center",
        "& .MuiAlert-action": { paddingTop: 0, alignItems: "center" },
      }),
      standard: ({ theme }) => ({
        variants: [
          {
            props: { severity: "error" },
            style: {
              backgroundColor: theme.vars.palette.soft.danger,
              color: theme.vars.palette.text.primary,
              "& .MuiAlert-icon": { color: theme.vars.palette.error.main },
            },
          },
          {
            props: { severity: "warning" },
            style: {
              backgroundColor: theme.vars.palette.soft.warn,
              color: theme.vars.palette.text.primary,
              "& .MuiAlert-icon": { color: theme.vars.palette.warning.main },
            },
          },
          {
            props: { severity: "success" },
            style: {
              backgroundColor: theme.vars.palette.soft.ok,
              color: theme.vars.palette.text.primary,
              "& .MuiAlert-icon": { color: theme.vars.palette.success.main },
            },
          },
          {
            props: { severity: "info" },
            style: {
              backgroundColor: theme.vars.palette.surface.two,
              color: theme.vars.palette.text.primary,
              "& .MuiAlert-icon": { color: theme.vars.palette.info.main },
            },
          },
        ],
      }),
    },
  },
  MuiToggleButton: {
    styleOverrides: {
      root: ({ theme }) => ({
        ...control,
        paddingBlock: 4,
        paddingInline: 12,
        borderColor: theme.vars.palette.outline.strong,
        color: theme.vars.palette.text.secondary,
        "&.Mui-selected, &.Mui-selected:hover": {
          backgroundColor: theme.vars.palette.soft.accent,
          color: theme.vars.palette.text.primary,
        },
      }),
    },
  },
  MuiSkeleton: { defaultProps: { animation: "pulse", variant: "rounded" } },
  MuiLink: { defaultProps: { underline: "always" } },
};
