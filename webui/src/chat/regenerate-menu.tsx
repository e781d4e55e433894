import type { ReactNode } from "react";
import type { Model } from "../api/types";
import { t } from "../languages/speaking";
import { Menu, MenuItem, MenuLabel, MenuRule } from "../ui/menu";

type Props = { model: string | null; models: Model[]; onChoose: (model: string | null) => void; children: ReactNode };

/** The same question once more: to the model that answered, or to another one. */
export function RegenerateMenu({ model, models, onChoose, children }: Props) {
  const same = models.find((each) => each.name === model);
  const others = models.filter((each) => each.name !== model);
  return (
    <Menu trigger={children} align="start" className="max-w-72">
      <MenuItem onSelect={() => onChoose(same?.name ?? null)}><span className="truncate">{same ? t("Try again with {model}", { model: same.label }) : t("Try again")}</span></MenuItem>
      {others.length > 0 ? <MenuRule /> : null}
      {others.length > 0 ? <MenuLabel>{t("Another model")}</MenuLabel> : null}
      {others.map((each) => <MenuItem key={each.name} onSelect={() => onChoose(each.name)}><span className="truncate">{each.label}</span></MenuItem>)}
    </Menu>
  );
}
