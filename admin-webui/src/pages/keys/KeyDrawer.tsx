import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import Skeleton from "@mui/material/Skeleton";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link as RouterLink, useSearchParams } from "react-router";
import { patternsTold } from "../../access/patterns";
import { AllowanceSection } from "../../allowances/AllowanceSection";
import type { Key } from "../../api/answers";
import { keyWith } from "../../api/queries";
import { DetailDrawer } from "../../detail/DetailDrawer";
import { DrawerLink } from "../../detail/DrawerLink";
import { Fact, Facts, Group } from "../../detail/Facts";
import { ProblemNote } from "../../feedback/ProblemNote";
import { StateChip } from "../../feedback/StateChip";
import { Time } from "../../format/Shown";
import { Guarded } from "../../tables/Guarded";
import { mono } from "../../theme/theme";
import { callsPath } from "../calls/callFilter";
import { BehaviourSection } from "./BehaviourSection";
import { OwnerName } from "./Owner";
import { RevokeKey } from "./RevokeKey";
import { RotateKey } from "./RotateKey";
import { endpointsTold, networksTold } from "./scope";

function Story({ shown }: { readonly shown: Key }) {
  const { owner, scope } = shown;
  return (
    <>
      <Group title="Key">
        <Facts>
          <Fact name="Owner">
            <Link
              component={RouterLink}
              to={`/${owner.kind}s?${owner.kind}=${owner.id}`}
              sx={{ color: "text.primary" }}
            >
              <OwnerName owner={owner} />
            </Link>
          </Fact>
          <Fact name="Ends with">
            <Box component="code" sx={{ fontFamily: mono, fontSize: "0.75rem" }}>{`…${shown.last4}`}</Box>
          </Fact>
          <Fact name="Created">
            <Time at={shown.created_at} none="-" />
          </Fact>
          <Fact name="Expires">
            <Time at={shown.expires_at} none="No end" />
          </Fact>
          <Fact name="Last used">
            <Time at={shown.last_used_at} none="Never" />
          </Fact>
        </Facts>
      </Group>
      <Group title="Scope">
        <Facts>
          <Fact name="Models">{patternsTold(scope.models)}</Fact>
          <Fact name="Endpoints">{endpointsTold(scope.endpoints)}</Fact>
          <Fact name="From">{networksTold(scope.networks)}</Fact>
        </Facts>
      </Group>
      <AllowanceSection subject={{ kind: "key", id: shown.id }} />
      <BehaviourSection shown={shown} />
    </>
  );
}

/** The key that the address names, over the list. */
export function KeyDrawer({ keys }: { readonly keys: readonly Key[] }) {
  const [search] = useSearchParams();
  const id = search.get("key");
  const listed = keys.find((key) => key.id === id);
  const asked = useQuery({ ...keyWith(id ?? ""), enabled: id !== null });
  const shown = asked.data ?? listed;
  const [act, setAct] = useState<"rotate" | "revoke" | null>(null);
  const done = (): void => setAct(null);
  return (
    <DetailDrawer
      name="key"
      id={id}
      kind="Key"
      title={shown?.name ?? "Key"}
      state={shown !== undefined && <StateChip state={shown.state} />}
      listed={keys.map((key) => key.id)}
    >
      {asked.isError && shown === undefined && <ProblemNote error={asked.error} onRetry={() => void asked.refetch()} />}
      {shown === undefined && !asked.isError && <Skeleton height={320} />}
      {shown !== undefined && (
        <>
          <Box sx={{ display: "flex", flexWrap: "wrap", gap: 2, mb: 5 }}>
            <DrawerLink path={callsPath(null, { key: shown.id })}>Its calls</DrawerLink>
            {shown.state === "active" && (
              <>
                <Guarded size="small" variant="outlined" color="inherit" onClick={() => setAct("rotate")}>
                  Rotate
                </Guarded>
                <Guarded size="small" variant="outlined" color="error" onClick={() => setAct("revoke")}>
                  Revoke
                </Guarded>
              </>
            )}
          </Box>
          <Story key={shown.id} shown={shown} />
          {act === "rotate" && <RotateKey rotated={shown} onDone={done} />}
          {act === "revoke" && <RevokeKey revoked={shown} onDone={done} />}
        </>
      )}
    </DetailDrawer>
  );
}
