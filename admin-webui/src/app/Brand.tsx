import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";

export function Brand({ narrow }: { readonly narrow: boolean }) {
  return (
    <Box sx={{ display: "flex", alignItems: "center", gap: 2.5 }}>
      <Box
        component="img"
        src="/admin/icon.svg"
        alt={narrow ? "Parley" : ""}
        width={28}
        height={28}
        sx={{ display: "block" }}
      />
      {!narrow && (
        <Box sx={{ lineHeight: 1.15 }}>
          <Typography component="span" sx={{ fontWeight: 600, letterSpacing: "-0.01em" }}>
            Parley
          </Typography>{" "}
          <Typography component="span" sx={{ color: "text.secondary" }}>
            Admin
          </Typography>
        </Box>
      )}
    </Box>
  );
}
