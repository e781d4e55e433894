import Table from "@mui/material/Table";
import TableBody from "@mui/material/TableBody";
import TableCell from "@mui/material/TableCell";
import TableHead from "@mui/material/TableHead";
import TableRow from "@mui/material/TableRow";
import Typography from "@mui/material/Typography";
import type { CallStory } from "../../api/answers";
import { exactMoney, money, nanos } from "../../format/money";
import { count, plural } from "../../format/numbers";
import { billOf, inVainOf } from "./bill";

const edge = { "& > :first-of-type": { pl: 0 }, "& > :last-child": { pr: 0 } };

const tiers: Readonly<Record<NonNullable<CallStory["service_tier"]>, string>> = {
  standard: "",
  batch: " Served in a batch.",
  flex: " Served as flex: later, for less.",
  priority: " Served with priority.",
};

function originOf(story: CallStory): string {
  const { price } = story;
  if (story.own_key) {
    const listed =
      story.list_cost_nano_usd === null
        ? ""
        : ` The provider lists it at ${exactMoney(nanos(story.list_cost_nano_usd))}.`;
    return `Asked with the person's own key: it costs us nothing.${listed}`;
  }
  if (price === null) return "No price of this model was known.";
  const since = price.valid_from === null ? "" : `, valid from ${price.valid_from}`;
  const long = price.above_tokens === null ? "" : ` Rates of inputs above ${plural(price.above_tokens, "token")}.`;
  const tier = tiers[story.service_tier ?? "standard"];
  return `Price: ${price.source}${since}. It was fixed when the call was made.${long}${tier}`;
}

/** What the call cost, kind by kind of its tokens. */
export function Bill({ story }: { readonly story: CallStory }) {
  const cost = nanos(story.cost_nano_usd);
  const inVain = inVainOf(story);
  return (
    <>
      <Table aria-label="Cost and tokens">
        <TableHead>
          <TableRow sx={edge}>
            <TableCell>Tokens</TableCell>
            <TableCell align="right">Number</TableCell>
            <TableCell align="right">A million</TableCell>
            <TableCell align="right">Cost</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {billOf(story).map((line) => (
            <TableRow key={line.name} sx={edge}>
              <TableCell component="th" scope="row" sx={{ fontWeight: 400, color: "text.secondary" }}>
                {line.name}
              </TableCell>
              <TableCell align="right" className="number">
                {count(line.tokens)}
              </TableCell>
              <TableCell align="right" className="number">
                {money(line.rate)}
              </TableCell>
              <TableCell align="right" className="number">
                {money(line.cost)}
              </TableCell>
            </TableRow>
          ))}
          {inVain !== null && (
            <TableRow sx={edge}>
              <TableCell component="th" scope="row" sx={{ fontWeight: 400, color: "text.secondary" }}>
                Asked before, in vain
              </TableCell>
              <TableCell align="right" className="number">
                {count(inVain.tokens)}
              </TableCell>
              <TableCell />
              <TableCell align="right" className="number">
                {money(inVain.cost)}
              </TableCell>
            </TableRow>
          )}
          <TableRow sx={{ ...edge, "&:last-child > *": { fontWeight: 600, borderBottom: 0 } }}>
            <TableCell component="th" scope="row" sx={{ fontWeight: 600 }}>
              In all
            </TableCell>
            <TableCell align="right" className="number">
              {count(story.input_tokens + story.output_tokens + (inVain?.tokens ?? 0))}
            </TableCell>
            <TableCell />
            <TableCell align="right" className="number">
              {exactMoney(cost)}
            </TableCell>
          </TableRow>
        </TableBody>
      </Table>
      <Typography variant="caption" component="p" sx={{ color: "text.secondary", m: 0, mt: 1 }}>
        {originOf(story)}
      </Typography>
    </>
  );
}
