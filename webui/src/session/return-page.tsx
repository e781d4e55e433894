import { useCallback, useEffect, useRef, useState } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { renewed, signedIn } from "../api/access";
import { isChallenge, type Challenge } from "../api/entry";
import { identities } from "../api/identities";
import { queries } from "../conversations/data";
import { t } from "../languages/speaking";
import { Button } from "../ui/button";
import { notify } from "../ui/notices";
import { brought, meanwhile, type Meanwhile } from "./at-provider";
import { CodeForm } from "./code-form";
import { Refusal } from "./refusal";
import { SignInCard } from "./sign-in-card";

type Standing = { doing: true } | { problem: unknown } | { refused: string } | { challenge: Challenge };

/** Where a provider of identities sends the browser back to. What it brought is used at once, and kept nowhere. */
export function ReturnPage() {
  const { provider = "" } = useParams();
  const navigate = useNavigate();
  const [standing, setStanding] = useState<Standing>({ doing: true });
  const about = useRef<Meanwhile | null>(null);
  const go = useCallback(() => void navigate(about.current?.from ?? "/", { replace: true }), [navigate]);
  useEffect(() => {
    document.title = `${t("Signing in")} · Parley`;
    if (about.current) return;
    about.current = meanwhile();
    const { linking, invitation } = about.current;
    const back = brought(location.search);
    // The code is in the address no longer than it must be.
    history.replaceState(history.state, "", location.pathname);
    if ("refused" in back) {
      setStanding(back);
    } else if (linking) {
      renewed(null)
        .then(() => identities.link({ provider, ...back }))
        .then(() => {
          notify(t("You can sign in this way from now on"));
          void queries.invalidateQueries({ queryKey: ["identities"] });
          go();
        })
        .catch((problem: unknown) => setStanding({ problem }));
    } else {
      identities
        .enter({ provider, ...back, invitation })
        .then((given) => {
          if (isChallenge(given)) return setStanding({ challenge: given });
          signedIn(given);
          go();
        })
        .catch((problem: unknown) => setStanding({ problem }));
    }
  }, [provider, go]);

  const linking = about.current?.linking ?? false;
  const out = linking ? <Link to={about.current?.from ?? "/settings"} replace className="button-link">{t("Back to the settings")}</Link> : <Link to="/login" replace className="button-link">{t("Back to signing in")}</Link>;
  if ("challenge" in standing) {
    return (
      <SignInCard title={t("One more step")} text={t("Your account asks for a code as well.")}>
        <CodeForm challenge={standing.challenge.challenge} onSignedIn={(given) => { signedIn(given); go(); }} leave={<Button look="ghost" onClick={() => void navigate("/login", { replace: true })}>{t("Back to signing in")}</Button>} />
      </SignInCard>
    );
  }
  if ("problem" in standing) {
    return (
      <SignInCard title={linking ? t("It was not connected") : t("You are not signed in")} text={t("You came back, and this stood in the way.")}>
        <Refusal problem={standing.problem} />
        <p className="mt-6 text-center">{out}</p>
      </SignInCard>
    );
  }
  if ("refused" in standing) {
    return (
      <SignInCard title={linking ? t("It was not connected") : t("You are not signed in")} text={standing.refused === "access_denied" ? t("You or the provider said no. Nothing has changed.") : t("The provider sent you back without saying who you are. Try again, or ask an administrator.")}>
        <p className="text-center">{out}</p>
      </SignInCard>
    );
  }
  return (
    <SignInCard title={t("One moment")} text={t("You are being signed in.")}>
      <div role="status" aria-label={t("Signing in")} className="skeleton h-11 w-full" />
    </SignInCard>
  );
}
