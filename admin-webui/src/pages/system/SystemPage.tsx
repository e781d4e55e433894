import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { useQuery } from "@tanstack/react-query";
import type { System } from "../../api/answers";
import { systemNow } from "../../api/queries";
import { Fact, Facts } from "../../detail/Facts";
import { PageHeader } from "../../feedback/PageHeader";
import { PageSkeleton } from "../../feedback/PageSkeleton";
import { ProblemNote } from "../../feedback/ProblemNote";
import { StateChip } from "../../feedback/StateChip";
import { bytes } from "../../format/bytes";
import { count } from "../../format/numbers";
import { Time } from "../../format/Shown";
import { Panel } from "../../tables/Panel";
import { InstancesPanel } from "./InstancesPanel";
import { ProofPanel } from "./ProofPanel";
import { SettingsPanel } from "./SettingsPanel";
import { missing, services, versions, waiting } from "./told";

function Store({ store }: { readonly store: System["stores"][number] }) {
  return (
    <Panel
      title={store.name}
      subtitle={store.is_embedded ? "Embedded" : "Your own server"}
      actions={<StateChip state={store.problem === null ? "reachable" : "away"} />}
    >
      <Box sx={{ px: 4, pb: 3 }}>
        {store.problem !== null ? (
          <Alert severity="error">{store.problem}. Look at its log and at what the services say.</Alert>
        ) : (
          <Facts>
            <Fact name="Version">{store.version}</Fact>
            <Fact name="Answers in">{store.latency_ms === null ? "-" : `${store.latency_ms.toFixed(1)} ms`}</Fact>
            <Fact name={store.bytes_max === null ? "Takes" : "Takes, of at most"}>
              {store.size === null ? "-" : bytes(store.size)}
              {store.bytes_max !== null && ` of ${bytes(store.bytes_max)}`}
            </Fact>
          </Facts>
        )}
      </Box>
    </Panel>
  );
}

function Backlog({ system }: { readonly system: System }) {
  return (
    <Panel title="What waits" subtitle="Of all instances together">
      <Box sx={{ px: 4, pb: 3 }}>
        <Facts>
          {waiting(system).map(({ name, value, text }) => (
            <Fact key={name} name={name}>
              <span title={text}>{value === null ? "not known" : count(value)}</span>
            </Fact>
          ))}
        </Facts>
      </Box>
    </Panel>
  );
}

function Backup({ system }: { readonly system: System }) {
  const { last_backup: backup, last_restore: restore } = system;
  const details = backup?.details ?? {};
  return (
    <Panel title="Backups" subtitle="By parley backup, at the command line">
      <Box sx={{ px: 4, pb: 3 }}>
        {backup === null ? (
          <Typography sx={{ color: "text.secondary", pb: 1 }}>
            None yet. Run <code>parley backup DIRECTORY</code> on the machine of the services, and keep it elsewhere.
          </Typography>
        ) : (
          <Facts>
            <Fact name="Last one">
              <Time at={backup.at} none="-" />
            </Fact>
            <Fact name="Documents">{count(Number(details.documents ?? 0))}</Fact>
            <Fact name="Takes">{bytes(Number(details.bytes ?? 0))}</Fact>
            <Fact name="Sealed by a passphrase">{details.sealed === "yes" ? "Yes" : "No"}</Fact>
          </Facts>
        )}
        {restore !== null && (
          <Facts>
            <Fact name="Last restore">
              <Time at={restore.at} none="-" />
            </Fact>
          </Facts>
        )}
      </Box>
    </Panel>
  );
}

function Versions({ system }: { readonly system: System }) {
  const { documents_version: found, documents_known: known } = system;
  return (
    <Panel title="Version" subtitle="Of the service that answers">
      <Box sx={{ px: 4, pb: 3 }}>
        <Facts>
          <Fact name="Parley">{system.version}</Fact>
          <Fact name="Documents">
            {found === null ? "not known" : `version ${found}`}
            {found !== null && found !== known && `, this program brings them to ${known}`}
          </Fact>
        </Facts>
      </Box>
    </Panel>
  );
}

/** How the installation is: what runs, what it stands on, what waits, its settings, and proofs at a wish. */
export default function SystemPage() {
  const system = useQuery(systemNow);
  const header = <PageHeader title="System" text="What runs, what it stands on, and what waits" />;
  if (system.isPending) return <PageSkeleton label="Asking how the system is" />;
  if (system.data === undefined)
    return (
      <>
        {header}
        <ProblemNote error={system.error} onRetry={() => void system.refetch()} />
      </>
    );
  const { data } = system;
  const gone = missing(data);
  const several = versions(data);
  return (
    <>
      {header}
      <Box sx={{ display: "flex", flexDirection: "column", gap: 4 }}>
        {system.isError && <ProblemNote error={system.error} onRetry={() => void system.refetch()} />}
        {gone.length > 0 && (
          <Alert severity="warning">
            No instance of {gone.map((name) => services[name]).join(" and ")} has said that it is there. Start it, or
            look at its log.
          </Alert>
        )}
        {several.length > 1 && (
          <Alert severity="info">Instances of several versions run beside each other: {several.join(", ")}.</Alert>
        )}
        <Box
          sx={{
            display: "grid",
            gap: 4,
            gridTemplateColumns: {
              xs: "minmax(0, 1fr)",
              md: "repeat(2, minmax(0, 1fr))",
              xl: "repeat(3, minmax(0, 1fr))",
            },
            alignItems: "start",
          }}
        >
          <Versions system={data} />
          {data.stores.map((store) => (
            <Store key={store.name} store={store} />
          ))}
          <Backlog system={data} />
          <Backup system={data} />
          <ProofPanel />
        </Box>
        <InstancesPanel instances={data.instances} busy={system.isFetching && !system.isPending} />
        <SettingsPanel />
      </Box>
    </>
  );
}
