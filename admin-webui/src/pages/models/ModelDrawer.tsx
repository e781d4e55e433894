import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { useState } from "react";
import { useSearchParams } from "react-router";
import type { Assortment, KnownModel } from "../../api/answers";
import { DetailDrawer } from "../../detail/DetailDrawer";
import { DrawerLink } from "../../detail/DrawerLink";
import { Fact, Facts, Group } from "../../detail/Facts";
import { ProblemNote } from "../../feedback/ProblemNote";
import { StateChip } from "../../feedback/StateChip";
import { count } from "../../format/numbers";
import { Guarded } from "../../tables/Guarded";
import { callsPath } from "../calls/callFilter";
import { useChange } from "./changing";
import { strategies } from "./draft";
import { ModelForm } from "./ModelForm";
import { onOffer, withoutModel } from "./offer";
import { Rates } from "./Rates";

const told = (values: readonly string[]): string => (values.length === 0 ? "None" : values.join(", "));

function Acts({ model, found }: { readonly model: KnownModel; readonly found: Assortment }) {
  const [editing, setEditing] = useState(false);
  const offering = useChange(
    model.is_offered ? `${model.name} is no longer on offer` : `${model.name} is on offer again`,
    () => {},
  );
  const forgetting = useChange(`${model.name} is as the configuration says`, () => {});
  const failed = offering.error ?? forgetting.error;
  return (
    <Box sx={{ display: "flex", flexWrap: "wrap", gap: 2, mb: 5 }}>
      <Guarded variant="outlined" onClick={() => setEditing(true)}>
        Edit
      </Guarded>
      <Guarded
        variant="outlined"
        color={model.is_offered ? "error" : "primary"}
        loading={offering.isPending}
        onClick={() => offering.mutate(onOffer(model.name, !model.is_offered))}
      >
        {model.is_offered ? "Take off the offer" : "Put back on offer"}
      </Guarded>
      {model.whose === "administrators" && (
        <Guarded
          variant="outlined"
          color="error"
          loading={forgetting.isPending}
          onClick={() => forgetting.mutate(withoutModel(model.name))}
        >
          Forget what was set here
        </Guarded>
      )}
      <DrawerLink path={callsPath(null, { model: model.name })}>Its calls</DrawerLink>
      {failed !== null && <ProblemNote error={failed} />}
      {editing && <ModelForm found={found} changed={model} onClose={() => setEditing(false)} />}
    </Box>
  );
}

function Story({ model }: { readonly model: KnownModel }) {
  return (
    <>
      <Group title={model.places.length === 1 ? "Served by" : "Served by, in this order"}>
        <Facts>
          {model.places.map((place) => (
            <Fact key={`${place.provider}/${place.upstream}`} name={`${place.provider} · ${place.upstream}`}>
              {model.places.length > 1 && `weight ${place.weight} · `}
              <Rates price={place.price} />
            </Fact>
          ))}
          {model.places.length > 1 && (
            <Fact name="Which is asked first">
              {strategies[model.strategy as keyof typeof strategies] ?? model.strategy}
            </Fact>
          )}
          <Fact name="Price from">{model.places[0]?.price?.source ?? "Nobody knows it"}</Fact>
        </Facts>
      </Group>
      <Group title="The model">
        <Facts>
          <Fact name="Shown as">{model.label}</Fact>
          <Fact name="Other names">{told(model.aliases)}</Fact>
          <Fact name="For">{told(model.tasks)}</Fact>
          <Fact name="Context">{model.context_tokens === null ? "Unknown" : count(model.context_tokens)}</Fact>
          <Fact name="Longest answer">
            {model.max_output_tokens === null ? "Unknown" : count(model.max_output_tokens)}
          </Fact>
          <Fact name="When its places fail">{told(model.fallbacks)}</Fact>
          <Fact name="For new conversations">{model.is_default ? "Yes" : "No"}</Fact>
          <Fact name="Without a price">{model.unpriced_allowed ? "Served, and flagged" : "Refused"}</Fact>
        </Facts>
      </Group>
      <Group title="As it is written in parley.toml, in JSON">
        <Typography component="pre" tabIndex={0} sx={{ m: 0, fontSize: "0.75rem", overflow: "auto" }}>
          {JSON.stringify(model.definition, null, 2)}
        </Typography>
      </Group>
    </>
  );
}

/** The model that the address names, over the list. */
export function ModelDrawer({ found }: { readonly found: Assortment }) {
  const [search] = useSearchParams();
  const id = search.get("model");
  const model = found.models.find(({ name }) => name === id);
  return (
    <DetailDrawer
      name="model"
      id={model === undefined ? null : model.name}
      kind="Model"
      title={model?.name ?? "Model"}
      state={model === undefined ? null : <StateChip state={model.is_offered ? "offered" : "removed"} />}
      listed={found.models.map(({ name }) => name)}
    >
      {model !== undefined && (
        <>
          <Acts key={model.name} model={model} found={found} />
          <Story model={model} />
        </>
      )}
    </DetailDrawer>
  );
}
