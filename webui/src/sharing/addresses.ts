import { useQuery } from "@tanstack/react-query";
import { own, type SharedLink } from "../api/own";
import { queries } from "../conversations/data";
import { day } from "../languages/formats";
import { t } from "../languages/speaking";

export const linksKey = ["links"] as const;
export const useLinks = () => useQuery({ queryKey: linksKey, queryFn: own.links, staleTime: 0 });
export const refreshLinks = () => queries.invalidateQueries({ queryKey: linksKey });
export const addressOf = ({ id }: Pick<SharedLink, "id">) => `${location.origin}/share/${id}`;

export const endWords = ({ expires_at }: { expires_at: string | null }) => (expires_at ? t("ends {day}", { day: day(expires_at) }) : t("never ends"));
