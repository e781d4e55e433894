import Box from "@mui/material/Box";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useSearchParams } from "react-router";
import type { FiredAlert } from "../../api/answers";
import { answer, client } from "../../api/client";
import { DetailDrawer } from "../../detail/DetailDrawer";
import { Fact, Facts, Group } from "../../detail/Facts";
import { EmptyState } from "../../feedback/EmptyState";
import { notify } from "../../feedback/notices";
import { ProblemNote } from "../../feedback/ProblemNote";
import { StateChip } from "../../feedback/StateChip";
import { plural } from "../../format/numbers";
import { Time } from "../../format/Shown";
import { absolute } from "../../format/times";
import { Guarded } from "../../tables/Guarded";
import { webhooks } from "./data";
import { stateOf } from "./state";

export function useAcknowledge() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (alert_id: string) =>
      answer(client.POST("/admin/api/alerts/{alert_id}/acknowledgement", { params: { path: { alert_id } } })),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["alerts"] });
      notify("success", "Acknowledged: nobody is told of it again");
    },
  });
}

const words: Readonly<Record<FiredAlert["deliveries"][number]["event"], string>> = {
  "alert.fired": "Fired",
  "alert.again": "Still",
  "alert.resolved": "Over",
};

function Deliveries({ alert }: { readonly alert: FiredAlert }) {
  const hooks = useQuery(webhooks).data?.items ?? [];
  if (alert.deliveries.length === 0) return "Its rule tells nobody else.";
  return (
    <Box component="ul" aria-label="Whom it was told" sx={{ listStyle: "none", m: 0, p: 0 }}>
      {alert.deliveries.map(({ event, channel, to, is_sent, tries, tried_at, due_at, words: why }) => (
        <Box
          component="li"
          key={`${event} ${channel} ${to} ${tried_at}`}
          sx={{ py: 2, display: "flex", flexWrap: "wrap", gap: 2, alignItems: "center", overflowWrap: "anywhere" }}
        >
          <StateChip state={is_sent ? "sent" : due_at === null ? "failed" : "waiting"} />
          <span>
            {words[event]}: {channel === "mail" ? to : (hooks.find(({ id }) => id === to)?.name ?? to)}
          </span>
          <Box component="span" sx={{ color: "text.secondary" }}>
            {tries > 1 && `${plural(tries, "try", "tries")}, `}
            <Time at={tried_at} none="not tried yet" />
            {why !== "" && `: ${why}`}
          </Box>
        </Box>
      ))}
    </Box>
  );
}

function Story({ alert }: { readonly alert: FiredAlert }) {
  const acknowledge = useAcknowledge();
  return (
    <>
      <Box sx={{ mb: 4, fontSize: "1rem", overflowWrap: "anywhere" }}>{alert.text}</Box>
      {alert.resolved_at === null && alert.acknowledged_at === null && (
        <Box sx={{ mb: 4 }}>
          <Guarded variant="contained" loading={acknowledge.isPending} onClick={() => acknowledge.mutate(alert.id)}>
            Acknowledge
          </Guarded>
          {acknowledge.isError && <ProblemNote error={acknowledge.error} />}
        </Box>
      )}
      <Group title="Course">
        <Facts>
          <Fact name="Since">{absolute(alert.fired_at)}</Fact>
          {alert.acknowledged_at !== null && (
            <Fact name="Acknowledged">
              {`${absolute(alert.acknowledged_at)} by ${alert.acknowledged_by_name || alert.acknowledged_by}`}
            </Fact>
          )}
          <Fact name="Over">{alert.resolved_at === null ? "Not yet" : absolute(alert.resolved_at)}</Fact>
        </Facts>
      </Group>
      <Group title="Told">
        <Deliveries alert={alert} />
      </Group>
    </>
  );
}

/** The alert that the address names, out of those that the list shows. */
export function AlertDrawer({ alerts }: { readonly alerts: readonly FiredAlert[] }) {
  const [search] = useSearchParams();
  const id = search.get("alert");
  const alert = alerts.find((each) => each.id === id);
  return (
    <DetailDrawer
      name="alert"
      id={id}
      kind="Alert"
      title={alert?.name ?? "Alert"}
      state={alert !== undefined && <StateChip state={stateOf(alert)} />}
      listed={alerts.map((each) => each.id)}
    >
      {alert === undefined ? (
        <EmptyState title="The list does not have this alert" text="Show all of them, or turn the page." />
      ) : (
        <Story alert={alert} />
      )}
    </DetailDrawer>
  );
}
