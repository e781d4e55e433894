import { useEffect } from "react";
import { Navigate, Outlet, useLocation } from "react-router";
import { renewed } from "../api/access";
import { t } from "../languages/speaking";
import { Starting } from "../shell/starting";
import { Button } from "../ui/button";
import { Logo } from "../ui/logo";
import { useStanding } from "./standing";

const begin = () => void renewed(null).catch(() => {});

/** Lets the signed-in through; finds out first, quietly, whether this browser still has a session. */
export function Gate() {
  const standing = useStanding();
  const location = useLocation();
  useEffect(begin, []);
  switch (standing.state) {
    case "unknown":
      return <Starting />;
    case "unreachable":
      return <Unreachable />;
    case "signed-out":
      return <Navigate to="/login" replace state={{ from: location.pathname }} />;
    default:
      return <Outlet />;
  }
}

const againMs = 3000;

/** Tries again by itself, so that a page that was left open is there when the service is. */
function Unreachable() {
  useEffect(() => {
    const timer = setInterval(begin, againMs);
    addEventListener("online", begin);
    return () => {
      clearInterval(timer);
      removeEventListener("online", begin);
    };
  }, []);
  return (
    <main className="grid h-dvh place-items-center p-6 text-center">
      <div>
        <Logo className="mx-auto mb-6 size-10" />
        <h1 className="text-2xl font-semibold">{t("Parley cannot be reached")}</h1>
        <p role="status" className="mt-2 mb-6 text-text-2">{t("Trying again every few seconds. What you typed is kept.")}</p>
        <Button look="primary" onClick={begin}>{t("Try again now")}</Button>
      </div>
    </main>
  );
}
