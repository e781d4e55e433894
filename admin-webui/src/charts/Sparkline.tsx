import Box from "@mui/material/Box";

/** The course of a figure, without axes: the figure beside it carries the meaning. */
export function Sparkline({ values, colour }: { readonly values: readonly number[]; readonly colour: string }) {
  const width = 120;
  const height = 34;
  const largest = Math.max(...values, 0);
  const step = values.length > 1 ? width / (values.length - 1) : width;
  const points = values.map(
    (value, place) =>
      `${(place * step).toFixed(1)},${(height - 2 - (largest === 0 ? 0 : (value / largest) * (height - 4))).toFixed(1)}`,
  );
  if (values.length < 2) return <Box sx={{ height }} />;
  return (
    <Box
      component="svg"
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      sx={{ display: "block", width: "100%", height, color: colour }}
    >
      <polygon points={`0,${height} ${points.join(" ")} ${width},${height}`} fill="currentColor" opacity={0.1} />
      <polyline
        points={points.join(" ")}
        fill="none"
        stroke="currentColor"
        strokeWidth={1.5}
        vectorEffect="non-scaling-stroke"
        strokeLinejoin="round"
      />
    </Box>
  );
}
