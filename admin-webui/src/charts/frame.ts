/** What the drawings share: thin axes in the quiet text colour, no animation, at most five ticks. */
export const axis = {
  stroke: "var(--mui-palette-divider)",
  tick: { fill: "var(--mui-palette-text-secondary)", fontSize: 12 },
  tickLine: false,
} as const;
export const grid = { stroke: "var(--mui-palette-divider)", strokeDasharray: "2 4", vertical: false } as const;
export const hovered = { fill: "var(--mui-palette-surface-two)" } as const;
export const edges = { top: 8, right: 12, bottom: 0, left: 0 } as const;
export const axisWidth = 52;
