import Box from "@mui/material/Box";
import type { Call } from "../../api/answers";
import { duration } from "../../format/numbers";

/** The time of a call, to scale: waiting for the first token, then the rest of the answer. */
export function Course({ call }: { readonly call: Call }) {
  const waited = call.first_token_ms ?? call.latency_ms;
  const rest = Math.max(0, call.latency_ms - waited);
  const whole = Math.max(1, waited + rest);
  const parts = [
    { name: "Waited for the first token", time: waited, colour: "outline.strong" },
    ...(call.first_token_ms === null ? [] : [{ name: "Answered", time: rest, colour: "primary.main" }]),
  ];
  return (
    <Box>
      <Box aria-hidden="true" sx={{ display: "flex", gap: "2px", height: 10, borderRadius: "5px", overflow: "hidden" }}>
        {parts.map(({ name, time, colour }) => (
          <Box key={name} sx={{ bgcolor: colour, flexGrow: Math.max(time / whole, 0.01) }} />
        ))}
      </Box>
      <Box
        component="ul"
        aria-label="Course"
        sx={{ listStyle: "none", m: 0, mt: 2, p: 0, display: "flex", flexWrap: "wrap", columnGap: 5, rowGap: 1 }}
      >
        {parts.map(({ name, time, colour }) => (
          <Box component="li" key={name} sx={{ display: "flex", alignItems: "center", gap: 1.5, fontSize: "0.75rem" }}>
            <Box
              component="span"
              aria-hidden="true"
              sx={{ width: 8, height: 8, borderRadius: "2px", bgcolor: colour }}
            />
            <Box component="span" sx={{ color: "text.secondary" }}>
              {name}
            </Box>
            <span className="number">{duration(time)}</span>
          </Box>
        ))}
      </Box>
    </Box>
  );
}
