import { useQuery } from "@tanstack/react-query";
import { own, type SharedLink } from "../api/own";
import { queries } from "../conversations/data";

export const linksKey = ["links"] as const;
export const useLinks = () => useQuery({ queryKey: linksKey, queryFn: own.links, staleTime: 0 });
export const refreshLinks = () => queries.invalidateQueries({ queryKey: linksKey });
export const addressOf = ({ id }: Pick<SharedLink, "id">) => `${location.origin}/share/${id}`;

const day = new Intl.DateTimeFormat("en", { dateStyle: "medium" });
export const dayOf = (moment: string) => day.format(new Date(moment));
export const endWords = ({ expires_at }: Pick<SharedLink, "expires_at">) => (expires_at ? `ends ${dayOf(expires_at)}` : "never ends");
