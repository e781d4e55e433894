import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import { Link as RouterLink, useSearchParams } from "react-router";
import type { AuditEntry } from "../../api/answers";
import { DetailDrawer } from "../../detail/DetailDrawer";
import { DrawerLink } from "../../detail/DrawerLink";
import { Fact, Facts, Group } from "../../detail/Facts";
import { Copyable } from "../../feedback/Copyable";
import { EmptyState } from "../../feedback/EmptyState";
import { StateChip } from "../../feedback/StateChip";
import { absolute } from "../../format/times";
import { mono } from "../../theme/theme";
import { partyName, partyPath, services, told } from "./acts";

function PartyLink({ party }: { readonly party: AuditEntry["subject"] }) {
  const path = partyPath(party);
  if (path === null) return partyName(party);
  return (
    <Link component={RouterLink} to={path} sx={{ color: "text.primary" }}>
      {partyName(party)}
    </Link>
  );
}

function Story({ entry }: { readonly entry: AuditEntry }) {
  const details = Object.entries(entry.details);
  return (
    <>
      <Box sx={{ display: "flex", flexWrap: "wrap", gap: 2, mb: 5 }}>
        {entry.actor.id !== "" && <DrawerLink path={`/audit?actor=${entry.actor.id}`}>All they did</DrawerLink>}
        {entry.subject !== null && entry.subject.id !== "" && (
          <DrawerLink path={`/audit?subject=${entry.subject.id}`}>All done to it</DrawerLink>
        )}
      </Box>
      <Group title="Act">
        <Facts>
          <Fact name="When">{absolute(entry.at)}</Fact>
          <Fact name="Who">
            <PartyLink party={entry.actor} />
          </Fact>
          <Fact name="On">
            <PartyLink party={entry.subject} />
          </Fact>
          <Fact name="Where">{services.find(([name]) => name === entry.service)?.[1]}</Fact>
          {entry.code !== null && <Fact name="Reason">{entry.code}</Fact>}
          {entry.place !== "" && <Fact name="From the network">{entry.place}</Fact>}
          {entry.request_id !== "" && (
            <Fact name="Request">
              <Copyable text={entry.request_id} what="request id" />
            </Fact>
          )}
        </Facts>
      </Group>
      {details.length > 0 && (
        <Group title="Details">
          {details.map(([name, text]) => (
            <Box key={name} sx={{ mb: 3 }}>
              <Box sx={{ fontSize: "0.8125rem", color: "text.secondary" }}>{name}</Box>
              <Box sx={{ fontFamily: mono, fontSize: "0.75rem", overflowWrap: "anywhere", whiteSpace: "pre-wrap" }}>
                {text === "" ? "-" : text}
              </Box>
            </Box>
          ))}
        </Group>
      )}
      <Group title="Place in the chain">
        <Facts>
          <Fact name="Entry">{entry.number}</Fact>
          <Fact name="Digest">
            <Copyable text={entry.digest} what="digest" />
          </Fact>
          <Fact name="Digest before it">
            <Copyable text={entry.previous} what="digest before it" />
          </Fact>
        </Facts>
      </Group>
    </>
  );
}

/** The entry that the address names, out of those that the list shows. */
export function EntryDrawer({ entries }: { readonly entries: readonly AuditEntry[] }) {
  const [search] = useSearchParams();
  const id = search.get("entry");
  const entry = entries.find(({ number }) => String(number) === id);
  return (
    <DetailDrawer
      name="entry"
      id={id}
      kind="Entry"
      title={entry === undefined ? "Entry" : told(entry)}
      state={entry !== undefined && <StateChip state={entry.outcome} />}
      listed={entries.map(({ number }) => String(number))}
    >
      {entry === undefined ? (
        <EmptyState title="The list does not have this entry" text="Choose other days, or take a filter away." />
      ) : (
        <Story entry={entry} />
      )}
    </DetailDrawer>
  );
}
